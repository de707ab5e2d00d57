"""Whole dates in folded text: "15/3/2027", "1 رمضان 1448", "الخامس من مايو", "May 5, 2027",
"نهاية مارس", "بعد سنة"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.text import calendar as cal
from bot.text.day_words import COUNTED, ORDINALS
from bot.text.numbers import VALUES
from bot.text.spans import END, START, Found, one_of

_ERA = r"(?:\s?(?:هـ|ه|هجريه|هجري|م|ميلاديه|ميلادي)" + END + ")?"
_MONTHS = {**cal.GREGORIAN, "may": 5}
"""With a day beside it "may" is the month."""
_NAME = rf"(?P<name>{one_of([*_MONTHS, *cal.HIJRI])}){END}"
_YEAR = rf"(?:\s*,?\s*(?:من\s+)?(?:عام|سنه)?\s*(?P<year>\d{{4}}){END}{_ERA})?"
_COUNT = rf"(?P<count>\d{{1,3}}|{one_of(w for w, v in VALUES.items() if 2 < v < 100)})\s*"
_UNIT_DAYS = {"يوم": 1, "ايام": 1, "اسبوع": 7, "اسابيع": 7}
_UNIT_MONTHS = {
    "شهر": 1, "شهور": 1, "اشهر": 1, "سنه": 12, "سنوات": 12, "سنين": 12, "عام": 12, "اعوام": 12,
}  # fmt: skip
_DUALS = {"سنتين": 24, "عامين": 24, "شهرين": 2}

_YMD = re.compile(rf"(?<!\d)(\d{{4}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})(?!\d){_ERA}")
_DMY = re.compile(rf"(?<!\d)(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d\d)(?!\d){_ERA}")
_NAMED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}}|{START}{one_of(COUNTED)}{END}"
    rf"|{START}{one_of(ORDINALS)}(?=\s+من\s))(?:st|nd|rd|th)?\s*(?:(?:من|of)\s+)?"
    rf"(?:شهر\s+)?{_NAME}{_YEAR}"
)
_MONTH_FIRST = re.compile(
    rf"{START}(?P<name>{one_of(n for n in _MONTHS if n.isascii())})\s+(?P<day>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?\s?,?\s+(?P<year>\d{{4}}){END}"
)
_NUMBERED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:من\s+)?شهر\s+(?P<month>\d{{1,2}})"
    rf"\s*(?:(?:سنه|عام|من)\s+)?(?P<year>\d{{4}}){END}"
)
_EDGE = re.compile(
    rf"{START}[وبفل]?(?P<edge>نهايه|اخر|اواخر|بدايه|اول|مطلع)\s+(?:شهر\s+)?{_NAME}{_YEAR}"
)
_YEAR_END = re.compile(
    rf"{START}[وبفل]?(?:نهايه\s+(?:هال|هذي\s+ال|ال)?|(?:اخر|اواخر)\s+(?:هال|هذي\s+ال|ال|(?=\w+\s+\d{{4}})))(?:سنه|عام)(?P<hijri>\s+الهجريه?)?"
    rf"(?:\s+(?P<next>القادمه?|الجايه?|الجاي|المقبله?))?(?:\s+(?P<year>\d{{4}}))?{END}"
)
_END_OF = re.compile(
    rf"{START}(?:[وبفل]?(?:نهايه|اواخر)|end\s+of)\s+(?P<year>(?:20[2-9]|14[4-9])\d){END}{_ERA}"
)
""" "نهاية ٢٠٢٧"."""
_ENDS_IN = re.compile(
    rf"{START}(?:[وب]?(?:ي|ت)?(?:نتهي|خلص)|نهايت(?:ه|ها)|expires|ends)\s+(?:في\s+|بشهر\s+|شهر\s+|in\s+)?"
    rf"(?P<month>\d{{1,2}})\s?[-/]\s?(?P<year>(?:20[2-9]|14[4-9])\d)(?![-/\d]){_ERA}"
)
""" "ينتهي 12/2026": the last day of the month."""
_ENDS_IN_NAMED = re.compile(
    rf"{START}(?:[وب]?(?:ي|ت)?(?:نتهي|خلص)|نهايت(?:ه|ها))\s+(?:في\s+|ب|بشهر\s+|شهر\s+)*{_NAME}"
    rf"\s*,?\s*(?:من\s+)?(?:عام|سنه)?\s*(?P<year>\d{{4}}){END}{_ERA}"
)
""" "ينتهي في شعبان ١٤٤٨"."""
_AFTER = re.compile(
    rf"{START}(?:بعد|كمان)\s+(?:(?P<dual>{one_of(_DUALS)})|(?:{_COUNT})?"
    rf"(?P<unit>{one_of([*_UNIT_DAYS, *_UNIT_MONTHS])})){END}"
)


def find_dates(text: str, today: date) -> list[Found]:
    """Every date in folded text, as `YYYY-MM-DD`."""
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
        (_YMD, lambda m: cal.make_date(int(m[1]), int(m[2]), int(m[3]))),
        (_DMY, lambda m: cal.make_date(_full_year(m[4]), int(m[3]), int(m[1]))),
        (_EDGE, lambda m: _edge(m, today)),
        (_NAMED, lambda m: _named(m, today)),
        (_MONTH_FIRST, lambda m: _named(m, today)),
        (_NUMBERED, lambda m: cal.make_date(int(m["year"]), int(m["month"]), int(m["day"]))),
        (_YEAR_END, lambda m: _year_end(m, today)),
        (_END_OF, lambda m: _last_day_of(int(m["year"]))),
        (_ENDS_IN, lambda m: _last_of_month(int(m["year"]), int(m["month"]))),
        (_ENDS_IN_NAMED, lambda m: _last_of_month(*_named_month(m, today))),
        (_AFTER, lambda m: _after(m, today)),
    )
    return [
        Found("date", day.isoformat(), *match.span())
        for pattern, read in readers
        for match in pattern.finditer(text)
        if (day := read(match)) is not None
    ]


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _named(match: re.Match[str], today: date) -> date | None:
    written = re.sub(r"\s+", " ", match["day"])
    if written in COUNTED and match["name"] in cal.AMBIGUOUS:
        return None  # "خمسه صفر" are digits of a number
    year, month = _named_month(match, today)
    day = int(written) if written.isdigit() else (ORDINALS | COUNTED)[written]
    return cal.make_date(year, month, day) if year else None


def _named_month(match: re.Match[str], today: date) -> tuple[int, int]:
    """Year and month of a month's name; without a year the next one to come."""
    name = re.sub(r"\s+", " ", match["name"])
    if name in _MONTHS:
        month = _MONTHS[name]
        return int(match["year"] or cal.next_gregorian(month, today).year), month
    month = cal.HIJRI[name]
    year = int(match["year"] or cal.hijri_year_of_next(month, today))
    return (year if year in cal.HIJRI_YEARS else 0), month


