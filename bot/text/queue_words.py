"""Where am I in the queue: "كم دوري", "كم واحد قدامي", "متى يرد علي الموظف"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.normalise import fold_text

_LONGEST = 7
_QUEUE = r"(?:ال)?(?:دور|طابور|سرا|سره|انتظار|صف)(?:ي|نا)?"
_PEOPLE = r"(?:واحد|احد|حد|شخص|اشخاص|نفر|ناس|عميل|مشترك|ناطر|منتظر)"
_BETWEEN = r"(?:باقي|بقي|علي|لي|لين|حتي|صار|وصل|صرت|بيجي|يجي|يوصل|رقم|رقمي|انا|في|الحين)"
_PLACE = re.compile(
    rf"(?<!\S)(?:(?:كم|وين|فين|متي|ايش|وش|قرب|جا|وصل|بيجي|يجي|باقي)\s+(?:{_BETWEEN}\s+){{0,3}}"
    rf"(?:(?:ال)?دور(?:ي|نا)|{_QUEUE}(?=\s*[?؟!.]*$))"
    rf"|(?:رقمي|ترتيبي|مكاني|وضعي)\s+(?:في|ب)\s*{_QUEUE}|(?:ترتيبي|دوري)\s*[?؟]*$"
    rf"|كم\s+(?:{_PEOPLE}\s+)?(?:قدامي|قبلي|قدامنا|قبلنا|امامي)"
    r"|(?:my\s+turn|queue|in\s+line|ahead of me|dawri|doori|dori))(?!\S)"
)
"""A floor is "الدور الثاني"; a turn is mine or the last word."""
_IMPATIENT = re.compile(
    r"(?<!\S)(?:"
    r"متي\s+(?:\S+\s+)?(?:[بي]?رد|[بي]?ردون|ترد|تردون|يجي|بيجي|يوصل|يكلمني|يجاوب|يفضي|ياخذ|يتفرغ)\S*"
    r"|(?:محد|ما\s+(?:احد|حد)|لسا\s+ما|للحين\s+ما|الي\s+الان\s+ما|ما)\s+(?:احد\s+)?(?:رد|جاوب|كلمني|جاني)\S*"
    r"|وين(?:ه|هم|كم)(?:\s+(?:ال)?موظف\S*)?|وين\s+(?:ال)?موظف\S*"
    r"|طول(?:ت|تو|توا|وا)?|تاخر(?:ت|تو|توا|وا)?|مطول|كم\s+(?:ا?نتظر|بنتظر|باقي|ياخذ|الانتظار)"
    r"|(?:وش|ايش|شو)\s+(?:ال)?اخبار\S*|فيه?\s+(?:اي\s+)?(?:جديد|خبر|رد)|بشروا?"
    r"|(?:باقي|لسا)\s+كثير|how long|still waiting)(?!\S)"
)

_OTHERS = re.compile(r"فني|فريق|كهرب|تيار|بلاغ|شكو|طلب|فاتور|عداد|رمز|كود|رساله")
"""Whoever else is waited for."""


def asks_place(text: str) -> bool:
    """Whether a short message asks for one's place in a queue in so many words."""
    words = _folded(text)
    return len(words.split()) <= _LONGEST and _PLACE.search(words) is not None


def is_impatient(text: str) -> bool:
    """Whether a short message, from somebody who waits for a person, asks when that person comes:
    alone it may be about anything that is waited for."""
    words = _folded(text)
    short = len(words.split()) <= _LONGEST and not _OTHERS.search(words)
    return short and _IMPATIENT.search(words) is not None


def _folded(text: str) -> str:
    folded = " ".join(fold_text(text).strip(" .!?؟،").split())
    return fold_latin(folded) if is_mainly_latin(folded) and not _PLACE.search(folded) else folded
