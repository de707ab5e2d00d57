"""Values of a utility's files, as the database stores them.

Every reader takes the text of one field and gives what is written into a column: dates as ISO text,
moments as UTC text, riyals as whole halalas. Digits may be Arabic-Indic, Persian or ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

from email_validator import EmailNotValidError, validate_email

from bot.clock import RIYADH
from bot.text.digits import is_national_id, to_mobile

_YEARS = range(1950, 2201)
_LARGEST = 2**31 - 1  # of an Integer column
_PLAIN = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−\xa0",
    "01234567890123456789.,- ",
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
)
_NUMBER = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(-?)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.]?(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]*", re.ASCII)
_TRUE = frozenset({"1", "true", "yes", "y", "t", "نعم"})
_FALSE = frozenset({"0", "false", "no", "n", "f", "لا"})

_INTEGERS = re.compile(r"(?:\d{1,9}\n)+", re.ASCII)
_AMOUNTS = re.compile(r"(?:-?\d{1,9}\.\d\d\n)+", re.ASCII)


class BadValue(Exception):
    """The text is no such value; the message says why, for the rejects file."""


class Dates(str, Enum):
    """How a file writes dates that do not begin with the year."""

    YEAR_FIRST = "year_first"
    """Only 2026-11-22, 2026/11/22 and 20261122 are dates."""
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True)
class Form:
    """How a file writes its values."""

    dates: Dates = Dates.YEAR_FIRST
    decimal_comma: bool = False
    """1.234,50 instead of 1,234.50."""


@dataclass(frozen=True)
class Reader:
    """Reads one field, or a column of them at once."""

    one: Callable[[str, Form], Any]
    """Raises `BadValue`; the text is not empty."""
    many: Callable[[Sequence[str]], list[Any] | None] | None = None
    """A quick way for a column whose every value is plain; None when one is not."""


def plain(text: str) -> str:
    """ASCII digits and separators; without direction marks and surrounding spaces."""
    return text.translate(_PLAIN).strip()


def _decimal(text: str, form: Form) -> Decimal:
    folded = plain(text)
    if form.decimal_comma:
        folded = folded.translate(str.maketrans(",.", ".,"))
    match = _NUMBER.fullmatch(folded)
    if match is None or (match[1] and match[4]):
        raise BadValue("not a number")
    # Accounting systems write the minus behind.
    sign = match[1] or match[4]
    return Decimal(f"{sign}{match[2].replace(',', '')}{match[3] or ''}")


def _whole(exact: Decimal, why: str) -> int:
    if exact != exact.to_integral_value():
        raise BadValue(why)
    return int(exact)


def integer(text: str, form: Form) -> int:
    """A count from 0 on: a reading of a meter, kWh."""
    value = _whole(_decimal(text, form), "not a whole number")
    if not 0 <= value <= _LARGEST:
        raise BadValue("below zero" if value < 0 else "too large")
    return value


def _joined(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    """One text a line when all lines match; None when not, or when a text has several lines."""
    joined = "\n".join(texts) + "\n"
    plain_ones = pattern.fullmatch(joined) and joined.count("\n") == len(texts)
    return joined if plain_ones else None


def positive(text: str, form: Form) -> int:
    """A count, more than none."""
    value = integer(text, form)
    if value == 0:
        raise BadValue("not more than zero")
    return value


def integers(texts: Sequence[str]) -> list[int] | None:
    """A column of plain counts."""
    return None if _joined(_INTEGERS, texts) is None else list(map(int, texts))


def halalas(text: str, form: Form) -> int:
    """Riyals with at most two places."""
    value = _whole(_decimal(text, form) * 100, "a part of a halala")
    if abs(value) > 10**13:
        raise BadValue("too large")
    return value


def amounts(texts: Sequence[str]) -> list[int] | None:
    """A column of riyals that all have two places."""
    joined = _joined(_AMOUNTS, texts)
    return None if joined is None else list(map(int, joined.replace(".", "").split()))


def positive_halalas(text: str, form: Form) -> int:
    """Riyals, more than none."""
    value = halalas(text, form)
    if value <= 0:
        raise BadValue("not more than zero")
    return value


def watt_hours(text: str, form: Form) -> int:
    """kWh, to whole watt-hours."""
    value = int((_decimal(text, form) * 1000).to_integral_value())
    if not 0 <= value <= _LARGEST:
        raise BadValue("below zero" if value < 0 else "too large")
    return value


def _day(text: str, form: Form) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (
            (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        )
    elif form.dates is not Dates.YEAR_FIRST and (match := _YEAR_LAST.fullmatch(text)):
        first, second, year = match[1], match[3], match[4]
        day, month = (first, second) if form.dates is Dates.DAY_FIRST else (second, first)
    else:
        raise BadValue("not a date like 2026-11-22 (for others, say `dates:` in the mapping)")
    if int(year) not in _YEARS:
        raise BadValue("not a Gregorian year that can be meant")
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadValue("no such day") from error


def day(text: str, form: Form) -> str:
    """A date; a time of midnight behind it is nothing."""
    folded = plain(text)
    before, _, clock = folded.replace("T", " ").partition(" ")
    if clock and clock.strip(":.0"):
        raise BadValue("a time where only a date is meant")
    return _day(before, form).isoformat()


def month(text: str, form: Form) -> str:
    """The first day of the month: 2026-10, 202610, or any day of it."""
    if match := _MONTH.fullmatch(plain(text)):
        return _day(f"{match[1]}-{match[2]}-01", form).isoformat()
    return day(text, form)[:8] + "01"


def moment(text: str, form: Form) -> str:
    """A date and time, in UTC; without a zone it is Riyadh's."""
    before, _, clock = plain(text).replace("T", " ").partition(" ")
    found = datetime.combine(_day(before, form), datetime.min.time())
    zone = None
    if clock.strip():
        match = _TIME.fullmatch(clock.strip())
        if match is None:
            raise BadValue("not a time like 13:45 or 13:45:10+03:00")
        zone = match[5]
        try:
            found = found.replace(
                hour=int(match[1]),
                minute=int(match[2]),
                second=int(match[3] or 0),
                microsecond=int((match[4] or ".0")[1:7].ljust(6, "0")),
            )
        except ValueError as error:
            raise BadValue("no such time") from error
    return f"{_in_utc(found, zone):%Y-%m-%d %H:%M:%S.%f}"


