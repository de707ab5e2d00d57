"""An account told by the end of its number, as people with many accounts tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.text.normalise import fold_text
from bot.text.spans import END, START

_LED = re.compile(
    rf"{START}(?:[ابلو]*(?:ال)?(?:اخره|اخرها|اخر|اخير\w*|ينتهي|تنتهي|منتهي|نهايته|نهايتها|ends?|ending))"
    r"(?:\s+(?:ب|في|هو|هي|رقم|ارقام|4|اربعه|in|with))*\s+ب?(?P<end>\d{4,6})(?!\d)"
)
_ALONE = re.compile(rf"(?:(?:ابو|حساب|الحساب|رقم|اللي|حق|فاتوره){END}\s*)*(?P<end>\d{{4}})")


def number_ending_in(text: str, numbers: Iterable[str]) -> str | None:
    """The one account number whose last digits the message names: "اللي آخره 4417", or "4417"
    alone; None where none or several fit."""
    folded = fold_text(text).strip(" .؟?!")
    named = _LED.search(folded) or _ALONE.fullmatch(folded)
    if named is None:
        return None
    found = [number for number in numbers if number.endswith(named["end"])]
    return found[0] if len(found) == 1 else None
