"""One Arabic normaliser for NLU, forms and search, which never loses the original offsets.

Subscribers write without hamza, with diacritics, stretched ("كهربااااء"), in three sets of
digits and with invisible direction marks. All of that is folded here, and every character of
the folded text knows which character of the original it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = {
    **dict.fromkeys("أإآٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېےۍئ", "ي"),
    **dict.fromkeys("ؤۆۇۈۋ", "و"),
    **dict.fromkeys("ةەۀہھۂۃ", "ه"),
    **dict.fromkeys("کڪگݣڭ", "ك"),
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ڤ": "ف",
    "ڨ": "ق",
    "ٹ": "ت",
    "ڈ": "د",
    "ڑ": "ر",
    "ں": "ن",
    "ٴ": "",
    "ٶ": "و",
    "ٷ": "و",
    "ٸ": "ي",
}
_PUNCTUATION = {
    "؟": "?",
    "،": ",",
    "؛": ";",
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "۔": ".",
    "⁄": "/",
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("’‘‛´ʼ`", "'"),
    **dict.fromkeys("“”«»„", '"'),
}
_TATWEEL = "\u0640"
_ELONGATED = 3
"""A letter written this often in a row is written once ("نعمممم"); two may be spelling ("الله")."""


@dataclass(frozen=True)
class Normalised:
    """Folded text, and where each of its characters stood in the original."""

    original: str
    text: str
    origins: tuple[int, ...]
    """`origins[i]` is the index in `original` of the character behind `text[i]`."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of `text[start:end]`, with the marks that hang on its end."""
        if start >= end:
            raise ValueError(f"empty span {start}:{end}")
        last = self.origins[end - 1] + 1
        while last < len(self.original) and _is_dropped(self.original[last]):
            last += 1
        return self.origins[start], last


@lru_cache(maxsize=128)
def normalise(text: str) -> Normalised:
    """Fold letters, digits, marks, spaces and elongation; punctuation becomes ASCII, in place.

    Many readers fold the same message one after the other, so the latest ones are kept.
    """
    folded = _squeeze([(piece, i) for i, char in enumerate(text) for piece in fold(char)])
    return Normalised(text, "".join(c for c, _ in folded), tuple(i for _, i in folded))


def fold_text(text: str) -> str:
    """The folded text alone, stripped: for word lists, search keys and comparisons."""
    return normalise(text).text.strip()


@lru_cache(maxsize=4096)
def fold(char: str) -> str:
    """What one character becomes: nothing, one or several characters."""
    if char in _LETTERS:
        return _LETTERS[char]
    return "".join(_fold_one(c) for c in unicodedata.normalize("NFKC", char))


def _fold_one(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char == "\n" or char == "\r":
        return "\n"
    if _is_dropped(char):
        return ""
    if char.isspace():
        return " "
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return char.lower()


@lru_cache(maxsize=4096)
def _is_dropped(char: str) -> bool:
    """Diacritics, tatweel, zero-width and direction marks, emoji modifiers, control characters."""
    category = unicodedata.category(char)
    if char == _TATWEEL or category in ("Mn", "Me", "Cf"):
        return True
    if category == "Cc":
        return not char.isspace()
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def is_arabic(char: str) -> bool:
    """Whether a folded character is an Arabic letter."""
    return "\u0621" <= char <= "\u064a"


def _squeeze(chars: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """One space for many, one letter for an elongated one."""
    kept: list[tuple[str, int]] = []
    i = 0
    while i < len(chars):
        char = chars[i][0]
        j = i
        while j < len(chars) and chars[j][0] == char:
            j += 1
        elongated = is_arabic(char) and j - i >= _ELONGATED
        kept.extend(chars[i : i + 1] if char in " \n" or elongated else chars[i:j])
        i = j
    return kept
