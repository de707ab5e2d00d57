"""CSV files: read line by line, so that a byte offset says where a record begins."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bot.exchange.mapping import MappingError
from bot.exchange.source import Batch, Position, Reject
from bot.exchange.survey import Survey

_DELIMITERS = ",;\t|"


class _Lines:
    """The lines of a file as text, and what was taken of them."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file, self.encoding = file, encoding
        self._again: deque[bytes] = deque()
        self.taken: list[bytes] = []
        self.undecodable: list[bytes] = []
        """Lines taken that are not in the encoding."""

    def __iter__(self) -> Iterator[str]:
        for raw in self._raw():
            self.taken.append(raw)
            try:
                yield raw.decode(self.encoding)
            except UnicodeDecodeError:
                self.undecodable.append(raw)
                yield _readable(raw, self.encoding)

    def _raw(self) -> Iterator[bytes]:
        while self._again:
            yield self._again.popleft()
        # `yield from` the file itself would close it when reading begins anew.
        yield from iter(self._file.readline, b"")

    def put_back(self, place: int) -> None:
        """What was taken from this place on comes again."""
        self._again.extendleft(reversed(self.taken[place:]))
        del self.taken[place:]
        self.undecodable.clear()

    def clear(self) -> None:
        """A new batch begins; the lines of the one before are still its own."""
        self.taken = []
        self.undecodable.clear()


def _readable(raw: bytes, encoding: str) -> str:
    """A line for people; bytes that mean nothing show as `\\xe9`."""
    return raw.decode(encoding, "backslashreplace")


def _line(taken: list[bytes], encoding: str, place: int) -> str:
    return _readable(taken[place], encoding)


def _record(taken: list[bytes], spans: list[tuple[int, int]], encoding: str, place: int) -> str:
    return _readable(b"".join(taken[slice(*spans[place])]), encoding)


class CsvSource:
    """A CSV file whose first line names the columns."""

    def __init__(
        self, path: Path, survey: Survey, encoding: str | None = None, delimiter: str | None = None
    ) -> None:
        """Read the header.

        Raises:
            MappingError: there is none.
        """
        self._path = path
        self._encoding = encoding or survey.encoding
        self.size = survey.size
        with path.open("rb") as file:
            file.seek(survey.starts)
            first = file.readline()
        text = first.decode(self._encoding, "replace")
        self._delimiter = delimiter or max(_DELIMITERS, key=text.count)
        self.header = next(csv.reader([text], delimiter=self._delimiter), [])
        if not self.header:
            raise MappingError(f"{path}: the first line names no columns")
        self._begin = Position(survey.starts + len(first), 1)

    def batches(self, after: Position, size: int) -> Iterator[Batch]:
        """Batches behind a position."""
        position = after if after.rows or after.offset else self._begin
        with self._path.open("rb") as file:
            file.seek(position.offset)
            lines = _Lines(file, self._encoding)
            reader = _Reader(lines, self._delimiter)
            while True:
                batch, read = reader.batch(len(self.header), position.line, size)
                if not lines.taken:
                    return
                position = Position(
                    position.offset + sum(map(len, lines.taken)),
                    position.line + len(lines.taken),
                    position.rows + read,
                )
                batch.after = position
                yield batch


class _Reader:
    """Records of lines; one whose quoting is broken costs its first line alone."""

    def __init__(self, lines: _Lines, delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter
        self._begin()

    def _begin(self) -> None:
        self._records = csv.reader(self._lines, delimiter=self._delimiter, strict=True)

    def batch(self, width: int, above: int, size: int) -> tuple[Batch, int]:
        """At most `size` records, and how many there were; `above` lines stand before them."""
        self._lines.clear()
        return self._plain(width, above, size) or self._any(width, above, size)

    def _plain(self, width: int, above: int, size: int) -> tuple[Batch, int] | None:
        """The quick way, when every record is one line of the right width; else None."""
        lines = self._lines
        try:
            rows = list(islice(self._records, size))
        except csv.Error:
            rows = []
        count = len(lines.taken)
        if count == len(rows) and not lines.undecodable and {*map(len, rows)} <= {width}:
            numbers = range(above + 1, above + count + 1)
            return Batch(rows, numbers, partial(_line, lines.taken, lines.encoding)), count
        lines.put_back(0)
        self._begin()
        return None

    def _any(self, width: int, above: int, size: int) -> tuple[Batch, int]:
        lines = self._lines
        taken, odd = lines.taken, lines.undecodable
        spans: list[tuple[int, int]] = []
        rows: list[list[str]] = []

        def between(first: int) -> str:
            return _readable(b"".join(taken[first:]), lines.encoding)

        numbers: list[int] = []
        batch = Batch(rows, numbers, partial(_record, taken, spans, lines.encoding))
        first = read = 0
        while read < size:
            try:
                row = next(self._records, None)
            except csv.Error as error:
                lines.put_back(first + 1)
                row = []
                read += 1
                batch.rejects.append(
                    Reject(above + first + 1, "", f"broken: {error}", between(first))
                )
                self._begin()
            if row is None:
                break
            last = len(taken)
            if len(row) == width and not odd:
                read += 1
                rows.append(row)
                numbers.append(above + first + 1)
                spans.append((first, last))
            elif any(row):
                read += 1
                why = f"{len(row)} values where the header has {width}"
                reason = "letters in another encoding" if odd else why
                batch.rejects.append(Reject(above + first + 1, "", reason, between(first)))
                odd.clear()
            first = last
        return batch, read
