"""What can be imported: the fields of each kind, and how its rows reach the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.exchange.values import Reader

Columns = dict[str, list[Any]]
"""Field → its value in each row, as the database stores them."""


@dataclass(frozen=True)
class Problem:
    """A row that cannot go in."""

    place: int
    """In the columns that were given."""
    column: str
    reason: str


@dataclass
class Outcome:
    """What a batch did."""

    new: int = 0
    changed: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Field:
    """A field of a kind, under our name."""

    reader: Reader
    needed: bool = True
    default: Any = None
    """In place of an empty or absent value."""


def no_checks(_columns: Columns) -> Iterator[Problem]:
    """Nothing to say about a row as a whole."""
    return iter(())


@dataclass(frozen=True)
class Kind:
    """Something that a utility gives us by file."""

    name: str
    fields: dict[str, Field]
    store: Callable[[Session, Columns], Outcome]
    """Write one batch in the caller's transaction. Of two rows with one key the later counts."""
    check: Callable[[Columns], Iterator[Problem]] = no_checks
    """What is wrong with rows whose every value is right by itself; may fill defaults in."""


def without(columns: Columns, places: set[int]) -> Columns:
    """The columns without some rows."""
    if not places:
        return columns
    return {
        name: [value for place, value in enumerate(values) if place not in places]
        for name, values in columns.items()
    }
