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
_FIRST = re.compile(r"^(?:انتظر|استن[يا]|لحظه|دقيقه|ثواني|اصبر|صبر|wait|hold on)\w*")
_A_PERSON = re.compile(
    r"موظف|مدير|مشرف|عندكم|معكم|مسءول|مسوول|بشر|احد|خدمه|عملاء|agent|person|human"
)
_LONGEST = 6


def asks_to_wait(text: str) -> bool:
    """Whether a short message only asks for a moment."""
    folded = fold_text(text.strip())
    return len(folded.split()) <= _LONGEST and _WAIT.search(folded) is not None


def asks_first_to_wait(text: str) -> bool:
    """Whether it begins with the wish to wait, and names nobody of the company: "اصبر اكلمه"."""
    folded = fold_text(text.strip())
    return _FIRST.search(folded) is not None and not _A_PERSON.search(folded)
