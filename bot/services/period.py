"""How long something is needed, in folded text: "3 ايام", "شهر ونص", "من شهر الى شهرين".

Kept as an ISO 8601 duration of one unit: `P3D`, `P2W`, `P6M`, `P1Y`.
"""

from __future__ import annotations

import re

from bot.rendering.words import counted
from bot.text.normalise import fold_text
from bot.text.numbers import find_number_words
from bot.text.spans import END, START, one_of

_SINGLE = {"يوم": "D", "day": "D", "yom": "D", "اسبوع": "W", "week": "W", "isbo3": "W"} | {
    "شهر": "M", "month": "M", "shahr": "M", "سنه": "Y", "عام": "Y", "year": "Y", "sana": "Y"
}  # fmt: skip
_DUAL = {"يومين": "D", "اسبوعين": "W", "شهرين": "M", "سنتين": "Y", "عامين": "Y"} | {
    "yomen": "D", "yomain": "D", "shahren": "M", "shahrain": "M", "sanaten": "Y"
}  # fmt: skip
_MANY = {"ايام": "D", "days": "D", "ayam": "D", "اسابيع": "W", "weeks": "W", "asabee3": "W"} | {
    "شهور": "M", "اشهر": "M", "months": "M", "shhor": "M", "ashhor": "M", "سنوات": "Y",
    "سنين": "Y", "اعوام": "Y", "years": "Y", "sneen": "Y",
}  # fmt: skip
_UNITS = {**_SINGLE, **_DUAL, **_MANY}
_PERIOD = re.compile(
    rf"(?:(?<![\d./-])(?P<count>\d{{1,4}})\s*(?P<unit>{one_of([*_SINGLE, *_MANY])})"
    rf"|{START}(?:ل|ب)?(?P<half>نصف?)\s+(?:ال)?(?P<of>{one_of(_SINGLE)})"
    rf"|{START}(?:ل|ب)?(?P<alone>{one_of([*_SINGLE, *_DUAL])})(?!\s+(?:[2-9]|\d{{2}}))){END}"
    rf"(?P<more>\s+و\s?نصف?{END})?"
)
_SINCE = re.compile(rf"{START}(?:قبل|بعد|كمان|منذ|من|اول|اخر|نهايه|بدايه|كل|in|after|every)\s+$")
"""Before a period: a day is meant, or how often, not how long. "من شهر الى شهرين" is a length."""
_TOWARDS = re.compile(r"\s+(?:الي|ل|لين|to)\s*[\dشاسي]")
_SAYS_LENGTH = re.compile(rf"{START}(?:ل|ب)?(?:ال)?(?:مده|فتره|لفتره|for){END}")
_DAYS_OF = {"D": 1, "W": 7, "M": 30, "Y": 365}
_HALVES = {"D": "P1D", "W": "P4D", "M": "P15D", "Y": "P6M"}
"""Half of a unit; half a day and half a week count as the next whole day."""
_LONGEST_DAYS = 5 * 365
_NOUNS = {
    "D": ("يوم واحد", "يومين", "أيام", "يوم"),
    "W": ("أسبوع واحد", "أسبوعين", "أسابيع", "أسبوع"),
    "M": ("شهر واحد", "شهرين", "أشهر", "شهر"),
    "Y": ("سنة واحدة", "سنتين", "سنوات", "سنة"),
}
_ISO = re.compile(r"P(\d+)([DWMY])")


class PeriodError(Exception):
    """A period that nobody can mean: none at all, or more than five years."""


def period_in(text: str, *, asked: bool) -> str | None:
    """The period that a message names, the last of several ("من شهر الى شهرين" is two months).

    `asked`: it was asked for. Otherwise a bare unit ("شهر") only counts beside "لمدة".

    Raises:
        PeriodError: it cannot be right.
    """
    folded = _in_digits(fold_text(text))
    sure = asked or _SAYS_LENGTH.search(folded) is not None
    found = [
        match
        for match in _PERIOD.finditer(folded)
        if (sure or _is_plain(match)) and not _tells_when(folded, match)
    ]
    return _value(found[-1]) if found else None


def _is_plain(match: re.Match[str]) -> bool:
    """Whether it says how many: "3 ايام", "يومين", "شهر ونص", "نص سنه"; not only "شهر"."""
    return bool(match["count"] or match["half"] or match["more"]) or match["alone"] in _DUAL


def _in_digits(folded: str) -> str:
    """Number words before anything else as digits: "ثلاث ايام" → "3 ايام"."""
    for number in reversed(find_number_words(folded)):
        folded = f"{folded[: number.start]}{number.digits}{folded[number.end :]}"
    return folded


def _tells_when(folded: str, match: re.Match[str]) -> bool:
    begins = _SINCE.search(folded[: match.start()])
    return begins is not None and not _TOWARDS.match(folded, match.end())


def _value(match: re.Match[str]) -> str:
    if match["half"]:
        return _HALVES[_UNITS[match["of"]]]
    unit = _UNITS[match["unit"] or match["alone"]]
    count = int(match["count"] or (2 if match["alone"] in _DUAL else 1))
    if not 0 < count * _DAYS_OF[unit] <= _LONGEST_DAYS:
        raise PeriodError
    if not match["more"]:
        return f"P{count}{unit}"
    if unit == "Y":
        return f"P{count * 12 + 6}M"
    return f"P{count * _DAYS_OF[unit] + {'D': 1, 'W': 4, 'M': 15}[unit]}D"


def period_words(value: str) -> str:
    """`P3D` → "3 أيام", `P2M` → "شهرين"; what is no period as it stands."""
    period = _ISO.fullmatch(value)
    return counted(int(period[1]), *_NOUNS[period[2]]) if period else value
