"""Arabic in Latin letters ("kahraba tafya") and common English words, folded to Arabic.

The folding need not be right letter by letter: the classifier reads consonants, where ت and ط
are the same. What must be right are the words that carry the meaning, so these are listed.
"""

from __future__ import annotations

import re

from bot.text.arabizi_words import ENGLISH, NAMES, SPELLINGS

_WORD = re.compile(r"(?=[\d']*[a-z])[a-z'235-9]+")
_ARTICLE = re.compile(r"\b(?:al|el|il)[ -]+((?=[\d']*[a-z])[a-z'235-9]+)")
"""An article that stands apart: "kol el 7ara"."""
_PAIRS = (
    ("3'", "غ"), ("6'", "ظ"), ("7'", "خ"), ("9'", "ض"), ("gh", "غ"), ("kh", "خ"), ("sh", "ش"),
    ("ch", "ش"), ("th", "ث"), ("dh", "ذ"), ("oo", "و"), ("ou", "و"), ("ee", "ي"), ("ei", "ي"),
    ("ai", "ي"), ("ay", "ي"), ("aw", "و"), ("au", "و"), ("aa", "ا"), ("ck", "ك"), ("ph", "ف"),
    ("qu", "ك"),
)  # fmt: skip
_SINGLES = {
    "2": "ا", "3": "ع", "5": "خ", "6": "ط", "7": "ح", "8": "ق", "9": "ص", "a": "ا", "b": "ب",
    "c": "ك", "d": "د", "e": "ي", "f": "ف", "g": "ق", "h": "ه", "i": "ي", "j": "ج", "k": "ك",
    "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب", "q": "ق", "r": "ر", "s": "س", "t": "ت",
    "u": "و", "v": "ف", "w": "و", "x": "كس", "y": "ي", "z": "ز", "'": "",
}  # fmt: skip
_ROMAN = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "th",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "o",
    "ي": "i", "ء": "",
}  # fmt: skip
_ENGLISH_PHRASES = tuple(pair for pair in ENGLISH.items() if " " in pair[0])
_MAINLY = 0.6


def is_mainly_latin(folded: str) -> bool:
    """Whether most letters of folded text are Latin."""
    latin = sum("a" <= c <= "z" for c in folded)
    letters = sum(c.isalpha() for c in folded)
    return latin > 0 and latin >= _MAINLY * letters


def fold_latin(folded: str) -> str:
    """Latin words of folded text as Arabic: known ones by meaning, the others by sound."""
    if not _WORD.search(folded):
        return folded
    joined = _ARTICLE.sub(lambda m: _definite(fold_word(m[1])), fold_phrases(folded))
    return _WORD.sub(lambda m: fold_word(m.group()), joined)


def _definite(word: str) -> str:
    return word if word.startswith("ال") else f"ال{word}"


def fold_phrases(text: str) -> str:
    """Folded text with common English phrases in Arabic; single words stay."""
    for phrase, meaning in _ENGLISH_PHRASES:
        if phrase in text:
            text = re.sub(rf"\b{re.escape(phrase)}\b", meaning, text)
    return text


def is_listed(word: str) -> bool:
    """Whether a Latin word stands in the lists, so that its meaning need not be guessed."""
    squeezed = _squeeze(word)
    return squeezed in ENGLISH or squeezed in SPELLINGS


def fold_word(word: str) -> str:
    """One Latin word as Arabic: by meaning if it is listed, else letter by letter."""
    squeezed = _squeeze(word)
    known = ENGLISH.get(squeezed) or SPELLINGS.get(squeezed)
    if known is not None:
        return known
    for article in ("al", "el", "il"):
        rest = squeezed[len(article) :].lstrip("-'")
        if squeezed.startswith(article) and rest in SPELLINGS:
            return "ال" + SPELLINGS[rest]
    return transliterate(squeezed)


def _squeeze(word: str) -> str:
    """Stretched letters once ("plzzzz")."""
    return re.sub(r"([a-z])\1{2,}", r"\1", word)


def transliterate(word: str) -> str:
    """A Latin word by sound; short vowels inside it are not written in Arabic."""
    bare = word[0] + re.sub(r"(?<=[^aeiou])[aeiou](?=[^aeiou][^aeiou]|[^aeiou]$)", "", word[1:])
    bare = re.sub(r"([a-z])\1", lambda m: m[0] if m[1] in "aeo" else m[1], bare)
    for latin, arabic in _PAIRS:
        bare = bare.replace(latin, arabic)
    return "".join(_SINGLES.get(c, c) for c in bare)


def romanise(folded: str) -> str:
    """Arabic letters as people write them in addresses: known names by habit, others by sound."""
    return re.sub(r"[\u0621-\u064a]+", lambda m: _romanise_word(m.group()), folded).replace(" ", "")


def _romanise_word(word: str) -> str:
    return NAMES.get(word) or "".join(_ROMAN.get(c, "") for c in word)
