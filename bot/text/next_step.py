"""What comes next: "طيب وبعدين", "وش اسوي الحين"."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

_SOFT = r"(?:(?:طيب|زين|اوك|اوكي|تمام|يعني|خلاص|حلو|ok|okay|so|and)\s+)*"
_NOW = r"(?:\s+(?:الحين|الان|دحين|هسا|ذحين|يعني|now|انا))*"
_NEXT = re.compile(
    rf"{_SOFT}(?:و(?:بعدين|بعدها|بعد\s+(?:كذا|كذه|هذا|ذا))|وش\s+(?:بعد\S*|يصير(?:\s+بعد\S*)?)"
    rf"|و(?:الحين|الان|دحين)(?:\s+و?(?:ش|يش|ايش)(?:\s+[اسن]\S+)?)?"
    rf"|و?(?:وش|ايش|شو|ويش)\s+(?:ا|ن)?سوي|و?(?:وش|ايش|شو)\s+(?:المطلوب|الخطوه)(?:\s+\S+)?"
    rf"|(?:ال)?خطوه\s+(?:ال)?(?:جايه|ثانيه|تاليه)|what\s+next|then(?:\s+what)?|what\s+now){_NOW}[\s?؟!.]*"
)


def asks_next_step(text: str) -> bool:
    """Whether a message asks nothing but what comes next; "بعدين" alone puts something off."""
    folded = " ".join(fold_text(text).split())
    return any(_NEXT.fullmatch(said) for said in (folded, fold_latin(folded)))
