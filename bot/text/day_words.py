"""Days of a month in words: "الخامس", "الحادي والعشرين", "خمسة وعشرين" → 5, 21, 25."""

from __future__ import annotations

from bot.text.numbers import VALUES

_FIRST_TEN = "الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر".split()
_ONES = ("الحادي", *_FIRST_TEN[1:9])
_TENS = {20: ("العشرين", "العشرون"), 30: ("الثلاثين", "الثلاثون")}
_LAST = 31


def _ordinals() -> dict[str, int]:
    """As the standard language counts days."""
    found = dict(zip(_FIRST_TEN, range(1, 11), strict=True))
    found |= {f"{one} عشر": 10 + n for n, one in enumerate(_ONES, 1)}
    for ten, forms in _TENS.items():
        found |= dict.fromkeys(forms, ten)
        found |= {f"{one} و{form}": ten + n for n, one in enumerate(_ONES, 1) for form in forms}
    return found


def _counted() -> dict[str, int]:
    """As people read figures aloud."""
    found = {word: n for word, n in VALUES.items() if 1 <= n <= _LAST}
    ones = [word for word, n in found.items() if n < 10]
    tens = [word for word, n in found.items() if n in _TENS]
    found |= {f"{one} و{ten}": found[one] + found[ten] for one in ones for ten in tens}
    return found


ORDINALS = {word: n for word, n in _ordinals().items() if n <= _LAST}
COUNTED = {word: n for word, n in _counted().items() if n <= _LAST}
"""Both: folded words → day of the month."""
