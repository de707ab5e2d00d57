"""Who says that there is no account at all: "ما عندي حساب انا مستأجر جديد"."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_NONE = re.compile(
    r"(?<!\S)و?(?:(?:ما|م|مو|مب|لا|مش)\s*(?:عندي|عندنا|معي|لي|لنا|يوجد|املك|سويت|فتحت|سجلت|فيه?|به)"
    r"|مالي|ليس\s+لدي|بدون|ماكو|معنديش)\s+(?:لا\s+|اي\s+)?(?:رقم\s+)?حساب(?:ات)?(?!\S)"
    r"|(?<!\S)(?:ما|مو|مب|مش)\s*(?:عندي|معي|اعرف|حافظ\S*)\s+رقم(?:ه|ها|هم)(?!\S)"
    r"|\b(?:no|don'?t\s+have|dont\s+have|not\s+have)\s+(?:an?\s+|any\s+)?account\b"
)
_HAS_ONE = re.compile(r"(?<!\S)حساب\s+(?:ثاني|غيره|اخر|بنك\S*|تويتر|سناب)(?!\S)")


def has_no_account(text: str) -> bool:
    """Whether somebody has no electricity account, and not only its number out of sight."""
    folded = fold_text(text)
    return bool(_NONE.search(folded)) and not _HAS_ONE.search(folded)
