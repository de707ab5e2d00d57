"""Arabic words by how they are heard in Latin letters: "a7adeth" and "ahaddith" are احدث.

Everybody spells Arabizi by own habits, so no table of words is long enough. A Latin word has the
consonants of the Arabic ones that it may be (`latin_bones`, `arabic_bones`); `sound_cost` says how
well each of them fits letter by letter.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"'[3679]|[3679]'|gh|kh|sh|ch|th|dh|aa|ee|oo|ou|[a-z2-9']")
_WITH_H = frozenset("gh kh sh th dh".split())
_SPELT = {
    "ا": "a aa e i 2 o u", "ب": "b p", "ت": "t", "ث": "th s", "ج": "j g", "ح": "7 h",
    "خ": "kh 5 7' '7", "د": "d", "ذ": "th dh z", "ر": "r", "ز": "z", "س": "s", "ش": "sh ch",
    "ص": "9 s", "ض": "9' '9 d dh", "ط": "6 t", "ظ": "6' '6 z th dh", "ع": "3 a aa e 2",
    "غ": "gh 3' '3 g", "ف": "f v", "ق": "g q 8 k", "ك": "k c ch", "ل": "l", "م": "m", "ن": "n",
    "ه": "h a e", "و": "w o oo u ou", "ي": "y i ee e a", "ء": "2 a e",
}  # fmt: skip
"""How each folded letter is spelt, its commonest spelling first."""
_LATIN_CLASSES = {
    "B": "b p", "T": "t 6", "D": "th d dh z 9' '9 6' '6", "S": "s 9", "H": "7 h",
    "X": "kh 5 7' '7", "K": "g q 8 k c gh 3' '3", "C": "sh ch", "F": "f v", "KS": "x",
    **{letter.upper(): letter for letter in "rlmnj"},
}  # fmt: skip
_ARABIC_CLASSES = {
    "B": "ب", "T": "تط", "D": "ثذدضظز", "S": "سص", "H": "حه", "X": "خ", "K": "قكغ", "C": "ش",
    "F": "ف", "R": "ر", "L": "ل", "M": "م", "N": "ن", "J": "ج",
}  # fmt: skip
_CLASS_OF_UNIT = {u: name for name, units in _LATIN_CLASSES.items() for u in units.split()}
_CLASS_OF_LETTER = {a: name for name, letters in _ARABIC_CLASSES.items() for a in letters}
_HEARD = {
    (unit, letter): 0.1 + 0.3 * place
    for letter, units in _SPELT.items()
    for place, unit in enumerate(units.split())
}
_VOWELS = frozenset("a aa e ee i o oo ou u y w 2 '".split())
_DOUBLED = re.compile(r"(.)\1+")
WRONG = 5.0
"""A unit for a letter that it never stands for; an unheard consonant costs `ADDED`."""
ADDED, SHORT_VOWEL, DOUBLED = 4.0, 0.35, 0.1
"""A unit without a letter: a consonant, a vowel (short ones are not written), a double."""
UNHEARD_WEAK, UNHEARD_GLIDE = 1.0, 1.6
"""A letter without a unit: one of ا ع ء ه, one of و ي."""


def spellings(letter: str) -> list[str]:
    """Latin spellings of a folded letter, the commonest first; none for other characters."""
    return _SPELT.get(letter, "").split()


def units(word: str) -> list[str]:
    """A Latin word cut into what stands for one sound each."""
    return _UNIT.findall(word)


def ways(word: str) -> list[list[str]]:
    """A Latin word cut into its sounds, and once more with each h apart: "kh" is a خ, but كه in
    "kahraba" written short ("khraba")."""
    together = units(word)
    apart = [part for unit in together for part in (unit if unit in _WITH_H else (unit,))]
    return [together] if apart == together else [together, apart]


def latin_bones(sounds: list[str]) -> str:
    """The classes of the consonants that are heard; a mute h at the end is none."""
    kept = [_CLASS_OF_UNIT.get(unit, "") for unit in sounds]
    if _ends_mute(sounds):
        kept[-1] = ""
    return _DOUBLED.sub(r"\1", "".join(kept))


def arabic_bones(word: str) -> str:
    """The same of a folded Arabic word."""
    body = word[:-1] if word.endswith("ه") and len(word) > 2 else word
    return _DOUBLED.sub(r"\1", "".join(_CLASS_OF_LETTER.get(letter, "") for letter in body))


def sound_cost(sounds: list[str], word: str) -> float:
    """How badly an Arabic word fits what is heard; 0 to 1 is a usual spelling of it."""
    row = [0.0]
    for j, letter in enumerate(word):
        row.append(row[j] + _unheard(letter))
    for i, unit in enumerate(sounds):
        before, added = row, _added(sounds, i)
        row = [before[0] + added]
        for j, letter in enumerate(word):
            heard = before[j] + _HEARD.get((unit, letter), WRONG)
            row.append(min(heard, before[j + 1] + added, row[j] + _unheard(letter)))
    return row[-1]


def _ends_mute(sounds: list[str]) -> bool:
    return len(sounds) > 1 and sounds[-1] == "h" and sounds[-2] in _VOWELS


def _added(sounds: list[str], i: int) -> float:
    if i == len(sounds) - 1 and _ends_mute(sounds):
        return DOUBLED
    if sounds[i] in _VOWELS:
        return SHORT_VOWEL
    return DOUBLED if i and sounds[i - 1] == sounds[i] else ADDED


def _unheard(letter: str) -> float:
    if letter in "اعءه":
        return UNHEARD_WEAK
    return UNHEARD_GLIDE if letter in "وي" else ADDED
