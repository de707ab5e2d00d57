"""What somebody says not to want before saying what is wanted: "لا تسجلون شكوى بس ابي اعرف ليش"."""

from __future__ import annotations

import re

from bot.text.normalise import normalise

_MATTER = (
    r"(?:[بلو]?(?:ال|لل)?(?:شكو[يا]|شكاو[يا]|بلاغ\w*|موظف\w*|طلب|اعتراض|complaint|report|agent)"
    r"|[ان]?شتكي|ا?بلغ|اعترض)"
)
_NOT = r"(?:لا|مو|مب|مش|مهوب|ما|ماني|مابي|مابغي|مو قصدي|بدون|من غير|ليس|not|no|don'?t)"
_WISH = (
    r"(?:[تناي]?(?:سجل|رفع|قدم|فتح|حول|سوي|سوو|حط|كتب|رسل)\w*|ابي\w*|ابغ\w*|نبي|نبغ\w*|اريد|ودي|احتاج|"
    r"محتاج\w*|تبون|بغيت|قصدي|اقصد|هي|هو|هذي|هذا|لي|علي|ب?اي|want|need|to|a|file)"
)
_DENIED = re.compile(
    rf"^(?:(?:طيب|لحظه|لو سمحت\w*|اخوي|يا اخي|اسمع|شوف|لا)[\s،,]+)*?{_NOT}\s*"
    rf"(?:\s+{_WISH}){{0,3}}\s+{_MATTER}(?!\w)"
    r"(?:\s+(?:الحين|الان|دحين|لي))?\s*[،,.؛\-]*\s*"
    r"(?:(?:بس|لكن|ولكن|وانما|انما|فقط|but|just|only)\s+)*"
)
_LEAST = 2


def without_denied(text: str) -> str | None:
    """The words after what is not wanted; None when nothing is denied or too little follows."""
    folded = normalise(text)
    denied = _DENIED.match(folded.text)
    if denied is None or denied.end() >= len(folded.text):
        return None
    start, end = folded.span(denied.end(), len(folded.text))
    rest = text[start:end].strip()
    return rest if len(rest.split()) >= _LEAST else None
