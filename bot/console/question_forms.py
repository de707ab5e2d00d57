"""A question as the form of the console has it."""

from __future__ import annotations

from datetime import date

from starlette.datastructures import FormData

from bot.clock import today
from bot.console.forms import field
from bot.facts import Confidence
from bot.questions.question import Question

BUTTONS = ("next1", "next2", "next3")
_LONG = 8000


def read_question(form: FormData, key: str) -> Question:
    """What was typed. Dates and choices that make no sense become today and "fair"; what else is
    wrong is found when it is saved."""
    confidence = field(form, "confidence")
    known = {one.value for one in Confidence}
    lines = (line.strip() for line in field(form, "phrasings", _LONG).splitlines())
    return Question(
        key=key,
        title=field(form, "title"),
        answer=_one_line_ends(field(form, "answer", _LONG)),
        unsure=_one_line_ends(field(form, "unsure", _LONG)),
        source=field(form, "source"),
        dated=_day(field(form, "dated")),
        confidence=Confidence(confidence) if confidence in known else Confidence.FAIR,
        phrasings=tuple(dict.fromkeys(line for line in lines if line)),
        next=tuple(dict.fromkeys(name for b in BUTTONS if (name := field(form, b)))),
        hidden=field(form, "hidden") == "1",
    )


def number_in(form: FormData, name: str) -> int:
    """A small whole number of a form; -1 when it is none."""
    given = field(form, name, 9)
    return int(given) if given.isdecimal() else -1


def empty_question() -> Question:
    """What the form of a new question starts with."""
    return Question(
        key="",
        title="",
        answer="",
        source="",
        dated=today(),
        confidence=Confidence.GOOD,
        phrasings=(),
    )


def _one_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return today()
