"""What is said of a code instead of its digits: that it came, or that nobody is given it."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text
from bot.text.skipping import withholds

_SHORTEST, _CODE_DIGITS, _LONGEST = 4, 6, 8
"""Digits of a code, and of what is taken for one that was mistyped."""
_ASKS_OR_TELLS = re.compile(r"[?؟]|(?<!\S)(?:ريال|كيلو|كيلوواط|امبير|وحده|بعد|قبل|اخره|اخر)(?!\S)")
_CODE = r"(?:ال)?(?:رمز|كود|رساله|code|otp)"
_CAME = re.compile(
    rf"(?<!\S)و?(?:وصل|جا|اجا|طلع)(?:ت|ن)?(?:ني|نا|لي|ي)?\s+(?:لي\s+)?{_CODE}(?!\S)"
    rf"|(?<!\S){_CODE}\s+(?:وصل|جا|اجا|طلع|came|arrived)(?:ت|ن)?(?:ني|نا|لي|ي)?(?!\S)"
    rf"|(?<!\S)استلمت\s+{_CODE}(?!\S)|i\s+(?:got|received)\s+(?:the\s+)?code"
)
_NOT_YET = re.compile(
    r"(?<!\S)(?:ما|لم|مو|لسا|لسه|للحين|متي|اذا|هل|لو|لين|كل|not|never)(?!\S)|[?؟\d]"
)
_BARE = re.compile(
    r"(?:(?:اوه|ايه|اي|خلاص|اها|تمام|طيب|زين)\s+)*(?:(?:جا|اجا|وصل|وصلت|جات|لقيت)(?:ني|لي|ه|ها)?)"
    r"(?:\s+(?:جا|وصل|الحين|دحين|هلق|خلاص|الحمد|لله|طيب|شكرا))*"
)
"""Where a code is awaited, what came is the code."""
_NAMED = re.compile(rf"(?<!\S){_CODE}(?!\S)")


def says_code_came(text: str) -> bool:
    """Whether a code is only said to have come: "وصلني الكود"."""
    folded = fold_text(text)
    came = _CAME.search(folded) or _BARE.fullmatch(folded.strip(" .!،"))
    return bool(came) and not _NOT_YET.search(folded)


def may_be_code(text: str, digits: str | None) -> bool:
    """Whether digits of a message may be a code that is typed, right or wrong: "وبعد 6000؟" asks
    something."""
    if digits is None or not _SHORTEST <= len(digits) <= _LONGEST:
        return False
    return len(digits) == _CODE_DIGITS or not _ASKS_OR_TELLS.search(fold_text(text))


def withholds_code(text: str) -> bool:
    """Whether the code, named so, is not going to be given: "ما راح اعطيك الكود"."""
    return withholds(text) and bool(_NAMED.search(fold_text(text)))
