"""What is said right after a danger was told of: may I touch it, whom do I call, they are here."""

from __future__ import annotations

import re
from enum import Enum

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text


class Said(Enum):
    """What it is about."""

    TOUCH = "touch"
    """Wants to move, lift or put it out: never."""
    NUMBER = "number"
    """Asks whom to call."""
    HELP = "help"
    """Help was called, or has come."""


_VERB = (
    r"(?:[انت]?(?:بعد|شيل|لمس|مسك|رفع|سحب|نقل|حرك|قرب|طفي|رش|صب|دف|فك|قص|حول|صلح|شغل|وخر|جر)"
    r"(?:ه|ها|هم|ني|لي)?)"
)
_MAY = (
    r"(?:(?:ا|ن)?قدر|[يت]نفع|[يت]صير|[يت]مدي\S*|عادي|ممكن|[يت]جوز|مسموح|اروح|نروح|لو"
    r"|can\s+i|can\s+we|should\s+i|may\s+i)"
)
_TOUCH = re.compile(
    rf"(?<!\S)و?{_MAY}\s+(?:اني\s+|انا\s+|\S+\s+)?{_VERB}(?!\S)"
    rf"|^\W*{_VERB}(?:\s+\S+){{0,4}}\s*[?؟]"
    r"|(?<!\S)(?:move|touch|lift|pull|push)\s+(?:it|the)(?!\S)"
    r"|(?<!\S)ب(?:ال)?(?:خشب\S*|عصا\S*|مكنس\S*|قفاز\S*|مويه|ماء)(?!\S)"
)
_HELPERS = (
    r"(?:(?:ال)?(?:دفاع|مدني|اسعاف|طواري|طوارئ|اطفاء|مطافي|فرقه|فني|شرطه)\S*|911|998|933|997)"
)
_NUMBER = re.compile(
    r"(?<!\S)(?:كم|وش|ايش|شو|شنو|ابي|ابغي|ابغا|عطني|عطوني|وين|هات)\s+(?:هو\s+)?"
    rf"(?:ال)?(?:ارقام|رقم|نمره)(?:هم|كم)?(?:\s+{_HELPERS}|\s*[?؟.]*$)"
    r"|(?<!\S)(?:اتصل|ادق|نتصل|ندق|اكلم|نكلم)\s+(?:على\s+|علي\s+|ب)?(?:مين|من|وين|ايش|وش|كم)(?!\S)"
    r"|(?<!\S)(?:مين|من|علي\s+مين|علي\s+وش)\s+(?:ا|ن)(?:تصل|دق|كلم)(?!\S)"
    r"|(?:what|which)\s+number|who\s+(?:do|should)\s+(?:i|we)\s+call"
)
_CAME = r"(?:وصل\S*|جو|جاو|جا|جوا|جونا|جاونا|جانا|حضر\S*|عندنا)"
_HELP = re.compile(
    rf"(?<!\S)و?{_CAME}\s+(?:لنا\s+|عندنا\s+)?{_HELPERS}|(?<!\S){_HELPERS}(?:\s+\S+)?\s+{_CAME}(?!\S)"
    rf"|(?<!\S)و?(?:اتصل|كلم|بلغ|دق|دقي|خبر)(?:ت|نا|يت|ينا)\s+"
    rf"(?:علي\s+|ب)?(?:عليهم|عليه|بهم|هم|{_HELPERS})"
    rf"|^\W*و?(?:كلمتهم|كلمناهم|بلغتهم|بلغناهم|اتصلت|اتصلنا|دقيت|دقينا)"
    r"(?:\s+و?(?:جايين|جاي\S*|بالطريق|في\s+الطريق|الحمد\S*|خلاص|الحين|قالوا\s+جايين))*\s*[.!]*$"
    r"|(?:i|we)\s+(?:have\s+)?called\s+(?:them|911|998)|they\s+(?:came|arrived|are\s+here)"
)
_NOT_YET = re.compile(
    r"(?<!\S)(?:ما|محد|لا|لسا|لسه|ليش|متي|مت[يى]|never|not|no)(?!\S)|[?؟]|(?:ما|لا)\s*(?:رد|جا|وصل)"
)
_LONGEST = 12


def said_near_danger(text: str) -> Said | None:
    """What a message is that follows a warning; None: something else."""
    folded = fold_text(text)
    if len(folded.split()) > _LONGEST:
        return None
    for words in (folded, fold_latin(folded)):
        if _TOUCH.search(words):
            return Said.TOUCH
        if _NUMBER.search(words):
            return Said.NUMBER
        if _HELP.search(words) and not _NOT_YET.search(words):
            return Said.HELP
    return None
