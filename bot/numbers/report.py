"""A table of figures, as a page shows it and a CSV file carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Value = str | int | float | None


@dataclass(frozen=True)
class Report:
    """`columns` are keys of the console's words; the first column names the row."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    counted_at: datetime | None = None
    """Where it was counted beside; empty: as the page was opened."""


def share(part: int, whole: int) -> float | None:
    """Per cent with one place; None of nothing."""
    return round(100 * part / whole, 1) if whole else None