def _edge(match: re.Match[str], today: date) -> date | None:
    year, month = _named_month(match, today)
    first = cal.make_date(year, month, 1) if year else None
    if first is None or match["edge"] in ("بدايه", "اول", "مطلع"):
        return first
    return _last_of_month(year, month)


def _last_of_month(year: int, month: int) -> date | None:
    if year in cal.HIJRI_YEARS:
        return cal.make_date(year, month, 30) or cal.make_date(year, month, 29)
    first = cal.make_date(year, month, 1)
    return cal.last_day(first) if first else None


def _year_end(match: re.Match[str], today: date) -> date | None:
    later = 1 if match["next"] else 0
    if match["year"]:
        return _last_day_of(int(match["year"]))
    this = cal.hijri_year_of_next(12, today) if match["hijri"] else today.year
    return _last_day_of(this + later)


def _last_day_of(year: int) -> date | None:
    if year in cal.HIJRI_YEARS:
        return cal.make_date(year, 12, 30) or cal.make_date(year, 12, 29)
    return cal.make_date(year, 12, 31)


def _after(match: re.Match[str], today: date) -> date | None:
    if match["dual"]:
        return cal.shift_day(today, _DUALS[match["dual"]])
    written = match["count"] or "1"
    count = int(written) if written.isdigit() else VALUES[written]
    if match["unit"] in _UNIT_DAYS:
        return today + timedelta(days=count * _UNIT_DAYS[match["unit"]])
    return cal.shift_day(today, count * _UNIT_MONTHS[match["unit"]])
