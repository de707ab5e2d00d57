"""What people answer to the two questions of a report, read from their own words.

Buttons cover most of it; this is for those who type. When in doubt about danger, it is danger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.normalise import fold_text, normalise

_HAZARD = (
    r"\b(?:و|ف|ب|ال|وال|بال)?(?:شرار|شرر|حريق|حرق|احتراق|محروق|يحترق|دخان|شياط|ريحه|سلك|اسلاك|"
    r"كيبل|صعق|نار\b|انفجار|خطر)"
)
_ITEM = rf"(?:اي\s+|شي\s+)?{_HAZARD}\S*"
_NOTHING = rf"{_ITEM}(?:\s+(?:ولا\s+|او\s+|و)?{_ITEM})*"
_ABSENT = (
    r"(?:\bو?ما\s?(?:فيه|في|به|شفنا|شفت|نشم|اشم|شميت|عندنا|يوجد)|\bلا يوجد|\bمافيش|\bمفيش|\bبدون|"
    r"\b(?:لا|ولا|مو))"
)
_NEGATED = re.compile(rf"{_ABSENT}\s+{_NOTHING}")
_NO = re.compile(
    r"^(?:لا+|لا لا|كلا|ابدا|نو|no|ما\s?(?:فيه?|به|شفنا|شفت|[ان]شوف|[ان]شم|[ان]لاحظ|عندنا)|"
    r"مافيش|مفيش|ولا شي|لا يوجد|الحمد\s?لله|سليم|سليمه|امان|بدون|كل شي تمام)\b"
)
_YES = re.compile(r"^(?:نعم|ايه?|ايوه?|ايوا|اي والله|يب|يس|yes|فيه|في$|اكيد|للاسف|شكله|يمكن)\b")
_UNSURE = re.compile(
    r"ما\s?(?:ا?دري|اعرف|اقدر اشوف)|مدري|مو متاكد|ماني متاكد|لا اعلم|لا ادري|علمي علمك|غير متاكد"
)
_NO_ACCOUNT = re.compile(
    r"(?:ما|مو|لا|ماني)\s?(?:ا?عرف|ا?دري|ا?ذكر|حافظ|متذكر|فاكر|عندي|معي|معاي|عندنا|لقيت)"
    r"|مدري|نسيت|بدون|ضاع|مو معي"
)
_PLACE_WORD = re.compile(
    r"\b(?:ال|ب|في|بال|ل)?(?:حي|حاره|شارع|جنب|قريب|قرب|خلف|ورا|مخطط|قريه|هجره|مدينه|طريق|"
    r"عماره|مقابل|قدام|حول|استراحه|مزرعه|مجمع|سوق|مسجد|مدرسه|دوار)\s+\S"
)
_DISTRICT = re.compile(r"\b(?:ب|في |ل)?حي\s+(\w+(?:\s+ال\w+)?)")

_LANDMARK = re.compile(
    r"(?<!\w)[وب]?(?P<near>قريب من|بالقرب من|قرب|جنب|بجوار|جوار|خلف|وراء?|مقابل|قدام|شارع|طريق)"
    r"\s+(?P<rest>\S.*)"
)
_LANDMARK_ENDS = re.compile(
    r"[^\w\s]|\bو?(?:(?:ال)?(?:كهرب\w*|جيران\w*|قاطع|تيار)|ب?(?:ال)?حي|في|فيه|من|منذ|بدون|ما|مافي\w*|لا|"
    r"طاف\w*|طف[اتيو]\w*|مقطوع\w*|منقطع\w*|انقطع\w*|قاطع\w*|قطع\w*|لنا|صار\w*|حسابي|رقم|بس|الحين|اليوم|"
    r"امس|متي|عشان|ارجو|نرجو|ابي|ابغ\w+|كل|كله|كلهم|عندنا|عندي)\b"
)
_LANDMARK_WORDS = 5

_BREAKER = r"(?:قاطع|فيوز|بريكر|طبلون)\S*"
_DOWN = r"(?:نازل|نزل|ينزل|طاح|طايح|فصل|مفصول|فاصل|مقفل|طافي)"
_TRIPPED = re.compile(
    rf"{_BREAKER}\s+(?:\S+\s+){{0,2}}{_DOWN}|\b{_DOWN}\S*\s+(?:\S+\s+)?ال?{_BREAKER}"
)
_NOT_TRIPPED = re.compile(
    rf"{_BREAKER}\s+(?:\S+\s+)?(?:مرفوع|شغال|سليم|طبيعي|تمام|ما نزل|مو نازل|فوق|ما فيه شي)"
)
_NEIGHBOURS = r"(?:الجيران|جيران\S*|الحي|الحاره|الشارع|حينا|العماره|المنطقه|الكل|باقي)"
_NEIGHBOURS_LIT = re.compile(
    rf"{_NEIGHBOURS}\s+(?:\S+\s+){{0,2}}?(?:شغال\S*|عندهم (?:كهرب\S*|نور)|مولع\S*|واصل\S*|ما طف\S*|"
    rf"مو طاف\S*|ما انقطع\S*|تمام|ما عليهم|لا$)"
)
_NEIGHBOURS_OUT = re.compile(
    rf"{_NEIGHBOURS}\s*(?:\S+\s+){{0,2}}?(?:كل\S*|طاف\S*|طفت|طفى|بعد|نفس\S*|مثل\S*|مقطوع\S*|"
    r"منقطع\S*|ظلام|كمان|برضو|ايضا)|\b(?:كلنا|كلهم|الكل)\b|مو بس"
)
_HOME = r"(?:بيتي|بيتنا|البيت|عندي|عندنا|انا|حنا|احنا|شقتي|شقتنا|الشقه|منزلي|منزلنا|دورنا)"
_HOME_ONLY = re.compile(
    rf"(?:بس|فقط|غير|الا)\s+(?:في\s+)?{_HOME}\b|\b{_HOME}\s+(?:\S+\s+)?(?:بس|فقط|لحال\S*|وحد\S*|لوحد\S*)"
)


@dataclass(frozen=True)
class Scope:
    """How far the outage reaches. None: not said, or not known."""

    neighbours_out: bool | None = None
    breaker_tripped: bool | None = None


UNKNOWN_SCOPE = Scope()


def _folded(text: str) -> str:
    """Folded, Latin letters ("aljiran 3endhom") read as Arabic."""
    folded = fold_text(text)
    return fold_latin(folded) if is_mainly_latin(folded) else folded


def read_danger(text: str) -> bool | None:
    """Whether an answer to "is there danger?" says yes or no; None when it says neither.

    "لا ما فيه شرار" → False, "لا بس فيه ريحة حريق" → True, "شوي" → None.
    """
    told = mentions_danger(text)
    if told is not None:
        return told
    folded = _folded(text)
    if _NO.match(folded):
        return False
    return True if _YES.match(folded) else None


def mentions_danger(text: str) -> bool | None:
    """Whether a message on something else names a hazard, or says that there is none."""
    rest, negated = _NEGATED.subn(" ", _folded(text))
    if re.search(_HAZARD, rest):
        return True
    return False if negated else None


def is_unsure(text: str) -> bool:
    """ "ما ادري", "مو متأكد"."""
    return bool(_UNSURE.search(_folded(text)))


def has_no_account(text: str) -> bool:
    """ "ما اعرف رقم الحساب", "بدون رقم"."""
    return bool(_NO_ACCOUNT.search(_folded(text)))


def names_a_place(text: str) -> bool:
    """Words that point at a place which no list knows: "مخطط الخير جنب المسجد"."""
    return bool(_PLACE_WORD.search(_folded(text)))


def named_district(text: str) -> str | None:
    """The name after "حي", when no list knows it: "بحي الغدير الجديد" → "الغدير الجديد"."""
    found = _DISTRICT.search(text)
    return found and found[1]


def named_landmark(text: str) -> str | None:
    """What lies near, where a message says so in passing.

    "في الملقا جنب جامع الراجحي من ساعة" → "جنب جامع الراجحي".
    """
    folded = normalise(text)
    found = _LANDMARK.search(folded.text)
    if found is None:
        return None
    ending = _LANDMARK_ENDS.search(found["rest"])
    rest = found["rest"][: ending.start()] if ending else found["rest"]
    ends = [word.end() for word in re.finditer(r"\S+", rest)][:_LANDMARK_WORDS]
    if not ends:
        return None
    first, last = folded.span(found.start("near"), found.start("rest") + ends[-1])
    return text[first:last]


def read_scope(text: str) -> Scope | None:
    """Neighbours and main breaker from an answer; None when it speaks of neither.

    "بيتي بس والقاطع مرفوع" → Scope(neighbours_out=False, breaker_tripped=False).
    """
    folded = _folded(text)
    breaker: bool | None = None
    if _NOT_TRIPPED.search(folded):
        breaker = False
    elif _TRIPPED.search(folded):
        breaker = True
    neighbours: bool | None = None
    if _NEIGHBOURS_LIT.search(folded) or _HOME_ONLY.search(folded):
        neighbours = False
    if re.search(r"مو بس", folded) or (neighbours is None and _NEIGHBOURS_OUT.search(folded)):
        neighbours = True
    if neighbours is None and breaker is None:
        return UNKNOWN_SCOPE if is_unsure(text) else None
    return Scope(neighbours, breaker)
