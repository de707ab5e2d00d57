"""The words of a message, to point at values in it without seeing what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.transcripts.masking import hidden_spans, mask_text

_WORD = re.compile(r"\S+")
_LONGEST = 60


@dataclass(frozen=True)
class Word:
    """A word, or a hidden number or address as one; `shown` is masked."""

    start: int
    end: int
    shown: str


def words_of(text: str) -> list[Word]:
    """The words in order; `start` and `end` point into `text`."""
    hidden = hidden_spans(text)
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        # A number in groups ("055 123 4567") is one word: its parts alone would not be masked.
        if found and any(s < found[-1][1] and start < e for s, e in hidden):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [Word(start, end, _short(mask_text(text[start:end]))) for start, end in found]


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"