def _in_utc(naive: datetime, zone: str | None) -> datetime:
    if zone is None:
        return naive.replace(tzinfo=RIYADH).astimezone(timezone.utc)
    if zone == "Z":
        return naive.replace(tzinfo=timezone.utc)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) > 14 or int(digits[2:]) > 59:
        raise BadValue("no such time zone")
    aware = datetime.strptime(f"{zone[0]}{digits}", "%z").tzinfo
    return naive.replace(tzinfo=aware).astimezone(timezone.utc)


def code(longest: int) -> Reader:
    """A number or reference as printed: letters, digits and `-/._`, no spaces."""

    def one(text: str, _form: Form) -> str:
        folded = plain(text)
        if not _CODE.fullmatch(folded):
            raise BadValue("not a number or reference")
        if len(folded) > longest:
            raise BadValue(f"longer than {longest}")
        return folded

    simple = re.compile(rf"(?:[0-9A-Za-z]{{1,{longest}}}\n)+", re.ASCII)

    def many(texts: Sequence[str]) -> list[str] | None:
        return None if _joined(simple, texts) is None else list(texts)

    return Reader(one, many)


def words(longest: int) -> Reader:
    """Text for people."""

    def one(text: str, _form: Form) -> str:
        folded = " ".join(text.split())
        if len(folded) > longest:
            raise BadValue(f"longer than {longest} letters")
        if not folded.isprintable():
            raise BadValue("control characters")
        return folded

    return Reader(one)


def choice(values: type[Enum]) -> Reader:
    """One of our own words; a utility's words are translated by the mapping's `values`."""
    known = {member.value for member in values}

    def one(text: str, _form: Form) -> str:
        folded = plain(text).lower()
        if folded not in known:
            raise BadValue(f"not one of {', '.join(sorted(known))}")
        return folded

    return Reader(one)


def truth(text: str, _form: Form) -> bool:
    """Yes or no."""
    folded = plain(text).lower()
    if folded not in _TRUE | _FALSE:
        raise BadValue("neither yes nor no")
    return folded in _TRUE


def mobile(text: str, _form: Form) -> str:
    """A Saudi mobile in E.164."""
    found = to_mobile(re.sub(r"[ ()+-]", "", plain(text)))
    if found is None:
        raise BadValue("not a Saudi mobile")
    return found


def email(text: str, _form: Form) -> str:
    """An address, lower case."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise BadValue("not an e-mail address") from error


def identity(text: str, _form: Form) -> str:
    """A national ID, Iqama, or number of an establishment (ten digits from 7)."""
    folded = plain(text)
    establishment = re.fullmatch(r"7\d{9}", folded, re.ASCII)
    if not (establishment or is_national_id(folded)):
        raise BadValue("not an identity number (check digit)")
    return folded


def read_column(
    reader: Reader, texts: Sequence[str], form: Form, default: Any, needed: bool
) -> tuple[list[Any], dict[str, str]]:
    """The values of a column, and of the texts that are none why (their value is None).

    A text that stands there often (a month, a state) is read once.
    """
    if reader.many is not None and not form.decimal_comma:
        quick = reader.many(texts)
        if quick is not None:
            return quick, {}
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for text in set(texts):
        if not text.strip():
            values[text] = default
            if needed:
                wrong[text] = "empty"
            continue
        try:
            values[text] = reader.one(text, form)
        except BadValue as error:
            values[text] = None
            wrong[text] = str(error)
    return [values[text] for text in texts], wrong
