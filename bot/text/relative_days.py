"""Days that are named from today: "بكرة", "آخر الشهر", "الخميس الجاي", "بعد أسبوع"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.text import calendar as cal
from bot.text.normalise import fold_text

_WEEKDAYS = {
    "الاثنين": 0, "الاتنين": 0, "الثلاثاء": 1, "الثلوث": 1, "الاربعاء": 2, "الربوع": 2,
    "الخميس": 3, "الجمعه": 4, "السبت": 5, "الاحد": 6,
}  # fmt: skip
_SIMPLE = (
    (re.compile(r"(?<!\S)بعد\s+(?:بكره|بكرا|غد)(?!\S)"), 2),
    (re.compile(r"(?<!\S)(?:بكره|بكرا|باكر|غدا|غد)(?!\S)"), 1),
    (re.compile(r"(?<!\S)(?:اليوم|الان|الحين|دحين|فورا)(?!\S)"), 0),
    (re.compile(r"(?<!\S)(?:الاسبوع|اسبوع)\s+(?:الجاي|الجاية|القادم|المقبل)(?!\S)"), 7),
)
_MONTH_END = re.compile(
    r"(?<!\S)[وب]?(?:اخر|نهايه|اواخر)\s+(?:هال|هذا\s+ال|ال)?شهر(?P<next>\s+(?:الجاي|القادم|المقبل))?(?!\S)"
)
_MONTH_START = re.compile(
    r"(?<!\S)[وب]?(?:اول|بدايه|مطلع)\s+(?:ال)?شهر(?:\s+(?:الجاي|القادم|المقبل))?(?!\S)"
)

_DAY_OF_MONTH = re.compile(
    r"(?<!\S)(?:يوم|خله|خلها|خلوها|خليها)\s+(?:يوم\s+)?(?P<day>[12]\d|3[01]|[1-9])(?![\d/-])"
)
_ONLY_A_DAY = re.compile(
    r"(?:(?:لا|طيب|معليش)\s+)*(?:(?:خله|خلها|خلوها|خليها)\s+)?يوم\s+(?:[12]\d|3[01]|[1-9])(?:\s+(?:ان\s+شاء\s+الله|ب?الشهر|هالشهر|تقريبا))?"
)
_MONTHS_AHEAD = 3


def relative_day(text: str, today: date) -> date | None:
    """The first day that the text names from today, or None. Never a day that is past."""
    folded = fold_text(text)
    month_end = _MONTH_END.search(folded)
    if month_end:
        last = cal.last_day(today)
        return cal.last_day(last + timedelta(days=1)) if month_end["next"] else last
    if _MONTH_START.search(folded):
        return cal.last_day(today) + timedelta(days=1)
    for pattern, days in _SIMPLE:
        if pattern.search(folded):
            return today + timedelta(days=days)
    named = next((number for name, number in _WEEKDAYS.items() if name in folded.split()), None)
    if named is None:
        return None
    return today + timedelta(days=(named - today.weekday() - 1) % 7 + 1)


def day_of_month(text: str, today: date) -> date | None:
    """The next day of that number, "يوم 28", or "خلها 30" where a day was told; None: none is."""
    named = _DAY_OF_MONTH.search(fold_text(text))
    if named is None:
        return None
    number, month = int(named["day"]), today.replace(day=1)
    for _ in range(_MONTHS_AHEAD):
        last = cal.last_day(month)
        if number <= last.day and month.replace(day=number) >= today:
            return month.replace(day=number)
        month = last + timedelta(days=1)
    return None


def tells_only_a_day(text: str) -> bool:
    """Whether a message says no more than a day of the month: "يوم 28"."""
    return _ONLY_A_DAY.fullmatch(fold_text(text).strip(" .!،")) is not None
