"""A value found in folded text, and words for patterns over it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

START = r"(?<![\u0621-\u064aa-z0-9])"
"""No letter or digit before: a whole word starts here."""
END = r"(?![\u0621-\u064aa-z0-9])"


@dataclass(frozen=True)
class Found:
    """A value with its offsets in the folded text (not in the original)."""

    kind: str
    value: str
    start: int
    end: int

    def overlaps(self, other: Found) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of these folded words, the longest first; spaces may be many."""
    longest_first = sorted(set(words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest_first) + ")"


def mask(text: str, found: Iterable[Found]) -> str:
    """The text with found values blanked out, so that later patterns cannot use them."""
    chars = list(text)
    for value in found:
        chars[value.start : value.end] = "\x00" * (value.end - value.start)
    return "".join(chars)
