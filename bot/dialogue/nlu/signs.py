"""What is plain from its form: "." asks to hear it again, "نكمل بكرة" leaves it for later."""

from __future__ import annotations

import unicodedata

from bot.text.later import leaves_for_later

Ranking = tuple[tuple[str, float], ...]
REPEAT, CANCEL = "repeat", "cancel"
CERTAIN = 0.97


def read_signs(ranking: Ranking, text: str) -> Ranking:
    """The ranking of ".", "؟؟" (say it again) and of "خلاص نكمل بكرة" (stop here)."""
    meant = REPEAT if is_only_signs(text) else CANCEL if leaves_for_later(text) else None
    if meant not in dict(ranking):
        return ranking
    others = tuple((name, p * (1 - CERTAIN)) for name, p in ranking if name != meant)
    return ((meant, CERTAIN), *others)


def is_only_signs(text: str) -> bool:
    """Whether a message holds punctuation and space alone; "👍" is a symbol, not a sign."""
    bare = [c for c in text if not c.isspace()]
    return bool(bare) and all(unicodedata.category(c)[0] in "PC" or c == "ـ" for c in bare)
