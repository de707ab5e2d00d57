"""Answers in a message, by the kind of question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.clock import today
from bot.services.period import PeriodError, period_in
from bot.services.phrases import fit, forms_of, says_one_of
from bot.services.schema import Kind, Question
from bot.text.answers import yes_no
from bot.text.names import establishment_name, person_name
from bot.text.normalise import fold_text
from bot.text.relative_days import day_of_month, relative_day, tells_only_a_day

_YES, _NO = "yes", "no"
"""Ids of choices that a bare yes or no means."""
_TEXT_LENGTH = 500
_LETTERS = 3
_RANGE = re.compile(r"(?<!\S)(?:الي|ل)\s*(\d{1,8})(?!\d)")
_DENIED = re.compile(r"(?<!\S)(?:مو|مب|مش|موب|مهوب|ماهو|ما هو|بدل)\s+\S+")


@dataclass(frozen=True)
class Said:
    """One message of the subscriber."""

    text: str
    intent: str
    message_key: str
    confidence: float = 1.0
    found: tuple[tuple[str, str], ...] = ()
    """Entities of docs/dialogue.md and their values; what a correction calls old is left out."""
    attachment: int | None = None
    """Id of the file that came with it."""

    def first(self, name: str) -> str | None:
        """The first value of an entity, or None."""
        return next((value for entity, value in self.found if entity == name), None)

    def last(self, name: str) -> str | None:
        """The last value of an entity, or None."""
        return next((value for entity, value in reversed(self.found) if entity == name), None)

    @property
    def typed(self) -> str:
        """The words, empty for the payload of a button or a file."""
        return "" if self.text.startswith("/") else self.text.strip()


class BadAnswer(Exception):
    """A value of the right kind that cannot be right (a day that is past, too large a number)."""


def read_answer(question: Question, said: Said, *, asked: bool) -> str | None:
    """The canonical answer in the message, or None.

    `asked`: this is the pending question, so a bare value or free words answer it. Otherwise only
    what plainly belongs to it counts.

    Raises:
        BadAnswer: a value is there but cannot be right.
    """
    reader = _READERS[question.kind]
    return reader(question, said, asked)


_QUANTITY = re.compile(r"\s*\d+\s*[^\W\d]+\s*")
"""A figure with its unit, "60 امبير", is no place."""


def _choice(question: Question, said: Said, asked: bool) -> str | None:
    ids = {choice.id for choice in question.choices}
    pressed = said.first("service_choice")
    if asked and pressed in ids:
        return pressed
    text = _DENIED.sub(" ", fold_text(said.typed))  # "مو بيت، شقة" says the second only
    fits = {one.id: fit((one.name, *one.words), text) for one in question.choices}
    best = max(fits.values())
    named = [name for name, points in fits.items() if best and points == best]
    if len(named) == 1:
        return named[0]
    if asked and {_YES, _NO} <= ids:
        answer = yes_no(said.typed)
        return None if answer is None else _YES if answer else _NO
    return None


def _text(_question: Question, said: Said, asked: bool) -> str | None:
    letters = re.findall(r"[^\W\d_]", said.typed)
    agrees = said.intent == "affirm" or yes_no(said.typed) is not None  # "نعم قدمه"
    if not asked or len(letters) < _LETTERS or agrees:
        return None
    return said.typed[:_TEXT_LENGTH]


def _name(_question: Question, said: Said, asked: bool) -> str | None:
    """A name as it was written; "انا المالك الجديد" tells who, not the name."""
    if not asked:
        return None
    return establishment_name(said.typed) or person_name(said.typed)


def _place(question: Question, said: Said, asked: bool) -> str | None:
    if asked:
        return None if _QUANTITY.fullmatch(fold_text(said.typed)) else _text(question, said, asked)
    named = [said.first("city"), said.first("district")]
    return " - ".join(filter(None, named)) or None


def _number(question: Question, said: Said, asked: bool) -> str | None:
    if tells_only_a_day(said.typed):
        return None
    beside = asked or (bool(question.units) and says_one_of(question.units, said.typed))
    if not beside:
        return None
    towards = _RANGE.search(fold_text(said.typed))  # "من 100 الى 200": the second is wanted
    value = towards[1] if towards else said.last("number")
    if value is None or not value.isdecimal():
        return None
    number = int(value)
    if not (question.least or 0) <= number <= (question.most or 10**9):
        raise BadAnswer
    return str(number)


def _mobile(_question: Question, said: Said, _asked: bool) -> str | None:
    return said.last("mobile")


def _account(_question: Question, said: Said, _asked: bool) -> str | None:
    return said.last("account_number")


def _date(_question: Question, said: Said, asked: bool) -> str | None:
    given = said.last("date")
    day = date.fromisoformat(given) if given else relative_day(said.typed, today())
    day = day or day_of_month(said.typed, today())
    if day is None or (not asked and not given and not _names_a_day(said)):
        return None
    if day < today():
        raise BadAnswer
    return day.isoformat()


def _names_a_day(said: Said) -> bool:
    """Whether a relative day was named, not only "now" as people begin a sentence."""
    return not forms_of(said.typed) & {"الحين", "الان", "اليوم", "دحين"}


def _period(_question: Question, said: Said, asked: bool) -> str | None:
    try:
        return period_in(said.typed, asked=asked)
    except PeriodError as error:
        raise BadAnswer from error


def _file(_question: Question, said: Said, _asked: bool) -> str | None:
    return str(said.attachment) if said.attachment is not None else None


_READERS = {
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.PLACE: _place,
    Kind.NUMBER: _number,
    Kind.MOBILE: _mobile,
    Kind.DATE: _date,
    Kind.PERIOD: _period,
    Kind.ACCOUNT: _account,
    Kind.FILE: _file,
}
