"""Who asks us to wait while something is looked up: "لحظه", "استنى شوية", "بشوف الصك"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_WAIT = re.compile(
    r"^(?:طيب\s+)?(?:انتظر\w*|استن[يا]\w*|استنو\w*|لحظه|لحظات|ثواني|ثانيه|دقيقه|دقايق|اصبر\w*|صبر|"
    r"شوي\s+بس|شويه?$|wait|hold on|one moment|ب?سال\s+\w+|بشوف\w*|بجيب\w*|"
    r"خلني\s+(?:اشوف|اجيب|اتاكد|اسال)\w*)\b"
    r"|(?<!\S)(?:ب|راح\s+)(?:سال|شوف|جيب|دور|تاكد|كلم)\w*(?:\s+\S+){0,2}\W*$"
)
_LONGEST = 6


def asks_to_wait(text: str) -> bool:
    """Whether a short message only asks for a moment."""
    folded = fold_text(text.strip())
    return len(folded.split()) <= _LONGEST and _WAIT.search(folded) is not None
