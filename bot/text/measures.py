"""How strong and how long in folded text: "18 الف وحده", "طن ونص", "1500 واط", "8 ساعات".

`power` is `18000btu`, `1500w` or `2hp`; `duration` is minutes, `480m`. A kilo is none of them:
"500 كيلو" may be energy, and what it is depends on the question (`bot/usage/asking.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.text.numbers import SCALES, VALUES
from bot.text.spans import END, START, Found, one_of

_SMALL = {word: value for word, value in VALUES.items() if 0 < value <= 60}
_NUMBER = rf"(?P<count>\d{{1,6}}(?:[.,]\d{{1,3}})?|{START}{one_of(_SMALL)}(?=\s))"
_COUNT = rf"(?<![\d.:]){_NUMBER}"
_THOUSAND = rf"(?P<thousand>\s*(?:{one_of(w for w, v in SCALES.items() if v == 1000)}|k){END})?"
_HALF = r"(?P<half>\s+و\s?نصف?(?![\u0621-\u064a]))?"
_PARTS = {"ونص": 30, "ونصف": 30, "وربع": 15, "وثلث": 20, "الاربع": -15, "الاثلث": -20}
"""Minutes that a part of an hour adds; its words without blanks."""
_PART = r"(?P<part>\s+(?:و\s?(?:نصف?|ربع|ثلث)|الا\s+(?:ربع|ثلث))(?![\u0621-\u064a]))?"
_PER_DAY = r"(?=\s+(?:ب|في\s+)?(?:ال)?(?:يوم|يوميا|ليل\w*|نهار)|\s+كل\s+يوم)"
_BTU_PER_TON = 12_000
_BTU_OF_AN_AC = range(5_000, 100_001)
_AC_THOUSANDS = "9|12|18|20|21|22|24|28|30|36|42|48|60"
"""Sizes of air conditioners as they are called, in thousands of BTU an hour."""
_MOST_MINUTES = 100_000

_HINT = re.compile(
    r"ساع|دق|وحد|btu|بي\s?تي|طن|ton|واط|وات|watt|\dw|حصان|احصن|hp|مكيف|سبليت|split|hour|hr|\dh|min"
    r"|sa3|طول|طوال|يوم|نهار"
)
"""Without any of these there is nothing to find."""
_BTU = re.compile(rf"{_COUNT}{_THOUSAND}\s*(?:وحده|وحدات|btu|بي\s?تي\s?يو){END}")
_AC_SIZE = re.compile(
    rf"{START}[وبل]{{0,2}}(?:ال)?(?:مكيف\w*|سبليت|اسبليت|split|ac)\s+"
    r"(?:(?:ابو|حجم|(?:ال)?سبليت|(?:ال)?شباك|قدره|قوه)\s+){0,2}"
    rf"(?P<count>{_AC_THOUSANDS})(?:\s*(?:الف|000|k))?"
    rf"{END}(?!\s*(?:ساع|دق|يوم|ريال|درج|سن|شهر|h))"
)
_AC_UNITS = re.compile(rf"(?<![\d.:])(?P<count>{_AC_THOUSANDS})\s*(?:وحده|وحدات|btu){END}")
_AC = re.compile(rf"{START}[وبل]{{0,2}}(?:ال)?(?:مكيف|سبليت|اسبليت|split|ac)")
"""Beside it, "18 وحده" is the size of the device, never 18 kWh."""
_TONS = re.compile(
    rf"(?:{_COUNT}\s*(?:طن|tons?)|{START}[بلو]?(?:(?P<dual>طنين)|طن|ton)){END}{_HALF}"
)
_WATTS = re.compile(rf"{_COUNT}{_THOUSAND}\s*(?:واط|وات|watts?|w){END}")
_HORSES = re.compile(
    rf"(?:{_COUNT}\s*(?:حصان|احصنه|hp)|{START}[بلو]?(?:(?P<dual>حصانين)|حصان)){END}{_HALF}"
)
_HOURS = re.compile(rf"{_COUNT}\s*(?:ساعه|ساعات|hours?|hrs?|h|sa3at){END}{_PART}")
_MINUTES = re.compile(rf"{_COUNT}\s*(?:دقيقه|دقايق|minutes?|mins?){END}")
_WORDED = (
    (re.compile(rf"{START}[بلو]?ساعتين{END}{_PART}"), 120),
    (re.compile(rf"{START}[بلو]?نصف?\s+(?:ال)?ساعه{END}"), 30),
    (re.compile(rf"{START}[بلو]?ربع\s+(?:ال)?ساعه{END}"), 15),
    (re.compile(rf"{START}[بلو]?ثلث\s+(?:ال)?ساعه{END}"), 20),
    (
        re.compile(
            rf"{START}[بلو]?ساعه(?=\s+(?:و\s?(?:نصف?|ربع|ثلث)|الا\s+(?:ربع|ثلث)){END}){_PART}"
        ),
        60,
    ),
    (re.compile(rf"{START}[بلو]?نصف?\s+(?:ال)?(?:يوم|نهار){END}"), 720),
    # Bare, an hour may be "an hour ago", and the meter is called so too ("ساعة الكهرباء").
    (re.compile(rf"{START}[بلو]?ساعه(?:\s+(?:واحده|وحده){END}|{_PER_DAY})|^\s*ساعه\s*$"), 60),
    (re.compile(rf"{START}(?:طول|طوال)\s+(?:ال)?(?:يوم|24\s+ساعه){END}"), 1440),
)


def find_measures(text: str) -> list[Found]:
    """Every power and duration in folded text; none overlap, the surer reading wins."""
    found: list[Found] = []
    if not _HINT.search(text):
        return found
    for candidate in _candidates(text):
        if all(not candidate.overlaps(other) for other in found):
            found.append(candidate)
    return found


def _candidates(text: str) -> Iterator[Found]:
    for m in _BTU.finditer(text):
        yield from _power(m, _amount(m))
    for m in _called_sizes(text):
        yield Found("power", f"{m['count']}000btu", m.start("count"), m.end())
    for m in _TONS.finditer(text):
        yield from _power(m, _with_half(m) * _BTU_PER_TON)
    for m in _WATTS.finditer(text):
        yield Found("power", f"{_whole(_amount(m))}w", *m.span())
    for m in _HORSES.finditer(text):
        yield Found("power", f"{_plain(_with_half(m))}hp", *m.span())
    for m in _HOURS.finditer(text):
        yield from _duration(m, _count(m) * 60 + _part(m))
    for m in _MINUTES.finditer(text):
        yield from _duration(m, _amount(m))
    for pattern, minutes in _WORDED:
        for m in pattern.finditer(text):
            yield from _duration(m, Decimal(minutes + _part(m)))


def _called_sizes(text: str) -> Iterator[re.Match[str]]:
    yield from _AC_SIZE.finditer(text)
    if _AC.search(text):
        yield from _AC_UNITS.finditer(text)


def _power(match: re.Match[str], btu: Decimal) -> Iterator[Found]:
    """Nothing for what no air conditioner has: "وحدة" is a kWh and a dwelling too."""
    if _whole(btu) in _BTU_OF_AN_AC:
        yield Found("power", f"{_whole(btu)}btu", *match.span())


def _duration(match: re.Match[str], minutes: Decimal) -> Iterator[Found]:
    if 0 < minutes <= _MOST_MINUTES:
        yield Found("duration", f"{_whole(minutes)}m", *match.span())


def _count(match: re.Match[str]) -> Decimal:
    """The number before the unit; one when the unit stands alone."""
    written = match["count"]
    if written is None:
        return Decimal(1)
    if written in _SMALL:
        return Decimal(_SMALL[written])
    thousands = re.fullmatch(r"\d{1,3},\d{3}", written)
    return Decimal(written.replace(",", "" if thousands else "."))


def _amount(match: re.Match[str]) -> Decimal:
    return _count(match) * (1000 if match.groupdict().get("thousand") else 1)


def _with_half(match: re.Match[str]) -> Decimal:
    count = Decimal(2) if match.groupdict().get("dual") else _count(match)
    return count + (Decimal("0.5") if match["half"] else 0)


def _part(match: re.Match[str]) -> int:
    """Minutes of "ونص", "إلا ربع" … behind the hours."""
    said = match.groupdict().get("part")
    return _PARTS["".join(said.split())] if said else 0


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value())


def _plain(amount: Decimal) -> str:
    return f"{amount:f}".rstrip("0").rstrip(".") if amount % 1 else f"{_whole(amount)}"
