"""What people ask about a complaint while it is being written: when the answer comes."""

from __future__ import annotations

import re

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

_SOFT = (
    r"(?:(?:طيب|زين|وبعدين|بعدين|اوك|اوكي|يعني|بس|تمام|خلاص|ان\s+شاء\s+الله|لو\s+سمحت\S*"
    r"|ok|so)\s+)*"
)
_UNIT = r"(?:يوم|ايام|اسبوع|ساعه|شهر|وقت|مده|المده|days?|long)"
_ABOUT = (
    r"(?:(?:ال|لل|ب)?(?:رد|جواب|حل|نتيجه|شكو|موضوع|مشكل|بلاغ|طلب|معالج|متابع)\S*"
    r"|[سبيتنا]{0,2}(?:رد|حل|جاوب|خلص|تواصل|كلم|تصل|شوف|تابع|صلح|وصل|جي|جون|عالج|اخذ|طول|سو)\S*"
    r"|علي\S*|لي|فيها|معي|احد|حد|تقريبا|بالضبط|مده|عندكم|منكم|الموظف|it|the|is|will|you|be|do|i|"
    r"answer\S*|repl\S*|take|get|an|hear|from|resolved|solved)"
)
_WHEN_ANSWERED = re.compile(
    rf"{_SOFT}و?(?:(?:مت[يا]|امت[يا]|ايمت[يا]|وقتيش|when)(?:\s+{_ABOUT}){{0,5}}"
    rf"|(?:في\s+|ب|خلال\s+|بعد\s+)?(?:كم|how)(?:\s+{_UNIT})?(?!\s+علي)(?:\s+و?{_ABOUT}){{1,5}}|كم\s+(?:ال)?مده"
    r"|how\s+long(?:\s+[a-z]+){0,4})[\s?؟!.]*"
)


_WHERE = re.compile(
    rf"{_SOFT}و?(?:وين|فين|كيف|شلون)(?:\s+(?:القي\S*|اشوف\S*|يوصل\S*|يجي\S*|توصل\S*|ا?تابع\S*|ادري|اعرف|"
    r"(?:ال)?(?:رد|جواب|نتيجه)\S*|علي|لي|عنها|عليها))*[\s?؟!.]*"
)
_WHY = re.compile(
    rf"{_SOFT}و?(?:ليش|ليه|لماذا|علي ?شان ايش|عشان ايش|why)"
    r"(?:\s+(?:تبون\S*|تبي\S*|تحتاج\S*|تسال\S*|يلزم|لازم|هذا|هذي|كذا|(?:ال)?(?:رقم|حساب|شهر|تاريخ|بلاغ)\S*))*[\s?؟!.]*"
)


def asks_why(text: str) -> bool:
    """Whether a message asks nothing but what the pending question is for: "ليش تبون الرقم"."""
    return _WHY.fullmatch(" ".join(fold_text(text).split())) is not None


def asks_when_answered(text: str) -> bool:
    """Whether a message asks nothing but when or where the complaint will be answered."""
    folded = " ".join(fold_text(text).split())
    if _WHERE.fullmatch(folded):
        return True
    return any(_WHEN_ANSWERED.fullmatch(said) for said in (folded, fold_latin(folded)))
