"""Somebody has switched off what was dangerous: "لا خلاص طفيت القاطع"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

_SWITCHED = r"(?:طفي|فصل|نزل|قفل|سكر|غلق|قطع|وقف|شل)(?:ت|نا|و|وا|ي|يت|ينا)?"
_WHAT = (
    r"(?:(?:ال|لل|ب)?(?:قاطع|قواطع|بريكر|كهرب|تيار|طبلون|فيوز|سكين|سكاكين|رئيسي|مفتاح|مفاتيح|"
    r"عداد|breaker|main)\S*)"
)
_DONE = re.compile(
    rf"(?<!\S)و?(?:{_SWITCHED}\s+(?:\S+\s+){{0,2}}?{_WHAT}|{_WHAT}\s+{_SWITCHED}(?:ه|ها|وه)"
    r"|(?:switched|turned)\s+(?:it\s+|the\s+\S+\s+)?off)(?!\S)"
)
_IT = re.compile(
    r"(?<!\S)و?(?:طفي(?:ت|نا)|فصل(?:ت|نا)|نزل(?:ت|نا)|قفل(?:ت|نا)|سكر(?:ت|نا))(?:ه|ها|هم)(?!\S)"
)
_SHORT = 5
"""Words up to which "فصلته" needs no object."""
_NOT_DONE = re.compile(
    r"(?<!\S)(?:ما|مو|مب|ليش|كيف|وين|اذا|لو|هل|متي|لازم|اقدر|قدرت|عرفت|how|should|can)\s+(?:\S+\s+)?"
    r"|[?؟]"
)


def switched_off(text: str) -> bool:
    """Whether a message tells that a breaker, or power itself, was switched off by somebody."""
    words = fold_text(text)
    if _NOT_DONE.search(words):
        return False
    if any(_DONE.search(said) for said in (words, fold_latin(words))):
        return True
    return len(words.split()) <= _SHORT and _IT.search(words) is not None
