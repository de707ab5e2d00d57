"""Copies of training messages as hurried people write them: typos, joined words, Latin letters.

A classifier that has met "فاتروتي" and "fatorti" reads what no speller repairs. The same examples
are spoilt alike in every training.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from bot.text.normalise import fold_text, is_arabic
from bot.text.slip_costs import near_letters
from bot.text.sounds import spellings

SHARE = 0.35
"""Of the examples that have Arabic words get a copy. On one fold, 0.6 reads two typos 0.7 points
better (76.2 %) and the rest no better, and trains 40 % longer."""
_SEED = 2026
_FEWEST_LETTERS = 4
_HOW_SPOILT = ("typos", "joined", "latin")
_HOW_OFTEN = (3, 1, 1.5)
_HOW_MANY_TYPOS = (1, 2, 2, 3)
_COMMONEST = 0.65
"""How often a letter gets its commonest Latin spelling."""
_VOWEL_WRITTEN = 0.5
"""How often a short vowel is written between two consonants."""
_SHORT_VOWELS = "aaei"
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]+")
_SPACE = re.compile(r"(?<=[\u0621-\u064a]) (?=[\u0621-\u064a])")


def spoilt_copies(examples: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A spoilt text and its intent, for some of the pairs of text and intent."""
    for text, intent in examples:
        random = Random(f"{_SEED}:{text}")  # its own: one example more changes no other's copy
        chosen = random.random() < SHARE
        if chosen and sum(map(is_arabic, text)) >= _FEWEST_LETTERS:
            spoilt = _spoil(text, random)
            if spoilt != text:
                yield spoilt, intent


def _spoil(text: str, random: Random) -> str:
    (how,) = random.choices(_HOW_SPOILT, _HOW_OFTEN)
    if how == "typos":
        for _ in range(random.choice(_HOW_MANY_TYPOS)):
            text = _with_typo(text, random)
        return text
    return _joined(text, random) if how == "joined" else _in_latin(text, random)


def _with_typo(text: str, random: Random) -> str:
    """A letter left out, doubled, swapped with the next or mistaken for one near it."""
    places = [i for i, letter in enumerate(text) if is_arabic(letter)]
    if len(places) < _FEWEST_LETTERS:
        return text
    i = random.choice(places)
    head, letter, tail = text[:i], text[i], text[i + 1 :]
    near = near_letters(letter)
    swapped = head + tail[0] + letter + tail[1:] if tail and is_arabic(tail[0]) else head + tail
    mistaken = head + random.choice(near) + tail if near else head + tail
    return random.choice((head + tail, head + letter + letter + tail, swapped, mistaken))


def _joined(text: str, random: Random) -> str:
    places = [match.start() for match in _SPACE.finditer(text)]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + text[place + 1 :]


def _in_latin(text: str, random: Random) -> str:
    """The message in Arabizi; each letter in one of its spellings."""
    return _ARABIC_WORD.sub(lambda match: _latin_word(match.group(), random), fold_text(text))


def _latin_word(word: str, random: Random) -> str:
    written = ""
    for letter in word:
        spelt = _spelling(spellings(letter), random)
        between = written and not _is_vowel(written[-1]) and spelt and not _is_vowel(spelt[0])
        if between and random.random() < _VOWEL_WRITTEN:
            written += random.choice(_SHORT_VOWELS)
        written += spelt
    return written


def _spelling(known: Sequence[str], random: Random) -> str:
    if len(known) < 2 or random.random() < _COMMONEST:
        return known[0] if known else ""
    return random.choice(known[1:])


def _is_vowel(letter: str) -> bool:
    return letter in "aeiouwy"
