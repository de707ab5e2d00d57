"""Applied updates as files, none given twice and none missed.

A file's range is fixed in the database before it is written and counts as given after it is there
whole; whoever is stopped in between writes that very file again, under the same name.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.audit.log import Action
from bot.audit.log import record as audit
from bot.clock import now
from bot.database import reading, transaction
from bot.events.tables import EventKind, ExchangeEvent
from bot.exchange.events import number_new
from bot.exchange.records import FIELDS, update_record
from bot.exchange.tables import ExportCursor
from bot.updates.tables import RequestState, UpdateRequest

COLUMNS = (
    *("schema", "cursor", "reference", "applied_at", "account", "channel", "proof", "decided_by"),
    *FIELDS,
    "proved",
    "removed",
)
_AT_ONCE = 1000
_events = ExchangeEvent.__table__.c


class Format(str, Enum):
    """How a file is written; the value is the end of its name."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON_LINES = "jsonl"


@dataclass(frozen=True)
class Exported:
    """A file that was written; None when there was nothing new."""

    path: Path | None
    rows: int
    upto: int
    """The number to go on behind."""


def export_next(folder: Path, form: Format, cursor: str, actor: str) -> Exported:
    """What a named consumer was not given yet. `actor` is for the audit log."""
    with transaction() as session:
        begun = _begin(session, cursor)
    after, upto = begun
    done = _write(folder, form, after, upto)
    with transaction() as session:
        row = session.execute(_locked(cursor)).scalar_one()
        row.position, row.updated_at = max(row.position, upto), now()
        _note(session, actor, done)
    return done


def export_after(folder: Path, form: Format, after: int, actor: str) -> Exported:
    """Everything behind a number, whoever was given it before; no cursor moves."""
    with transaction() as session:
        upto = number_new(session)
    done = _write(folder, form, after, upto)
    with transaction() as session:
        _note(session, actor, done)
    return done


def _locked(cursor: str) -> Any:
    return select(ExportCursor).where(ExportCursor.name == cursor).with_for_update()


def _begin(session: Session, cursor: str) -> tuple[int, int]:
    """The range to write: one that was begun and not finished, or all that is new."""
    last = number_new(session)  # one at a time from here on
    row = session.execute(_locked(cursor)).scalar_one_or_none()
    if row is None:
        row = ExportCursor(name=cursor, position=0, upto=0, updated_at=now())
        session.add(row)
    if row.upto <= row.position:
        row.upto, row.updated_at = last, now()
    return row.position, row.upto


def _note(session: Session, actor: str, done: Exported) -> None:
    if done.path:
        audit(session, actor, Action.UPDATES_EXPORTED, f"updates:{done.upto}", rows=done.rows)


def _write(folder: Path, form: Format, after: int, upto: int) -> Exported:
    with reading() as session:
        count = select(func.count()).select_from(ExchangeEvent).where(*_range(after, upto))
        rows = session.execute(count).scalar_one()
    if not rows:
        return Exported(None, 0, upto)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"updates-{after + 1}-{upto}.{form.value}"
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)  # values of persons: for whoever runs the export alone
    written = _WRITERS[form](half, _records(after, upto))
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(path)
    return Exported(path, written, upto)


def _range(after: int, upto: int) -> tuple[Any, ...]:
    kind = EventKind.UPDATE_APPLIED.value
    return _events.kind == kind, _events.seq > after, _events.seq <= upto


def _records(after: int, upto: int) -> Iterator[dict[str, Any]]:
    """The updates of a range in their order, a thousand in memory at a time."""
    while True:
        with reading() as session:
            rows = session.execute(
                select(ExchangeEvent, UpdateRequest)
                .join(UpdateRequest, UpdateRequest.reference == ExchangeEvent.reference)
                .where(*_range(after, upto), UpdateRequest.state == RequestState.APPLIED.value)
                .order_by(_events.seq)
                .limit(_AT_ONCE)
            ).all()
        for event, request in rows:
            yield {**update_record(request, event.at), "cursor": event.seq}
            after = event.seq
        if len(rows) < _AT_ONCE:
            return


def _csv(path: Path, records: Iterator[dict[str, Any]]) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        return sum(1 for record in records if writer.writerow(record))


def _json_lines(path: Path, records: Iterator[dict[str, Any]]) -> int:
    with path.open("w", encoding="utf-8") as file:
        ordered = ({name: record[name] for name in COLUMNS} for record in records)
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in ordered)
        return sum(1 for line in lines if file.write(line))


def _parquet(path: Path, records: Iterator[dict[str, Any]]) -> int:
    from bot.exchange.parquet import from_csv  # its library is 60 MB that most spare

    lines = path.with_suffix(".lines")
    lines.touch(mode=0o600)
    try:
        rows = _csv(lines, records)
        whole = {"schema": "INTEGER", "cursor": "BIGINT", "applied_at": "TIMESTAMPTZ"}
        whole["ejar_end"] = "DATE"
        from_csv(lines, path, {name: whole.get(name, "VARCHAR") for name in COLUMNS})
    finally:
        lines.unlink()
    return rows


_WRITERS = {Format.CSV: _csv, Format.JSON_LINES: _json_lines, Format.PARQUET: _parquet}
