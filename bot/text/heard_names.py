"""Words of a name, found again where they are written in Latin letters: "mahal" is "محل"."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.text.sounds import arabic_bones, latin_bones, sound_cost, ways

_LATIN = re.compile(r"[a-z][a-z2-9']*")
_CLITICS = re.compile(r"(?:w|wa|f|b|l|bi|li)?(?:al|el|il|l)?[-']?")
_WELL = 2.0
"""Highest cost of a spelling that is taken for the word; see `sounds.sound_cost`."""
_FEWEST = 2
"""Consonants without which a word is like too many others."""


def as_heard(text: str, words: Collection[str]) -> str:
    """Folded text with each Latin word that sounds like one of the folded `words` as that word."""
    return _LATIN.sub(lambda found: _heard(found.group(), words), text)


def _heard(written: str, words: Collection[str]) -> str:
    costs = [
        (sound_cost(sounds, word), word)
        for rest in _without_clitics(written)
        for sounds in ways(rest)
        for word in words
        if len(arabic_bones(word)) >= _FEWEST and latin_bones(sounds) == arabic_bones(word)
    ]
    cost, word = min(costs, default=(_WELL, written))
    return word if cost < _WELL else written


def _without_clitics(written: str) -> set[str]:
    """The word itself, and without each "wal", "el", "b" that it may begin with."""
    longest = _CLITICS.match(written)
    end = longest.end() if longest else 0
    starts = [n for n in range(end + 1) if _CLITICS.fullmatch(written[:n])]
    rests = {written[start:] for start in starts if len(written) - start > 1}
    return rests | {rest[:-1] for rest in rests if rest.endswith(("at", "et"))}  # "mazra3at X"
