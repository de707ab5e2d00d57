"""Reports as pictures: SVG inside the page, drawn by leather, coloured by the page's own style.

The table below each picture says the same in words, so that the picture is hidden from screen
readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import leather
from markupsafe import Markup

from bot.numbers.report import Report

_WIDTH, _HEIGHT, _BAR = 720, 240, 30
_FIXED = re.compile(r' font-family="[^"]*"')
_COLOURS = {"#e41a1c": "var(--brand)", "#9c9c9c": "currentColor", "#eee": "var(--line)"}
_MOST = 12
"""Bars or labels that a phone can still show."""
_FEW = 11
"""Things from which the library's own marks are whole."""


def columns(report: Report, column: str) -> Markup:
    """A column a step of time, the oldest first; at most `_MOST` of them are named."""
    figures = _figures(report, column)
    every = max(1, -(-len(figures) // _MOST))
    named = [
        (name[5:] if n % every == 0 else " " * n, value)  # month and day; names must differ
        for n, (name, value) in enumerate(figures)
    ]
    chart = leather.Chart()
    chart.add_columns(named)
    chart.add_y_axis(ticks=_whole(value for _, value in figures))
    return _svg(chart, _HEIGHT)


def bars(report: Report, column: str, called: Callable[[str], str] = str) -> Markup:
    """A bar a row, the first at the top; `called` gives the words for a row's name."""
    figures = _figures(report, column)[:_MOST]
    chart = leather.Chart()
    chart.add_bars([(value, called(name)) for name, value in figures])
    chart.add_x_axis(ticks=_whole(value for _, value in figures))
    return _svg(chart, 90 + _BAR * len(figures))


def _whole(figures: Iterable[float]) -> list[int] | None:
    """The marks of a scale on which few things are counted: there is no half of one. None: the
    library's own, which are whole from `_FEW` on."""
    most = int(max(figures, default=0))
    return list(range(max(most, 1) + 1)) if most < _FEW else None


def _figures(report: Report, column: str) -> Sequence[tuple[str, float]]:
    at = report.columns.index(column)
    return [(str(row[0]), float(row[at] or 0)) for row in report.rows]


def _svg(chart: leather.Chart, height: int) -> Markup:
    drawn = _FIXED.sub("", chart.to_svg(width=_WIDTH, height=height))
    for fixed, ours in _COLOURS.items():
        drawn = drawn.replace(f'"{fixed}"', f'"{ours}"')
    drawn = drawn.replace(' fill="#f9f9f9"', ' fill="none"')
    head = f'<svg viewBox="0 0 {_WIDTH} {height}" aria-hidden="true" class="chart"'
    return Markup(re.sub(r'<svg width="\d+" height="\d+"', head, drawn, count=1))
