"""All values of a message in one reading: the entities of docs/dialogue.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.clock import today as riyadh_today
from bot.text.appliances import find_appliances
from bot.text.beneficiary import find_beneficiary
from bot.text.digits import find_digit_values
from bot.text.emails import find_emails
from bot.text.measures import find_measures
from bot.text.months import find_months
from bot.text.normalise import normalise
from bot.text.places import find_places
from bot.text.roles import roles
from bot.text.spans import Found, mask
from bot.text.vocabulary import find_channels, find_fields

_LETTER_O = re.compile(r"(?<=\d\d)o+(?=\d)")
_MAY_SHARE = frozenset({"notice_channel", "beneficiary"})
"""A word like "الايميل" can name the field or be the answer: both are given, the form decides."""


@dataclass(frozen=True)
class Value:
    """A canonical value; `start` and `end` point into the text as it was written."""

    kind: str
    value: str
    start: int
    end: int
    role: str | None = None


def find_values(text: str, today: date | None = None) -> list[Value]:
    """Values in order of appearance, the most specific where several readings overlap.

    `today` (Riyadh's, by default) anchors relative months and dates. Spans overlap only where a
    field and a notice channel or beneficiary are the very same words.
    """
    folded = normalise(text)
    today = today or riyadh_today()
    found = find_emails(folded.text)
    months = find_months(mask(folded.text, found), today)
    found += _of(months, "date")
    measures = find_measures(mask(folded.text, found))
    digits = find_digit_values(_with_zeros(mask(folded.text, [*found, *measures])))
    told = [*measures, *(f for f in digits if f.kind != "number")]
    found += told
    if told:  # "12/2026" in a longer number was no month
        months = find_months(mask(folded.text, found), today)
    found += _of(months, "month")
    found += _free([f for f in digits if f.kind == "number"], found)
    found += _words(mask(folded.text, found))
    found.sort(key=lambda f: (f.start, f.end, f.kind))
    return [
        Value(f.kind, f.value, *folded.span(f.start, f.end), role=role)
        for f, role in zip(found, roles(folded.text, found), strict=True)
    ]


def _with_zeros(text: str) -> str:
    """The letter O between digits is a zero mistyped: "30000000O02"."""
    return _LETTER_O.sub(lambda letters: "0" * len(letters.group()), text)


def _of(found: list[Found], kind: str) -> list[Found]:
    return [f for f in found if f.kind == kind]


def _free(candidates: list[Found], taken: list[Found]) -> list[Found]:
    return [c for c in candidates if not any(c.overlaps(t) for t in taken)]


def _words(text: str) -> list[Found]:
    """Values that are words; the longest wins, a field may share its words with an answer."""
    candidates = [*find_fields(text), *find_channels(text), *find_beneficiary(text)]
    candidates += [*find_places(text), *find_appliances(text)]
    candidates.sort(key=lambda f: (f.start - f.end, f.kind != "field"))
    kept: list[Found] = []
    for candidate in candidates:
        if all(not candidate.overlaps(k) or _may_share(candidate, k) for k in kept):
            kept.append(candidate)
    return kept


def _may_share(one: Found, other: Found) -> bool:
    same_words = (one.start, one.end) == (other.start, other.end)
    kinds = {one.kind, other.kind}
    return same_words and "field" in kinds and bool(kinds & _MAY_SHARE)
