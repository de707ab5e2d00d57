"""Files as batches of records, from any record on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Position:
    """Between two records of a file."""

    offset: int = 0
    """Bytes of a CSV file, rows of a Parquet file."""
    line: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Reject:
    """A record that does not go in, and why."""

    line: int
    column: str
    reason: str
    text: str
    """As it stands in the file."""


@dataclass
class Batch:
    """Records of the file's own width, in its order."""

    rows: Sequence[Sequence[str]] = field(default_factory=list)
    lines: Sequence[int] = ()
    """Where each begins, from 1."""
    text: Callable[[int], str] = str
    """The record at a place of `rows` as it stands in the file; can be sent to a process."""
    rejects: list[Reject] = field(default_factory=list)
    after: Position = Position()


class Source(Protocol):
    """A file of records with named columns."""

    header: list[str]
    size: int
    """What `Position.offset` is at the end."""

    def batches(self, after: Position, size: int) -> Iterator[Batch]:
        """Batches of at most `size` records behind a position (the default one: the first)."""
