"""Leaving something to go on with it another time: "خلاص نكمل بكرة", "اكمل معكم بعدين"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

_TIME = (
    r"(?:بكره?|بكرا|غدا?|بعدين|لاحقا?|الصباح|الصبح|الليله|بالليل|العصر|المغرب|bukra|later|tomorrow|"
    r"بعد\s+(?:شوي|ساعه|ساعتين|بكره?|العصر|المغرب|العشا\w*|الدوام|يومين|الصلاه)|"
    r"(?:ب?وقت|ب?يوم|مره)\s+(?:ثاني\w*|اخر\w*)|وقت\s+لاحق)"
)
_LATER = re.compile(rf"(?<!\S){_TIME}(?!\S)")
_LEAVES = re.compile(
    r"^(?:(?:خلاص|طيب|اوك\w*|تمام|لا|لالا|معليش|عفوا|الحين|مشغول\w*|عندي\s+شغل|انا|يلا|ok)[\s،,.]+)*"
    r"(?:(?:ب|ابي|ابغي|ابغا|ودي|خلونا|خلنا|خلينا|خليني|راح|بس)\s*)?"
    r"(?:[انيب]?كملها?|ن?كملوا?|[انيب]?كمل\w*|ارجع\w*|برجع\w*|راجع\w*|اجيكم|باجيكم|اكلمكم|continue)"
    rf"(?:\s+(?:معكم|معك|معاكم|لكم|لك|التحديث|الطلب|الموضوع|الباقي|عليه|في))*\s+{_TIME}"
    r"(?:\s+(?:ان شاء الله|شكرا|تسلم\w*|الله يعافيكم|باذن الله))*[\s.!،]*$"
)


def speaks_of_later(text: str) -> bool:
    """Whether another time is named: "بكرة", "وقت ثاني"."""
    return bool(_LATER.search(fold_text(text)))


def leaves_for_later(text: str) -> bool:
    """Whether all that is said is that it goes on another time; "بعدين" alone skips a question."""
    folded = fold_text(text.strip())
    return bool(_LEAVES.search(folded) or _LEAVES.search(fold_latin(folded)))
