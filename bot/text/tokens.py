"""Words of a message, with their place in the original text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.normalise import Normalised, is_arabic, normalise

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
_NOT_CLITIC = frozenset(
    "وين وش وشو ورا واحد وصل واتس واتساب واحده وقت والله ولا ولد وزن وضع والد والده فيه فين "
    "فاتوره فلوس فصل فاضي فاهم بيت بعد بدون باقي بلاغ بيانات بريد بطاقه بنك برنامج باب برق بدل "
    "ليش ليه لازم لكن لحظه لمبه لان لين للحين كيف كم كل كان كذا كابل كهربا كهرباء كرت الله "
    "اللي".split()
)
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
    for clitics in ("وف", "بلك"):
        if rest in _NOT_CLITIC or len(rest) <= _MIN_STEM or rest[0] not in clitics:
            continue
        if rest[:2] == "لل":
            return (*taken, "ل", "ال"), rest[2:]
        if clitics == "بلك" and not rest[1:].startswith("ال") and len(rest) <= _MIN_STEM + 1:
            continue
        taken.append(rest[0])
        rest = rest[1:]
    if rest.startswith("ال") and len(rest) > _MIN_STEM + 1 and rest not in _NOT_CLITIC:
        taken.append("ال")
        rest = rest[2:]
    return tuple(taken), rest


def is_arabic_word(word: str) -> bool:
    """Whether a folded word is written in Arabic letters."""
    return bool(word) and is_arabic(word[0])
