"""What a file of `data/services` may say, checked when it is loaded."""

from __future__ import annotations

from enum import Enum
from typing import Any

from pydantic import BaseModel, Extra, constr, root_validator, validator

from bot.cases.tables import CaseState

Name = constr(regex=r"^[a-z][a-z0-9_]{0,23}$")
"""Short enough to fit into a button's 64 bytes."""
Sentence = constr(strip_whitespace=True, min_length=2, max_length=500)
_RESERVED = frozenset({"documents", "confirm", "type"})


class Kind(str, Enum):
    """How an answer is read."""

    CHOICE = "choice"
    TEXT = "text"
    NAME = "name"
    """A person or an establishment."""
    PLACE = "place"
    """City and district of the gazetteer, or the subscriber's own words."""
    NUMBER = "number"
    MOBILE = "mobile"
    PERIOD = "period"
    """How long: "يومين", "6 شهور"; a bare number could be either and is asked about again."""
    DATE = "date"
    """A day that is not past."""
    ACCOUNT = "account"
    """An account number that needs no proof (somebody else's, for example)."""
    FILE = "file"


class Access(str, Enum):
    """What a service asks for before its first question."""

    NONE = "none"
    PROVED = "proved"
    """An existing account of the subscriber, proved by a code."""


class _Strict(BaseModel):
    class Config:
        """A misspelt key is an error, not something that is silently left out."""

        extra = Extra.forbid
        allow_mutation = False


class Choice(_Strict):
    """One answer of several."""

    id: Name  # type: ignore[valid-type]
    name: Sentence  # type: ignore[valid-type]
    words: tuple[str, ...] = ()
    """Further phrases that mean it; see `bot/services/phrases.py`."""


class Question(_Strict):
    """One thing to be asked."""

    id: Name  # type: ignore[valid-type]
    name: Sentence  # type: ignore[valid-type]
    """Label in the summary."""
    ask: Sentence  # type: ignore[valid-type]
    kind: Kind
    needed: bool = True
    """Otherwise it may be left out."""
    help: Sentence | None = None  # type: ignore[valid-type]
    """Said when an answer could not be read."""
    choices: tuple[Choice, ...] = ()
    units: tuple[str, ...] = ()
    """Words beside a number by which it is known without being asked for ("أمبير")."""
    least: int | None = None
    most: int | None = None

    @validator("id")
    def _not_reserved(cls, value: str) -> str:
        if value in _RESERVED:
            raise ValueError(f"{value} is a name of our own; choose another")
        return value

    @root_validator(skip_on_failure=True)
    def _fits_its_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        kind = values["kind"]
        if (kind is Kind.CHOICE) != (len(values["choices"]) > 1):
            raise ValueError("choices (two or more) belong to questions of kind choice only")
        if kind is not Kind.NUMBER and (values["units"] or values["least"] or values["most"]):
            raise ValueError("units, least and most belong to questions of kind number only")
        _no_twins("choice", [choice.id for choice in values["choices"]])
        return values


class Fees(_Strict):
    """What it costs: a fact that may be said, and the words when no figure is known."""

    fact: str | None = None
    words: Sentence  # type: ignore[valid-type]


class Promise(_Strict):
    """The promised time: a guaranteed standard, and the words when it has no sure figure."""

    fact: str | None = None
    since: str | None = None
    """Question whose day the time counts from; otherwise from the day of the request."""
    words: Sentence  # type: ignore[valid-type]


class ServiceType(_Strict):
    """One service. Its id is the name of its file."""

    id: Name  # type: ignore[valid-type]
    name: Sentence  # type: ignore[valid-type]
    about: Sentence  # type: ignore[valid-type]
    order: int
    """Place in the list."""
    access: Access
    words: tuple[str, ...]
    """Phrases by which people ask for it."""
    questions: tuple[Question, ...]
    documents: tuple[Sentence, ...] = ()  # type: ignore[valid-type]
    """Papers that staff need; they may come later."""
    fees: Fees
    promise: Promise
    next: Sentence  # type: ignore[valid-type]
    """What happens once the request is sent."""
    states: dict[CaseState, Sentence] = {}  # type: ignore[valid-type]
    """Words of its own for a state of the request."""

    @validator("words", "questions")
    def _not_empty(cls, value: tuple[Any, ...]) -> tuple[Any, ...]:
        if not value:
            raise ValueError("there must be at least one")
        return value

    @validator("questions")
    def _distinct(cls, value: tuple[Question, ...]) -> tuple[Question, ...]:
        _no_twins("question", [question.id for question in value])
        return value

    @root_validator(skip_on_failure=True)
    def _counts_from_a_day(cls, values: dict[str, Any]) -> dict[str, Any]:
        since = values["promise"].since
        days = {one.id for one in values["questions"] if one.kind is Kind.DATE}
        if since is not None and since not in days:
            raise ValueError(f"the promise counts from {since}, which is no question of kind date")
        return values

    def question(self, name: str) -> Question | None:
        """The question of that id, or None."""
        return next((one for one in self.questions if one.id == name), None)


def _no_twins(what: str, names: list[str]) -> None:
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise ValueError(f"{what} {', '.join(sorted(twins))} stands there twice")
