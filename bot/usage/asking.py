"""What a question about consumption means beyond its intent, read from its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from bot.text.calendar import last_day
from bot.text.measures import find_measures
from bot.text.normalise import fold_text
from bot.text.numbers import VALUES
from bot.text.spans import END, START, mask, one_of
from bot.usage.compare import Against
from bot.usage.tables import LimitUnit


class Span(Enum):
    """Which days are asked for."""

    TODAY = "today"
    DAY = "day"
    WEEK = "week"
    """From Sunday, the first day of the Saudi week."""
    DAYS = "days"
    MONTH = "month"
    """The calendar month so far."""
    PAST_MONTH = "past_month"


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    span: Span
    first: date
    last: date


_WORD = r"[\u0621-\u064a]*"
_TODAY = re.compile(
    rf"{START}و?(?:اليوم|هاليوم|النهارده|الليله)(?!\s*(?:اللي|الي|الماضي))|today|alyo+m|elyo+m"
)
_BEFORE_YESTERDAY = re.compile(
    rf"{START}و?(?:اول\s+(?:امس|البارح{_WORD})|قبل\s+امس|قبل\s+يومين|اول\s+مبارح)"
)
_YESTERDAY = re.compile(
    rf"{START}و?(?:ا?مس|البارح{_WORD}|مبارح|امبارح){END}|yesterday|ams{END}|albare7"
)
_WEEK = re.compile(rf"{START}{_WORD}اسبوع{_WORD}|week|esbo+3|osbo+3")
_PAST = re.compile(
    r"(?:اللي|الي|يلي)\s*(?:فات|راح|طاف|قبل)|الماضي|السابق|الفايت|last|elfat|almadi|قبل"
)
_COUNTS = one_of(word for word, value in VALUES.items() if 2 < value < 32)
_LAST_DAYS = re.compile(
    rf"(?:اخر|خلال|last|قبل)\s+(?P<count>\d{{1,2}}|{_COUNTS})"
    r"\s*(?:ايام|يوم|days?)"
)
_WEEKDAYS = {
    "الاثنين": 0, "الثلاثاء": 1, "الثلاثا": 1, "الاربعاء": 2, "الاربعا": 2, "الخميس": 3,
    "الجمعه": 4, "السبت": 5, "الاحد": 6,
}  # fmt: skip
_WEEKDAY = re.compile(rf"{START}[بو]?(?:يوم\s+)?(?P<name>{one_of(_WEEKDAYS)}){END}")
_LAST_TWO_WEEKS = re.compile(r"(?:اخر|خلال)\s+اسبوعين")
_FEW = 4
_DAY_BY_DAY = re.compile(
    rf"{START}(?:ال)?يومي{END}|يوم\s+بيوم|كل\s+يوم|باليوم|(?:في|ب)\s+اليوم|معدل|daily|per\s+day"
)


def asked_period(text: str, month: str | None, day: str | None, today: date) -> Period:
    """The days that a question names; the month so far when it names none.

    `month` (`YYYY-MM`) and `day` (`YYYY-MM-DD`) are the entities found in it.
    """
    folded = fold_text(text)
    for read in (_near_day, _several_days, _week):
        found = read(folded, today)
        if found is not None:
            return found
    if month:
        return _month(date.fromisoformat(f"{month}-01"), today)
    if day and date.fromisoformat(day) <= today:
        return _one(date.fromisoformat(day))
    if _TODAY.search(folded):
        return Period(Span.TODAY, today, today)
    return _month(today, today)


def names_days(text: str) -> bool:
    """Whether a message of a few words names days or a week: "والاسبوع؟", "وامس"."""
    folded = fold_text(text)
    days = (_BEFORE_YESTERDAY, _YESTERDAY, _WEEKDAY, _WEEK, _LAST_DAYS, _LAST_TWO_WEEKS, _TODAY)
    return len(folded.split()) <= _FEW and any(words.search(folded) for words in days)


def _near_day(folded: str, today: date) -> Period | None:
    yesterday = today - timedelta(days=1)
    if _BEFORE_YESTERDAY.search(folded):
        return _one(yesterday - timedelta(days=1))
    if _YESTERDAY.search(folded):
        return _one(yesterday)
    weekday = _WEEKDAY.search(folded)
    if weekday is None:
        return None
    back = (today.weekday() - _WEEKDAYS[weekday["name"]]) % 7
    return _one(today - timedelta(days=back or 7))


def _several_days(folded: str, today: date) -> Period | None:
    counted = _LAST_DAYS.search(folded)
    if counted is None and not _DAY_BY_DAY.search(folded) and not _LAST_TWO_WEEKS.search(folded):
        return None
    written = counted["count"] if counted else "14"
    count = max(int(written) if written.isdigit() else VALUES[written], 1)
    return Period(Span.DAYS, today - timedelta(days=count), today - timedelta(days=1))


def _week(folded: str, today: date) -> Period | None:
    if not _WEEK.search(folded):
        return None
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    if _PAST.search(folded):
        return Period(Span.WEEK, sunday - timedelta(days=7), sunday - timedelta(days=1))
    return Period(Span.WEEK, sunday, today)


def _one(day: date) -> Period:
    return Period(Span.DAY, day, day)


def _month(day: date, today: date) -> Period:
    first = day.replace(day=1)
    if first < today.replace(day=1):
        return Period(Span.PAST_MONTH, first, last_day(first))
    return Period(Span.MONTH, first, today)


_HOMES = re.compile(
    rf"{START}{_WORD}(?:جيران|جيراني|جاري|بيوت|البيوت|غيري|الناس|حارتي|حارتنا|الحاره|حينا|مثلي|زيي|غيرنا|مثلنا|زينا){_WORD}"
    r"|\b(?:مثل|زي)\s+(?:بيتي|بيتنا|شقتي|شقتنا|حجم)|neighbou?rs?|other\s+homes|similar|طبيعي|معقول|jeeran|jiran"
)
_YEAR = re.compile(rf"{START}{_WORD}(?:سنه|عام|السنه|العام){END}|year|sana{END}")
_MONTH = re.compile(rf"{START}{_WORD}(?:شهر|اسبوع){_WORD}|month|shahar|shahr")


def compared_with(text: str) -> tuple[Against, ...]:
    """What the use is to be compared with; everything when nothing is named."""
    folded = fold_text(text)
    named = [
        against
        for against, pattern in (
            (Against.HOMES, _HOMES),
            (Against.LAST_YEAR, _YEAR),
            (Against.LAST_MONTH, _MONTH),
        )
        if pattern.search(folded)
    ]
    if Against.LAST_YEAR in named and Against.LAST_MONTH in named:
        named.remove(Against.LAST_MONTH)  # "the same month last year"
    return tuple(named) or (Against.LAST_MONTH, Against.LAST_YEAR, Against.HOMES)


_SOFT = r"(?:(?:طيب|زين|اوك|تمام|يعني|بس)\s+)*"
_USES = r"(?:[يت]صرف\S*|[يت]سحب\S*|[يت]ستهلك\S*|استهلاكه\S*|صرفه\S*)"
_COSTS = r"(?:[يت]كلف\S*|[يت]طلع\S*|تكلفت\S*|كلفت\S*|ب?(?:ال)?ريال\S*|ب?(?:ال)?فلوس)"
_UNITS = r"(?:(?:ال)?(?:كيلو\S*|وحده|وحدات)(?:\s+واط)?)"
_EACH = r"(?:(?:في|كل|ب)\s*(?:ال)?(?:شهر|يوم|ساعه)|شهري\S*|يومي\S*)"
_PARTS = rf"(?:{_USES}|{_UNITS}|{_COSTS}|{_EACH})"
_OF_USE = re.compile(rf"{_SOFT}و?كم(?:\s+{_PARTS}){{1,3}}")
_IN_MONEY = re.compile(rf"(?<!\S){_COSTS}(?!\S)")


_SUPPOSED = rf"{_SOFT}و?(?:لو|اذا|what\s+if|and\s+if|if|what\s+about|how\s+about)\s+"
_SUPPOSES = re.compile(_SUPPOSED)
_LONGEST_SUPPOSED = 6


def goes_on_about_use(text: str) -> bool:
    """Whether a few words ask for a part of what a device uses: "كم وحده بالشهر", "وكم باليوم"."""
    return _OF_USE.fullmatch(_few_words(text)) is not None


def supposes_more(text: str) -> bool:
    """Whether a few words suppose so many of the device that was just spoken of: "ولو اثنين؟"."""
    return _MORE_OF_THEM.fullmatch(_few_words(text)) is not None


def supposes(text: str) -> bool:
    """Whether a few words suppose something else of what was just spoken of: "ولو ١٢ ساعة؟"."""
    few = _few_words(text)
    return len(few.split()) <= _LONGEST_SUPPOSED and _SUPPOSES.match(few) is not None


def _few_words(text: str) -> str:
    return " ".join(fold_text(text).strip(" ?؟!.").split())


def asks_money(text: str) -> bool:
    """Whether the riyals are asked for, not the units."""
    return _IN_MONEY.search(fold_text(text)) is not None


class LimitAct(Enum):
    """What is to be done with a limit."""

    SET = "set"
    STOP = "stop"
    SHOW = "show"


_STOP = re.compile(
    rf"{START}(?:ال)?(?:وقف|اوقف|وقفو|اوقفو|الغ|الغي|الغو|شيل|شيلو|احذف|احذفي|بطل|سكر|قفل|كنسل|ايقاف|الغاء){_WORD}"
    rf"|{START}(?:لا|ما\s+ابي|ما\s+ابغ{_WORD}|ما\s+عاد)\s*(?:عاد\s+)?(?:ت?نبه|ترسل|تعلم|تنبيه|الحد|حد){_WORD}"
    rf"|{START}ما\s+عاد\s+\w+\s+(?:ال)?(?:تنبيه|حد|سقف)"
    rf"|{START}(?:بدون|ما\s+ابي|ما\s+ابغ{_WORD})\s+(?:تنبيه|حد|الحد|التنبيه)|\bstop\b|\bcancel\b|\bremove\b|wa+gg?ef"
)
_SHOW = re.compile(
    rf"{START}(?:كم|وش|ايش|شنو|ما)\s+(?:هو\s+|كان\s+)?(?:ال)?(?:حد|تنبيه|الحد){_WORD}"
    rf"|(?:ال)?حد\s+(?:اللي\s+)?(?:حطيت|حددت|عندي|حقي){_WORD}\s*(?:كم|\?|$)"
    r"|what.*\blimit\b"
)
_KWH_UNIT = re.compile(rf"كيلو{_WORD}|ك\.?\s?و|kwh?|وحد(?:ه|ات)|killo|kilo")
_RIYAL_UNIT = re.compile(rf"ريال{_WORD}|رس|ر\.س|sar\b|\bsr\b|\brs\b|riyal{_WORD}|﷼|ryal")
_UPPER_RATE = re.compile(rf"{START}{_WORD}شريح{_WORD}")
_AMOUNT = re.compile(
    r"(?<![\d.])(?P<count>\d{1,3}(?:,\d{3})+|\d{1,7}(?!\d))(?:\.\d+)?(?P<thousand>\s*(?:الف|الاف|k\b))?\s*(?P<unit>[^\d\s]*(?:\s*واط)?)"
)


def asked_act(text: str) -> LimitAct:
    """Set, stop or show the limit."""
    folded = fold_text(text)
    if _STOP.search(folded):
        return LimitAct.STOP
    return LimitAct.SHOW if _SHOW.search(folded) and not re.search(r"\d", folded) else LimitAct.SET


def asked_amount(text: str, number: str | None) -> tuple[int | None, LimitUnit | None]:
    """(amount, unit) of a limit in a message; `number` is the entity found in it.

    "اذا وصلت 300" → (300, None), "٢٠٠٠ كيلو" → (2000, KWH), "خمسمية ريال" → (500, RIYALS).
    """
    folded = fold_text(text)
    unit = unit_in(folded)
    if number is not None:
        amount: int | None = int(Decimal(number))
        after = re.search(rf"{re.escape(number)}\s*(?:الف|الاف|k\b)", folded)
        if after and amount is not None and amount < 1000:
            amount *= 1000
        return amount, unit
    return None, unit


def unit_in(text: str) -> LimitUnit | None:
    """Riyals or kWh, whichever is named."""
    folded = fold_text(text)
    if _KWH_UNIT.search(folded):
        return LimitUnit.KWH
    return LimitUnit.RIYALS if _RIYAL_UNIT.search(folded) else None


def asked_kwh(text: str, number: str | None) -> int | None:
    """kWh of a month in a question about prices: "500 كيلو بالشهر" → 500."""
    folded = fold_text(text)
    folded = mask(folded, find_measures(folded))
    for found in _AMOUNT.finditer(folded):
        if _KWH_UNIT.match(found["unit"]):
            return _thousands(found)
    if number is not None and _KWH_UNIT.search(folded):
        return int(Decimal(number))
    return None


def names_upper_rate(text: str) -> bool:
    """Whether a limit is meant to warn of the dearer slab: "قبل لا ادخل الشريحة الثانية"."""
    return bool(_UPPER_RATE.search(fold_text(text)))


def _thousands(found: re.Match[str]) -> int:
    return int(found["count"].replace(",", "")) * (1000 if found["thousand"] else 1)


_PLURALS = r"(?:مكيف|سخان|ثلاج|دفا|لمب|مراوح|فريزر|غسال|شاش|تلفزيون|سبليت)"
_COUNTED = re.compile(rf"{START}(?P<count>\d{{1,2}}|{_COUNTS})\s+{_PLURALS}{_WORD}")
_DUAL = re.compile(rf"{START}[وبل]?(?:ال)?(?:مكيفين|سخانين|ثلاجتين|دفايتين|لمبتين|مروحتين|فريزرين)")

_FROM_TWO = one_of(word for word, value in VALUES.items() if 1 < value < 32)
_MORE_OF_THEM = re.compile(
    rf"{_SUPPOSED}(?:(?:كانوا?|صاروا?|عندي|عندنا|شغلت|شغلنا|ركبت|ركبنا|حطيت)\s+)*"
    rf"(?P<count>\d{{1,2}}|{_FROM_TWO})(?:\s+(?:منه|منها|منهم|مثله|حبات|حبه))?"
)
""" "ولو اثنين؟": more of the device that was spoken of."""


def asked_count(text: str) -> int:
    """How many devices: "3 مكيفات" → 3, "مكيفين" → 2, else 1."""
    folded = fold_text(text)
    if _DUAL.search(folded):
        return 2
    found = _COUNTED.search(folded) or _MORE_OF_THEM.fullmatch(_few_words(text))
    if found is None:
        return 1
    written = found["count"]
    return max(int(written) if written.isdigit() else VALUES[written], 1)
