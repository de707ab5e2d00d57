"""One file into the database, batch by batch; stopped anywhere, the same command goes on.

Each batch is one transaction that also notes how far the file is. The rejects of a batch are on
the disk before it ends, and cut off again if it never does.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import transaction
from bot.exchange.ahead import reading_ahead
from bot.exchange.csv_source import CsvSource
from bot.exchange.kinds import Kind
from bot.exchange.mapping import Mapping
from bot.exchange.reading import Reading, Values
from bot.exchange.rejects import RejectsFile
from bot.exchange.source import Position, Source
from bot.exchange.survey import Survey, survey
from bot.exchange.tables import ImportRun, ImportState

BATCH = 10_000
"""Records a transaction: a fifth of a second of SQLite's one writer."""
_COUNTS = ("rows", "offset", "line", "new", "changed", "rejected", "rejects_bytes")


class ImportingError(Exception):
    """The import cannot go on; the message says why."""


class _OnlyTried(Exception):
    """Ends the transaction of a dry run without its writes."""


@dataclass
class Summary:
    """What came of one file, all its runs together."""

    file: str
    encoding: str
    rejects: Path
    rows: int
    new: int
    changed: int
    rejected: int
    went_on_from: int
    """Records that an earlier run had done."""
    seconds: float

    @property
    def same(self) -> int:
        """Records that were there already just like that, or came again further down."""
        return self.rows - self.new - self.changed - self.rejected


@dataclass(frozen=True)
class Progress:
    """Where an import is; `offset` of `size` is how much of the file is done."""

    offset: int
    size: int
    rows: int
    rejected: int


def import_file(
    kind: Kind,
    path: Path,
    mapping: Mapping,
    *,
    rejects: Path | None = None,
    dry_run: bool = False,
    batch: int = BATCH,
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> Summary:
    """Import one file, or go on with it.

    Args:
        rejects: file for bad records; None: `<file>.rejects.csv` beside it.
        dry_run: read and check all, write nothing but the rejects file.
        batch: records a transaction.
        tell: called at the begin and after each batch.

    Raises:
        ImportingError: the same file is being imported right now, or would be overwritten.
        MappingError: the file's columns are not those of the kind.
        UnicodeError: the file is UTF-16.
        OSError: it cannot be read, or the rejects file not written.
    """
    began = time.monotonic()
    bad = rejects or path.with_name(f"{path.name}.rejects.csv")
    if bad.resolve() == path.resolve():
        raise ImportingError("the rejects file cannot be the imported file itself")

    def read(known: Survey, after: Position) -> Iterator[Values]:
        source = _open(path, known, mapping)
        return map(Reading(kind, source.header, mapping).read, source.batches(after, batch))

    with reading_ahead(path, read) as ahead, _alone(path):
        known = survey(path)
        source = _open(path, known, mapping)
        Reading(kind, source.header, mapping)  # the columns are right before a run is begun
        key = hashlib.sha256(f"{kind.name} {mapping.digest} {known.sha256}".encode()).hexdigest()
        run = _begin(key, kind.name, path.name, dry_run)
        file = RejectsFile(bad, run.rejects_bytes)
        went_on_from = run.rows
        at = Position(run.offset, run.line, run.rows)
        _Import(kind, run, file, dry_run).go(ahead(known, at), source.size, tell)
    return Summary(
        file=path.name,
        encoding="Parquet" if known.parquet else mapping.encoding or known.encoding,
        rejects=file.path,
        rows=run.rows,
        new=run.new,
        changed=run.changed,
        rejected=run.rejected,
        went_on_from=went_on_from,
        seconds=time.monotonic() - began,
    )


def _open(path: Path, known: Survey, mapping: Mapping) -> Source:
    if known.parquet:
        # Here, because its library is 60 MB that other files spare.
        from bot.exchange.parquet_source import ParquetSource

        return ParquetSource(path)
    return CsvSource(path, known, mapping.encoding, mapping.delimiter)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else imports this file meanwhile; the lock falls with the process."""
    with path.open("rb") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise ImportingError(f"{path.name} is being imported by another process") from error
        yield


def _begin(key: str, kind: str, name: str, dry_run: bool) -> ImportRun:
    """The run that goes on, or a new one from the first record on."""
    moment = now()
    fresh = ImportRun(
        key=key,
        kind=kind,
        file=name[-255:],
        state=ImportState.RUNNING.value,
        started_at=moment,
        updated_at=moment,
        **dict.fromkeys(_COUNTS, 0),
    )
    if dry_run:
        return fresh
    with transaction() as session:
        found: ImportRun | None = session.execute(
            select(ImportRun).where(ImportRun.key == key)
        ).scalar_one_or_none()
        if found is not None and found.state == ImportState.RUNNING:
            return found
        if found is not None:
            session.delete(found)
            session.flush()
        session.add(fresh)
    return fresh


class _Import:
    """One file under way."""

    def __init__(self, kind: Kind, run: ImportRun, rejects: RejectsFile, dry_run: bool) -> None:
        self._kind, self._run, self._rejects, self._dry_run = kind, run, rejects, dry_run

    def go(self, left: Iterator[Values], size: int, tell: Callable[[Progress], None]) -> None:
        """All batches that are left of a file whose end is at `size`."""
        run = self._run
        tell(Progress(run.offset, size, run.rows, run.rejected))
        for values in left:
            self._take(values)
            tell(Progress(run.offset, size, run.rows, run.rejected))
        run.state = ImportState.DONE.value
        if not self._dry_run:
            with transaction() as session:
                self._note(session, run.offset)

    def _take(self, values: Values) -> None:
        run, before, after = self._run, self._run.offset, values.after
        with suppress(_OnlyTried), transaction() as session:
            outcome = self._kind.store(session, values.columns)
            rejects = values.with_problems(outcome.problems)
            self._rejects.add(rejects)
            run.new += outcome.new
            run.changed += outcome.changed
            run.rejected += len(rejects)
            run.rejects_bytes = self._rejects.size
            run.offset, run.line, run.rows = after.offset, after.line, after.rows
            if self._dry_run:
                raise _OnlyTried
            self._note(session, before)

    def _note(self, session: Session, before: int) -> None:
        """Say how far the file is; whoever else did it meanwhile makes this batch fail."""
        run = self._run
        done = session.execute(
            update(ImportRun)
            .where(ImportRun.id == run.id, ImportRun.offset == before)
            .values({name: getattr(run, name) for name in (*_COUNTS, "state")})
            .values(updated_at=now())
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:
            raise ImportingError("the same file is being imported by another process")
