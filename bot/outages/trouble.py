"""Trouble with power that is no outage of a home: street lights, weak power, cuts every day."""

from __future__ import annotations

import re
from enum import Enum

from bot.outages.scope import folded_words
from bot.text.normalise import fold_text


class Trouble(str, Enum):
    """What is wrong, where power is not simply off."""

    STREET = "street"
    """Lamps of a street, a park or a road."""
    WEAK = "weak"
    """Power is there, but too weak or not steady."""
    REPEATED = "repeated"
    """It goes off again and again."""


_POWER = r"(?:ال)?(?:كهرب\S*|تيار|نور|ضو|طفي\S*|فصل|ضي)"
_LAMP = r"(?:ال)?(?:انار\S*|لمبات|لمبه|انوار|نور|لمب|اضاء\S*|اعمده|عمود|عواميد|كشافات|كشاف|فوانيس)"
_STREET = r"(?:ال|لل|بال)?(?:شارع\S*|شوارع\S*|طريق|طرق|حديق\S*|حدايق|ممشي|رصيف|ساحه|دوار|كبري|جسر)"
_STREET_LAMP = re.compile(
    rf"(?<!\w)[وف]?{_LAMP}\s+(?:(?:حق\S*|تبع|اللي|الي|في|علي|قدام)\s+){{0,2}}ب?{_STREET}(?!\w)|"
    rf"(?<!\w)[وف]?{_STREET}\s+(?:\S+\s+){{0,2}}?(?:ما\s*في\S*|بدون|بلا|من غير)\s+"
    r"(?:ال)?(?:انار\S*|اضاء\S*|لمبات|انوار)(?!\w)|"
    r"(?<!\w)(?:ال)?انار\S*\s+(?:ال)?(?:عام\S*|خارجي\S*)|street\s?li(?:ght|ghts)|"
    rf"(?<!\w)(?:ال)?اعمد\S*\s+(?:ال)?(?:اناره|انوار)"
)
_HOME_TOO = re.compile(
    r"(?<!\w)[وف]?(?:(?:ب|في\s+)?(?:ال)?بيت\S*|(?:ال)?شق[هت]\S*|عندنا بعد|بيوت\S*)(?!\w)(?!\s+شغال)"
)
_OUTSIDE_HOME = re.compile(
    r"(?:قدام|جنب|مقابل|قبال|عند|حول|امام|خلف|ورا|قريب من|يم)\s+(?:باب\s+)?(?:ال)?(?:بيت\S*|شق\S*)"
)

_WEAK = (
    r"(?:[ضدث]ا?عيف\S*|ضعفان\S*|تضعف|يضعف|ضعف|واطي\S*|واطيه|نازل\S*|منخفض\S*|خافت\S*|خفيف\S*|ناقص\S*|"
    r"مو\s?قوي\S*|مهب\s?قوي\S*|مو\s?كامل\S*|نص\s+(?:كهرب\S*|قوه)|متذبذب\S*|يتذبذب|تتذبذب|تذبذب|"
    r"مو\s?ثابت\S*|ما\s?(?:ي|ت)ثبت|weak|low)"
)
_CURRENT = (
    r"(?:ال)?(?:كهرب\S*|تيار|فولت\S*|جهد|نور|ضو|اضاء\S*|لمبات|انوار|voltage|power|current|"
    r"electricity)"
)
_IS_WEAK = re.compile(
    rf"(?<!\w)[وب]?{_CURRENT}\s+(?:\S+\s+){{0,4}}?و?{_WEAK}(?!\w)|"
    rf"(?<!\w)(?:ال)?{_WEAK}\s+(?:في\s+|ب)?(?:ال)?{_CURRENT}(?!\w)|"
    rf"(?<!\w)(?:رجع|جا|جت|عاد|ولع|اشتغل)\S*\s+(?:\S+\s+){{0,3}}?(?:بس|لكن|ولكن)\s+(?:\S+\s+){{0,2}}?"
    rf"{_WEAK}"
)
_NOT_WEAK = re.compile(rf"(?<!\w)(?:قاطع|بريكر|فيوز|طبلون|سكينه)\S*\s+(?:\S+\s+)?{_WEAK}")

