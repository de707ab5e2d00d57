"""Words of a message, with their place in the original text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.normalise import Normalised, normalise

_TOKEN = re.compile(
    r"""[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+  # an address stays whole
    | \d{2,}                                        # ٥٠ of "ريال٥٠" and of "50sar"
    | (?=[\d']*[a-z])[a-z'235-9]+                   # Latin, with the digits of Arabizi: 3ndna
    | \d
    | [\u0621-\u064a]+
    | [^\W\d_]+
    | [^\s\w]|_""",
    re.VERBOSE,
)
_WHOLE = frozenset(
    "وين وش وشو ورا واحد واحده والله ولا ولد والد والده فيه فين بيت بعد بدون باقي بنك باب برق بدل "
    "ليش ليه لازم لكن لحظه لمبه لان لين للحين كيف كم كل كان كذا الله اللي".split()
)
_WHOLE_STEMS = (
    "وصل", "وقت", "وقف", "وضع", "وزن", "واتس", "وريني", "وروني", "وزار", "بيان", "بلاغ", "بريد",
    "بطاق", "برنام", "بدال", "بناي", "بكر", "لوح", "لغ", "كهرب", "كابل", "كيبل", "كشف", "كرت",
)  # fmt: skip
"""Beginnings of words whose first letter is their own and no clitic."""
_MIN_STEM = 3


@dataclass(frozen=True)
class Word:
    """A folded word and its offsets in the original text."""

    text: str
    start: int
    end: int


def words(text: str | Normalised) -> list[Word]:
    """Words, numbers, signs and emoji of a text, each apart."""
    folded = text if isinstance(text, Normalised) else normalise(text)
    return [Word(m.group(), *folded.span(*m.span())) for m in _TOKEN.finditer(folded.text)]


def folded_words(folded: str) -> list[str]:
    """Words of text that is folded already."""
    return _TOKEN.findall(folded)


def split_clitics(word: str) -> tuple[tuple[str, ...], str]:
    """Clitics glued to the front of a folded word, and the rest: "وبالبيت" → (و، ب، ال), "بيت".

    Words that only look so ("وين", "بيت") stay whole, and at least three letters remain.
    """
    taken: list[str] = []
    rest = word
    if _takes_off(rest, "و") or rest.startswith("فال"):
        taken.append(rest[0])
        rest = rest[1:]
    if rest.startswith("لل") and not _is_whole(rest) and len(rest) > _MIN_STEM + 1:
        return (*taken, "ل", "ال"), rest[2:]
    if rest.startswith(("بال", "كال")) or _takes_off(rest, "ب") or _takes_off(rest, "ل"):
        taken.append(rest[0])
        rest = rest[1:]
    if rest.startswith("ال") and len(rest) > _MIN_STEM + 1 and not _is_whole(rest):
        taken.append("ال")
        rest = rest[2:]
    return tuple(taken), rest


def _takes_off(word: str, clitic: str) -> bool:
    return word.startswith(clitic) and len(word) > _MIN_STEM + 1 and not _is_whole(word)


def _is_whole(word: str) -> bool:
    return word in _WHOLE or word.startswith(_WHOLE_STEMS)
