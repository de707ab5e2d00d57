"""Figures inside answers: `{file.fact}` or `{file.fact.part:unit}`, filled from the dated facts.

No answer holds a figure of its own, so none can go stale: when a fact gets a new edition, every
answer that names it says the new one. A figure that is uncertain, or that the edition in force on
the day does not have, is never said: then the answer's `unsure` words are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.clock import RIYADH
from bot.facts import Fact, Facts, FactsError, facts
from bot.questions.question import Question
from bot.rendering import words
from bot.rendering.words import counted

_REFERENCE = re.compile(r"\{([a-z_]+\.[a-z0-9_.]+)(?::([a-z_]+))?\}")
_BRACE = re.compile(r"[{}]")
_SUNDAY = date(2024, 1, 7)


class FigureError(Exception):
    """A reference that can never be filled: no such fact, part or unit."""


class _NotSayable(Exception):
    """The figure exists but may not be said on that day."""


def answer_words(question: Question, on: date | None = None) -> str:
    """The answer as it is said, with the figures in force on a day (today by default).

    Raises:
        FigureError: a reference names no fact.
    """
    try:
        return _fill(question.answer, on)
    except _NotSayable:
        if not question.unsure:
            raise FigureError(
                f"{question.key} names a figure that may not be said, and has no other words"
            ) from None
    try:
        return _fill(question.unsure, on)
    except _NotSayable as missing:
        raise FigureError(f"{question.key}: its other words need {missing} too") from None


def problems(question: Question) -> list[str]:
    """What keeps the words of a question from being said; empty when nothing does."""
    found = []
    for text in (question.answer, question.unsure):
        try:
            _fill(text, None)
        except FigureError as error:
            found.append(str(error))
        except _NotSayable:
            pass
        if _BRACE.search(_REFERENCE.sub("", text)):
            found.append("a brace that is no reference")
        if re.search(r"\d", _REFERENCE.sub("", text)):
            found.append("a figure that is not from the facts")
    if not found:
        try:
            answer_words(question)
        except FigureError as error:
            found.append(str(error))
    return found


def _fill(text: str, on: date | None) -> str:
    return _REFERENCE.sub(lambda m: _say(m.group(1), m.group(2) or "plain", on), text)


def _say(reference: str, unit: str, on: date | None) -> str:
    if unit not in _UNITS:
        raise FigureError(f"no unit {unit!r} (known: {', '.join(sorted(_UNITS))})")
    known = facts()
    key, path = _split(known, reference)
    try:
        fact = known.get(key, on)
    except FactsError:
        raise _NotSayable(reference) from None
    if not fact.sayable:
        raise _NotSayable(reference)
    value = _part(fact, path)
    if value is None:
        raise _NotSayable(reference)
    return _UNITS[unit](value)


def _split(known: Facts, reference: str) -> tuple[str, list[str]]:
    """The key of the fact, and the way to a part of its value."""
    file, name, *path = reference.split(".")
    key = f"{file}.{name}"
    if key not in set(known):
        raise FigureError(f"no fact {key}")
    return key, path


def _part(fact: Fact, path: list[str]) -> Any:
    """A part of a fact's value; None when this edition has none."""
    value = fact.value
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _shift(hours: dict[str, Any]) -> str:
    """Days and hours of work: "الأحد إلى الخميس، الساعة 8 الصباح إلى الساعة 4 العصر"."""
    days = [words.day_words(_SUNDAY + timedelta(days=(d + 1) % 7), _SUNDAY - timedelta(days=30))
            for d in (hours["days"][0], hours["days"][-1])]  # fmt: skip
    first, last = (day.split()[0] for day in days)
    begins, ends = (
        words.hour_words(datetime.combine(_SUNDAY, time(hours[part]), RIYADH))
        for part in ("from", "to")
    )
    return f"{first} إلى {last}، {begins} إلى {ends}"


_UNITS: dict[str, Callable[[Any], str]] = {
    "plain": str,
    "hours": words.hours,
    "every_hours": lambda n: "ساعة" if n == 1 else words.hours(n),
    "days": words.days,
    "workdays": lambda n: counted(n, "يوم عمل واحد", "يومي عمل", "أيام عمل", "يوم عمل"),
    "months": lambda n: counted(n, "شهر واحد", "شهرين", "أشهر", "شهر"),
    "riyals": lambda n: f"{n:,} ريال",
    "halalas": lambda n: f"{n} هللة",
    "kwh": words.kwh,
    "shift": _shift,
}
"""How a value is said."""
