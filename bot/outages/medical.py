"""Somebody at home lives by an electric device: without power it is an emergency of its own."""

from __future__ import annotations

import re

from bot.outages.scope import folded_words
from bot.outages.tense import Tense, read_tense

_DEVICE = re.compile(
    r"اوكسجين|اكسجين|اوكسوجين|اكسيجين|اوكسيجين|سيباب|"
    r"(?:جهاز|اجهزه|الاجهزه|مكينه|ماكينه|تنفس)\s+(?:ال)?(?:تنفس\S*|طبي\S*|غسيل|صناعي|قلب|شفط)|"
    r"(?:غسيل|يغسل|تغسل)\s+(?:ال)?كل(?:ي|وي|يه|اوي)\S*|"
    r"(?:[تين]تنفس|[تي]عيش|عايش\S*|معتمد\S*)\s+(?:\S+\s+){0,2}?(?:ال)?(?:جهاز|اجهزه)(?!\w)|"
    r"(?:مريض\S*|امي|ابوي|ابي|والدتي|والدي|الوالد\S*|جدتي|جدي|ولدي|بنتي|طفل\S*|زوج\S*|اخوي|اختي|"
    r"عجوز|شايب|كبير\S*)\s+(?:\S+\s+){0,3}?علي\s+(?:ال)?(?:جهاز|اجهزه)(?!\w)"
)
_OFF = re.compile(
    r"(?<!\w)[وف]?(?:طاف\S*|مطفي\S*|طفت|طفي|مقطوع\S*|منقطع\S*|انقطع\S*|قطعت|قاطع\S*|فصلت?|فاصل\S*|"
    r"راحت|رايح\S*|انطف\S*|(?:بدون|بلا|ما\s?(?:في|فيه|عندنا))\s+(?:ال)?(?:كهرب\S*|تيار|نور))(?!\w)"
)
_ABSENT = re.compile(
    r"(?:ما (?:فيه|في|عندنا|عندي)|مافيه?|بدون|لا يوجد)(?!\s+(?:ال)?(?:كهرب|تيار|نور))\s+"
    r"(?:\S+\s+){0,2}?$"
)


def is_without_power(text: str) -> bool:
    """Whether a message tells that power is off now where somebody lives by it: an outage above
    all, however it begins ("ارجوكم بسرعة", "والله لأشتكي")."""
    off = needs_power_to_live(text) and bool(_OFF.search(folded_words(text)))
    return off and read_tense(text) is Tense.NOW


def needs_power_to_live(text: str) -> bool:
    """Whether a message says that a medical device hangs on the power: "أمي على جهاز أكسجين"."""
    folded = folded_words(text)
    found = _DEVICE.search(folded)
    return found is not None and not _ABSENT.search(folded[: found.start()])
