"""Somebody at home lives by an electric device: without power it is an emergency of its own."""

from __future__ import annotations

import re

from bot.outages.scope import folded_words

_DEVICE = re.compile(
    r"اوكسجين|اكسجين|اوكسوجين|اكسيجين|اوكسيجين|سيباب|"
    r"(?:جهاز|اجهزه|الاجهزه|مكينه|ماكينه|تنفس)\s+(?:ال)?(?:تنفس\S*|طبي\S*|غسيل|صناعي|قلب|شفط)|"
    r"(?:غسيل|يغسل|تغسل)\s+(?:ال)?كل(?:ي|وي|يه|اوي)\S*|"
    r"(?:مريض\S*|امي|ابوي|ابي|والدتي|والدي|الوالد\S*|جدتي|جدي|ولدي|بنتي|طفل\S*|زوج\S*|اخوي|اختي|"
    r"عجوز|شايب|كبير\S*)\s+(?:\S+\s+){0,3}?علي\s+(?:ال)?(?:جهاز|اجهزه)(?!\w)"
)
_ABSENT = re.compile(r"(?:ما (?:فيه|في|عندنا|عندي)|مافيه?|بدون|لا يوجد)\s+(?:\S+\s+){0,2}?$")


def needs_power_to_live(text: str) -> bool:
    """Whether a message says that a medical device hangs on the power: "أمي على جهاز أكسجين"."""
    folded = folded_words(text)
    found = _DEVICE.search(folded)
    return found is not None and not _ABSENT.search(folded[: found.start()])