_CUTS = (
    r"(?:[ايتن]?(?:ن)?قطع\S*|انقطاع\S*|قطوعات|[يت]?طف[ياوت]\S*|[يت]ي?تفي\S*|[يت]فصل\S*|فصل\S*|[يت]روح\S*|طافي\S*|"
    r"cut\S*)"
)
_OFTEN = (
    r"(?:كل\s+(?:يوم\S*|ليله|اسبوع|شوي\S*|شويه|ساعه|فتره|عصر|مغرب|ظهر|صبح|فجر|جمعه|كم\s+\S+)|"
    r"يوميا|دايم\S*|دوم|باستمرار|علي\s+طول|اكثر\s+من\s+مره|مرات\s+كثير\S*|متكرر\S*|[يت]تكرر\S*|"
    r"تكرر\S*|(?:مرتين|ثلاث\s+مرات|[2-9]\s+مرات|\d\d?\s+مره)\s+(?:في\s+|ب)?(?:ال)?(?:يوم|اسبوع|شهر)|"
    r"عشر\s+مرات|every\s+day|daily)"
)
_AGAIN = re.compile(
    rf"(?<!\w)[وف]?{_OFTEN}(?!\w).{{0,60}}?(?<!\w)و?(?:ال|ب)?{_CUTS}|"
    rf"(?<!\w)و?(?:ال|ب)?{_CUTS}.{{0,60}}?(?<!\w)و?(?:ب)?{_OFTEN}(?!\w)|"
    rf"{_POWER}\s+(?:\S+\s+)?(?:[يت]روح|راح)\S*\s+و(?:[يت]جي|[يت]رجع|جا)|"
    r"(?<!\w)(?:[يت]طفي|[يت]قطع|[يت]فصل|[يت]نقطع)\S*\s+و(?:[يت]شتغل|[يت]رجع|[يت]ولع|[يت]جي)(?!\w)"
)
_OFF_NOW = re.compile(
    r"(?:الحين|الان|حاليا|دحين|ذلحين|للحين|لسا|لسه|هاللحظه|اليوم)\s+(?:\S+\s+){0,2}?"
    r"(?:طافي|طفت|طفي|مقطوع|انقطع|قاطع|فصلت|فاصل|بدون)|"
    r"(?:طافي\S*|مقطوع\S*|قاطع\S*|طفت|انقطعت|فصلت)\s+(?:\S+\s+)?"
    r"(?:الحين|الان|حاليا|دحين|ذلحين|للحين|لسا|لسه|من\s+(?:ساع|ربع|نص|الصبح|الفجر|العصر|المغرب|الظهر))|"
    r"(?<!\w)ما\s?(?:رجع|عاد|جت|جا)"
)
_ASKS = re.compile(
    r"(?<!\w)(?:ليش|ليه|لماذا|وش\s+(?:سبب|الحل|اسوي|السبب)|كيف|شلون|هل|كم|تعويض\S*|تعوض\S*|مين|متي|"
    r"why|how)(?!\w)|\?|؟"
)


def read_trouble(text: str) -> Trouble | None:
    """The trouble that a message tells of; None where power is off, or nothing of the kind is said.

    "لمبات الشارع طافية" → STREET, "رجع التيار بس ضعيف" → WEAK, "كل يوم العصر تقطع" → REPEATED,
    "كل يوم تقطع والحين طافية" → None: it is off now, and a team is to come.
    """
    if text.startswith("/"):
        return None
    folded = _both_ways(text)
    if _is_street(folded):
        return Trouble.STREET
    if _OFF_NOW.search(folded):
        return None
    if _IS_WEAK.search(folded) and not _NOT_WEAK.search(folded):
        return Trouble.WEAK
    return Trouble.REPEATED if _AGAIN.search(folded) else None


def _both_ways(text: str) -> str:
    """Folded; of Latin letters as Arabizi and as they stand: "street lights"."""
    arabic, written = folded_words(text), fold_text(text)
    return arabic if arabic == written else f"{arabic}\n{written}"


def asks_about_trouble(text: str) -> bool:
    """Whether it asks for advice or reasons rather than telling what is wrong."""
    return bool(_ASKS.search(folded_words(text) + (" ?" if "?" in text or "؟" in text else "")))


def _is_street(folded: str) -> bool:
    """Lamps outside; a home that is dark as well is an outage."""
    if not _STREET_LAMP.search(folded):
        return False
    return not _HOME_TOO.search(_OUTSIDE_HOME.sub(" ", folded))
