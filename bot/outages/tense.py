"""Whether a message that power is off speaks of now, of the past, or of what might be.

"انقطعت أمس ٥ ساعات" asks about what was: no team is to be sent for it. When in doubt it is now.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.outages.scope import folded_words


class Tense(str, Enum):
    """When power is, was or might be off."""

    NOW = "now"
    PAST = "past"
    IF = "if"


_DAY = r"(?:سبت|احد|اثنين|ثلاثاء|ثلوث|اربعاء|ربوع|خميس|جمعه)"
_LAST = r"(?:الماضي\S*|الماظي\S*|الفايت\S*|السابق\S*|(?:اللي|الي) (?:فات\S*|راح\S*|مضي\S*))"
_UNIT = r"(?:اسبوع|شهر|سنه|رمضان|صيف|شتاء)"
_YESTERDAY = re.compile(r"(?<!\w)[وف]?(?:امس|البارح\S*|امبارح|قبل يوم)(?!\w)")
_LONG_AGO = re.compile(
    rf"(?<!\w)[وف]?(?:قبل (?:كم |\S+ )?(?:يومين|ايام|اسبوع\S*|اسابيع|شهر\S*|اشهر|شهور|سن\S*)|"
    rf"(?:ال)?(?:{_UNIT}|يوم (?:ال)?{_DAY}|(?:ال)?{_DAY}) {_LAST}|العام)(?!\w)"
)
_SINCE = re.compile(
    r"(?<!\w)[وف]?(?:من|منذ|لها|لنا|صار\S*|له|الي|لين)\s+(?:ليله\s+|يوم\s+|قبل\s+|اول\s+)?"
    r"(?:امس|البارح\S*|امبارح|اول|قبل|يوم|ليله|ال\S+)"
)
_STILL = re.compile(
    r"الحين|الان|حاليا|دحين|ذلحين|للحين|لحد|حتي ال|لسا|لسه|لسي|مازال|ما زال|لازال|لا زال|اليوم|"
    r"بعدها|ما (?:رجع|جا|جت|عاد|اشتغل|ولع|ترجع)|كل (?:يوم|شوي|ساعه)|تتكرر|متي (?:ب|ت)|ثاني|"
    r"(?:رجعت?|عادت?) (?:و)?(?:طف|انقطع|فصل|تطفي|تنقطع)|"
    r"(?<!كانت )(?<!كان )(?<!كانت الكهرباء )(?:طافي|مقطوع|منقطع|بدون كهرب)"
)
_OVER = re.compile(
    r"(?<!\w)و?كانت?\s+(?:ال\S+\s+)?(?:طافي|مقطوع|منقطع|فاصل)|ثم رجعت|"
    r"(?<!\w)و(?:بعدين )?رجعت?(?!\w)|ساعات|ساعتين|(?<!\w)مده|طول (?:ال)?(?:يوم|ليل)|تعويض|تعوض|عوض"
)
_CAME_BACK = re.compile(
    r"(?:طفت|طفي|انقطعت?|فصلت?|قطعت?|كانت?)\s.{0,60}?(?<!\w)(?:و(?:بعدين )?رجعت?|ثم رجعت?)(?!\w)"
)
_POLITE = re.compile(
    r"(?<!\w)(?:لو|اذا)\s+(?:سمحت\S*|تكرمت\S*|تكرمتم|ممكن|امكن|ما عليك\S*(?:\s+امر)?|تسمح\S*|"
    r"تقدر\S*)"
)
_OFF = r"(?:انقطع|طف(?:ت|ي|ا)|قطعت?|فصلت?|راحت?|تنقطع|ينقطع|تقطع|يقطع|تطفي|يطفي|تفصل|يفصل)\S*"
_IF = re.compile(
    rf"(?<!\w)(?:و|طيب )?(?:(?:(?<!ادري )(?<!اعرف )(?:لو|اذا)|في حاله?|افرض\S*|افترض\S*)\s+"
    rf"(?:ان\s+)?(?:\S+\s+){{0,3}}?(?:{_OFF}|كانت?\s+\S+\s+(?:طافي|مقطوع|منقطع))|"
    r"لما\s+(?:\S+\s+){0,2}?(?:تنقطع|ينقطع|تقطع|تطفي|يطفي|تفصل))"
)
_ASKS = re.compile(
    r"(?<!\w)(?:وش|ايش|شو|كيف|شلون|ماذا|مين|من اكلم|وين|هل|كم|تعوض\S*|تعويض|ن?سوي|اسوي|اتصل|ابلغ|"
    r"يعني)(?!\w)|\?|؟"
)
_SAID_OFF = re.compile(rf"طافي|مقطوع|منقطع|بدون كهرب|{_OFF}")


def read_tense(text: str) -> Tense:
    """Of when a message on an outage speaks."""
    folded = _POLITE.sub(" ", folded_words(text))
    if _is_supposed(folded):
        return Tense.IF
    if _SINCE.search(folded) or _STILL.search(folded):
        return Tense.NOW
    was = _LONG_AGO.search(folded) or _CAME_BACK.search(folded)
    if was or (_YESTERDAY.search(folded) and _OVER.search(folded)):
        return Tense.PAST
    return Tense.NOW


def _is_supposed(folded: str) -> bool:
    """Whether it only asks what would be: "لو انقطعت وش أسوي"."""
    found = _IF.search(folded)
    if found is None or not _ASKS.search(folded):
        return False
    return not _SAID_OFF.search(folded[: found.start()]) and not _STILL.search(folded)
