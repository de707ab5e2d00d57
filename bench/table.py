"""Figures as a table that reads the same on a screen and in Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """A titled table; `notes` follow it, one paragraph each."""

    title: str
    columns: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """Append a row; it has a cell for each column."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns: {cells}")
        self.rows.append(list(cells))

    def markdown(self) -> str:
        """The table in Markdown, columns padded to one width."""
        lines = [list(self.columns), *self.rows]
        widths = [max(_width(line[i]) for line in lines) for i in range(len(self.columns))]
        rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        head, *body = [_line(line, widths) for line in lines]
        parts = [f"### {self.title}", "\n".join([head, rule, *body]), *self.notes]
        return "\n\n".join(parts) + "\n"


def _width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(0 if unicodedata.combining(c) else 1 for c in text)


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "| " + " | ".join(padded) + " |"


def number(value: float, unit: str = "") -> str:
    """Three digits that matter: `0.0123`, `1.23`, `12.3`, `1,234`."""
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{places}f}"
    return f"{text} {unit}" if unit else text


def ratio(value: float) -> str:
    """`3.4 ×`."""
    return f"{number(value)} ×"


def against(value: float, goal: float, unit: str, at_most: bool = True) -> str:
    """The goal, and whether `value` meets it."""
    met = value <= goal if at_most else value >= goal
    return f"{'≤' if at_most else '≥'} {goal:g} {unit}: {'met' if met else 'MISSED'}"
