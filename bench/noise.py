"""How hurried people spoil what they write: typos, joined words, Latin letters.

The benchmark spoils messages that were held out, to see what the classifier loses.
"""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from bot.text.normalise import is_arabic

_NEIGHBOURS = {
    "ض": "ص", "ص": "ضث", "ث": "صق", "ق": "ثف", "ف": "قغ", "غ": "فع", "ع": "غه", "ه": "عخ",
    "خ": "هح", "ح": "خج", "ج": "حد", "د": "ج", "ش": "س", "س": "شي", "ي": "سب", "ب": "يل",
    "ل": "با", "ا": "لت", "ت": "ان", "ن": "تم", "م": "نك", "ك": "مط", "ط": "ك", "ئ": "ء",
    "ء": "ئؤ", "ؤ": "ءر", "ر": "ؤى", "ى": "رة", "ة": "ىو", "و": "ةز", "ز": "وظ", "ظ": "زط",
    "أ": "ا", "إ": "ا", "آ": "ا",
}  # fmt: skip
"""Keys beside each other on the Arabic keyboard."""
_LATIN = {
    "ا": "a", "أ": "a", "إ": "e", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "7",
    "خ": "5|kh", "د": "d", "ذ": "th", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "9|s",
    "ض": "'9|d", "ط": "6|t", "ظ": "6'|z", "ع": "3|a", "غ": "gh|'3", "ف": "f", "ق": "g|8|q",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w|o|oo", "ي": "y|i|ee", "ى": "a",
    "ة": "a|ah", "ء": "2|", "ئ": "2|e", "ؤ": "2|o",
}  # fmt: skip
_WORD = re.compile(r"[\u0621-\u064a]+")
_SHORT_VOWEL = 0.55
"""How often a short vowel is written between two consonants in Latin letters."""


def typos(text: str, count: int, random: Random) -> str:
    """A text with so many keys missed: a letter dropped, doubled, swapped or the one beside."""
    chars = list(text)
    for _ in range(count):
        places = [i for i, c in enumerate(chars) if is_arabic(c) or c in _NEIGHBOURS]
        if len(places) < 3:
            break
        i = random.choice(places)
        kind = random.randrange(4)
        if kind == 0:
            del chars[i]
        elif kind == 1:
            chars.insert(i, chars[i])
        elif kind == 2 and i + 1 < len(chars) and chars[i + 1] != " ":
            chars[i], chars[i + 1] = chars[i + 1], chars[i]
        else:
            chars[i] = random.choice(_NEIGHBOURS.get(chars[i], chars[i]))
    return "".join(chars)


def joined(text: str, random: Random) -> str:
    """A text with one space between Arabic words left out, where there is one."""
    spaces = [m.start() for m in re.finditer(r"(?<=[\u0621-\u064a]) (?=[\u0621-\u064a])", text)]
    if not spaces:
        return text
    place = random.choice(spaces)
    return text[:place] + text[place + 1 :]


def latin(text: str, random: Random) -> str:
    """A text in Arabizi, one of its many spellings."""
    return _WORD.sub(lambda m: _latin_word(m.group(), random), text)


def _latin_word(word: str, random: Random) -> str:
    spelt = [random.choice(_LATIN.get(letter, "").split("|")) for letter in word]
    written = [spelt[0]]
    for before, after in pairwise(spelt):
        consonants = before[-1:] not in tuple("aeoiwy") and after[:1] not in tuple("aeoiwy")
        if consonants and random.random() < _SHORT_VOWEL:
            written.append(random.choice("aaei"))
        written.append(after)
    return "".join(written)
