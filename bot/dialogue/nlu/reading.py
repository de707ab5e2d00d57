"""The values of a message, read once however many parts of the classifier ask."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.text.values import Value, find_values

_ANY_DAY = date(2000, 1, 1)
"""Only the kinds of values matter to the classifier, and training must not depend on today."""


@lru_cache(maxsize=64)
def values_of(text: str) -> tuple[Value, ...]:
    """Values with their offsets; relative months are not those of today."""
    return tuple(find_values(text, _ANY_DAY))
