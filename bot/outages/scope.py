"""How far an outage reaches, read from the subscriber's own words: neighbours, main breaker.

Saudi dialects say it in many ways ("كل الحاره", "الفريج كله", "ما غير بيتنا"); all are read by
three small vocabularies: who (the neighbourhood or the own home), how many, and lit or dark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.normalise import fold_text


@dataclass(frozen=True)
class Scope:
    """How far the outage reaches. None: not said, or not known."""

    neighbours_out: bool | None = None
    breaker_tripped: bool | None = None


UNKNOWN_SCOPE = Scope()

_A = r"(?<!\w)(?<!يا )[وفب]?"
_NOT_DENIED = r"(?<!ما )(?<!مو )(?<!مب )"
_GAP = r"(?:\S+\s+){0,2}?"
_NO = r"(?:ما|مو|مب|مهو|ماهو|مهي|ماهي|مش|مهب|ماهم|ماهب|لا|غير|ليس|ليست)"

_UNSURE = re.compile(
    r"ما\s?(?:ا?دري|اعرف|اقدر اشوف)|مدري|مو متاكد|ماني متاكد|لا اعلم|لا ادري|علمي علمك|غير متاكد|"
    r"ما عندي (?:علم|فكره|خبر)|الله اعلم|ما شفت\b|ما سالت"
)

_AREA = (
    r"(?:(?:ال)?(?:حي|حاره|حاير|شارع|منطقه|عماره|برج|مبني|فريج|ديره|قريه|هجره|مخطط|مربع|بلوك|مجمع|"
    r"كمباوند|مدينه|عماير|بنايه|حواري|سكه|زقاق|ضاحيه|بلد|بلاد|دنيا)|حينا|حارتنا|شارعنا|عمارتنا|"
    r"فريجنا|قريتنا|ديرتنا|"
    r"منطقتنا|هالحي|هالحاره|هالشارع)"
)
_PEOPLE = (
    r"(?:(?:ال)?(?:جيران|ناس|بيوت|عالم|جماعه|سكان|شقق|فلل|عوايل|بيبان)|جيران(?:نا|ي)|جار(?:نا|ي)|"
    r"(?:اللي|الي)\s+(?:حولنا|حوالينا|جنبنا|حولي|حواليي|جنبي|حوالينه|حولينا)|حولنا|حوالينا|"
    r"من حولنا|من حولي)"
)
_OTHERS = rf"(?:{_AREA}|{_PEOPLE}|الكل|الباقي|باقي \S+|غيرنا|البقيه)"
_ALL = r"(?:كل|كامل|جميع|كافه|عموم|معظم|اغلب|اكثر|نص|نصف|بعض|عده|كم|حتي)"
_WHOLLY = (
    r"(?:كل(?:ه|ها|هم|هن)|كلياته?|بالكامل|كامله?|بكامله?ا?|جميع(?:ه|ها|هم|ا)?|كلش|باكمله?ا?|"
    r"بكبره?ا?|"
    r"نفس(?:نا|ي|هم)?(?:\s+(?:ال)?(?:شي|شيء|حاله?|وضع|مشكله|مشكل))?|مثل(?:نا|ي)|زي(?:نا|ي)|شرواي|"
    r"شروانا|معنا|معاي|معانا|"
    r"كمان|برضو|برضه|ايضا|ظلام|ظلمه|مظلم\S*|ضلمه|ضلام|ظلما)"
)
_DARK = (
    r"(?:طاف\S*|طف(?:ت|ي|وا|ا|يت)?|مطف\S*|مطفي\S*|مقطوع\S*|منقطع\S*|انقطع\S*|قاطع\S*|قطعت?|"
    r"فاصل\S*|فصلت?|"
    r"بدون (?:كهرب\S*|نور|تيار)|بلا (?:كهرب\S*|نور)|ما\s?(?:عندهم|عنده|عندها|فيه?م?|فيها|به|بهم|"
    r"جاهم|لهم)\s*"
    r"(?:كهرب\S*|نور|تيار|شي|ضو)?|مو (?:شغال\S*|والع\S*|منور\S*|مولع\S*)|ما تشتغل|"
    r"ما (?:هم )?شغال\S*)"
)
_LIT = (
    r"(?:شغال\S*|عنده(?:م|ا|ن)?\s+(?:ال)?(?:كهرب\S*|نور|تيار|ضو|لمبات)|فيه?م?\s+(?:ال)?(?:كهرب\S*|"
    r"نور|تيار|ضو)|"
    r"مولع\S*|والع\S*|منور\S*|مضو\S*|مضي\S*|ضاوي\S*|واصل\S*|ما\s?(?:طف\S*|انقطع\S*|انقطعت|عليهم|"
    r"فيهم شي|فيه شي|"
    r"انطفت?)|مو طاف\S*|مب طاف\S*|تمام|طبيعي\S*|سليم\S*|عادي|بخير|الا (?:انا|احنا|حنا|نحن|بيتنا|"
    r"بيتي|عندنا))"
)
_HOME = (
    r"(?:بيتي|بيتنا|البيت|عندي|عندنا|انا|اني|حنا|احنا|نحن|شقتي|شقتنا|الشقه|منزلي|منزلنا|المنزل|"
    r"دورنا|الدور|فلتي|"
    r"فلتنا|الفله|محلي|محلنا|المحل|استراحتي|استراحتنا|ملحقنا|الملحق|داري|دارنا|بيت\s?الوالد|"
    r"هالبيت|عدادي|عدادنا|بيته|بيتها|بيتهم|شقته|شقتها|شقتهم|عندهم)"
)
_ONLY = r"(?:بس|فقط|لا غير|لحال\S*|بلحال\S*|وحد(?:نا|ي|ه|ها|هم)|لوحد\S*|الوحيد\S*|وبس|برواحنا|خاصه)"
_PART = (
    r"(?:غرفه|غرفتي|المطبخ|الصاله|المجلس|دور|طابق|جزء|نص|نصف|بعض)\s*(?:\S+\s+){0,2}?"
    r"(?:وحده|واحده|واحد|بس|فقط|من البيت|البيت|من الشقه|الشقه|الغرف|الافياش|من الغرف)"
)

_NOT_ONLY = re.compile(rf"(?!لا){_NO}\s+(?:بس|فقط|{_GAP}{_HOME}\s+{_GAP}{_ONLY}|{_HOME}\s+{_ONLY})")
_HOME_ONLY = re.compile(
    rf"{_A}(?:بس|فقط)\s+(?:في\s+|هو\s+)?(?:ب|في)?{_HOME}(?!\w)(?!\s+في\s+(?!ال))|"
    rf"(?:ما|محد|ماحد|ما احد|ما فيه|مافيه|ولا احد)\s+(?:\S+\s+){{0,2}}?(?:غيرنا|غيري|(?:غير|"
    rf"الا)\s*{_HOME})(?!\w)|"
    rf"{_A}(?:غير|الا)\s+{_HOME}(?!\w)|"
    rf"{_A}ب?{_HOME}\s+(?:\S+\s+)?{_ONLY}(?!\w)(?!\s+{_HOME}\s+في\s)|{_A}(?:ل?حالنا|ل?حالي|لوحدنا|لوحدي|وحدنا|وحدي|"
    rf"بلحالنا)(?!\w)|"
    rf"{_A}{_PART}"
)
_OTHERS_LIT = re.compile(
    rf"{_A}(?:عند\s+|حق\s+|بيت\s+)?{_OTHERS}(?!\w)\s+{_GAP}{_NOT_DENIED}{_LIT}(?!\w)|"
    rf"{_A}(?:عند\s+)?{_OTHERS}\s+(?:لا|(?:موجود\S* )?عندهم)\s*$|"
    rf"{_LIT}\s+(?:عند\s+)?{_PEOPLE}(?!\w)"
)
_OTHERS_OUT = re.compile(
    rf"{_A}(?:{_ALL}|كله|كلها)\s+(?:بيوت\s+|اهل\s+|سكان\s+)?{_OTHERS}(?!\w)|"
    rf"{_A}{_OTHERS}(?!\w)\s+{_GAP}(?:{_WHOLLY}|{_DARK})(?!\w)|"
    rf"{_A}{_OTHERS}\s+(?:بعد|كل|الكل)\s*$|{_DARK}\s+{_GAP}و?(?:عند\s+|علي\s+)(?:كل\s+)?{_OTHERS}|"
    rf"{_A}(?:انا|احنا|حنا|عندي|عندنا|بيتنا|بيتي|العماره)\s+و(?:عند\s+|بيوت\s+|كل\s+|"
    rf"باقي\s+)*{_OTHERS}|"
    rf"{_A}و?(?:عند\s+)?(?:جيران\S*|الجيران)\s+(?:بعد|كمان|برضو|برضه|معنا|مثلنا|زينا)(?!\w)|"
    rf"{_A}(?:كلنا|كلن|كلهم|عالكل|للكل|الجميع|عن الكل|علي الكل|عند الكل|جميعا|كلياتنا)(?!\w)|"
    r"^\W*(?:ال)?(?:كل|كله|كلها)\W*$"
)
_NEIGHBOURS_ALONE = re.compile(
    rf"^\W*(?!(?:ال)?(?:مدينه|بلد)){_A}(?:{_AREA}|(?:ال)?جيران\S*|{_AREA}\s+{_AREA}|انا والجيران|"
    rf"مع الجيران)\W*$"
)

_ONLY_THERE = re.compile(r"^\W*(?:لا\s+)?(?P<what>\S+(?:\s+\S+)?)\s+(?:بس|فقط)\W*$")

_BREAKER = (
    r"(?<!\w)[وبف]?(?:ال)?(?:قاطع|قواطع|فيوز|فيوزات|بريكر|بريكرات|طبلون|سكينه|ديجنتر|"
    r"مفتاح (?:ال)?(?:رئيسي|عمومي)|"
    r"عمومي|قاطعه)(?!\w)"
)
_DOWN = (
    r"(?:نازل\S*|نزل\S*|ينزل|تنزل|طاح\S*|طايح\S*|يطيح|فصل\S*|مفصول\S*|فاصل\S*|يفصل|مقفل\S*|طاف\S*|"
    r"طفي|طفت|مطفي|تحت|"
    r"طق|يطق|ضارب|ضرب|اوف|مسكر|ما يثبت|ما يرتفع|ما يمسك|off|down)"
)
_UP = (
    r"(?:مرفوع\S*|شغال\S*|سليم\S*|طبيعي|تمام|فوق|عادي|مشتغل|اون|سليمه|رافع\S*|on|ما فيه شي|"
    r"مافيه شي|ما فيها شي|up|كويس\S*|زين)"
)
_BREAKER_STATE = re.compile(
    rf"{_BREAKER}\s+(?:(?!{_NO}\s)\S+\s+){{0,2}}?(?P<no>{_NO}\s?)?(?:(?P<up>{_UP})|"
    rf"(?P<down>{_DOWN}))(?!\w)"
)
_DOWN_FIRST = re.compile(
    rf"(?<!\w)(?P<no>{_NO}\s+)?(?:{_DOWN})\s+(?:\S+\s+)?(?:علي\S*\s+|عند\S*\s+|لنا\s+|"
    rf"معي\s+)?{_BREAKER}"
)


def folded_words(text: str) -> str:
    """Folded, Latin letters ("aljiran 3endhom") read as Arabic."""
    folded = fold_text(text)
    return fold_latin(folded) if is_mainly_latin(folded) else folded


def is_unsure(text: str) -> bool:
    """ "ما ادري", "مو متأكد"."""
    return bool(_UNSURE.search(folded_words(text)))


def read_scope(text: str) -> Scope | None:
    """Neighbours and main breaker from an answer; None when it speaks of neither.

    "بيتي بس والقاطع مرفوع" → Scope(neighbours_out=False, breaker_tripped=False).
    """
    folded = folded_words(text)
    neighbours, breaker = _neighbours_out(folded), _breaker_tripped(folded)
    if neighbours is None and breaker is None:
        return UNKNOWN_SCOPE if is_unsure(text) else None
    return Scope(neighbours, breaker)


def read_only_there(text: str) -> Scope | None:
    """An answer to "the neighbours too?" naming one place: "بيتنا", "المسجد بس", "شارعنا بس"."""
    folded = folded_words(text)
    if re.fullmatch(rf"\W*(?:لا\s+)?{_HOME}\W*", folded):
        return Scope(neighbours_out=False)
    found = _ONLY_THERE.match(folded)
    if found is None:
        return None
    return Scope(neighbours_out=bool(re.fullmatch(_AREA, found["what"])))


def _neighbours_out(folded: str) -> bool | None:
    if _NOT_ONLY.search(folded):
        return True
    if _OTHERS_LIT.search(folded) or _HOME_ONLY.search(folded):
        return False
    return True if _OTHERS_OUT.search(folded) or _NEIGHBOURS_ALONE.match(folded) else None


def _breaker_tripped(folded: str) -> bool | None:
    found = _BREAKER_STATE.search(folded)
    if found is not None:
        return (found["down"] is not None) is not (found["no"] is not None)
    found = _DOWN_FIRST.search(folded)
    return None if found is None else found["no"] is None
