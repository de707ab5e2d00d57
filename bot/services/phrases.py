"""Phrases of the catalogue against what people type.

A phrase is one or more words; each must stand in the message, in any order, with or without
article and other clitics. `نقل/انقل/ننقل عداد` gives several forms of one word. A phrase that
begins with `~` only counts where no other phrase fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text
from bot.text.tokens import folded_words, split_clitics

_SUFFIXES = re.compile(r"(?:ي|نا|كم|ه|ها|هم)$")
_FEMININE = re.compile(r"ت(?:ي|نا|كم|ه|ها|هم)$")
"""Of "شاشته" and "مزرعتي": what the ending makes of a "ه"."""
_SHORTEST = 3
_SHORT_CLITICS = "لبو"
_WEAK = "~"


def fit(phrases: Iterable[str], text: str) -> int:
    """How well the best phrase fits: two for each of its words, one for a weak phrase; 0: none."""
    said = forms_of(text)
    return max((_length(phrase) for phrase in phrases if _stands_in(phrase, said)), default=0)


def says_one_of(phrases: Iterable[str], text: str) -> bool:
    """Whether the message holds any of the phrases."""
    return fit(phrases, text) > 0


def forms_of(text: str) -> frozenset[str]:
    """The words of a message, each also without clitics and without a possessive ending."""
    folded = fold_text(text)
    forms = set()
    for word in [*folded_words(folded), *folded_words(fold_latin(folded))]:
        bare = split_clitics(word)[1]
        forms |= {word, bare, _without_suffix(bare), _FEMININE.sub("ه", bare)}
        if word[0] in _SHORT_CLITICS and len(word) > _SHORTEST:  # "لنقل": too short to be certain
            forms.add(word[1:])
    return frozenset(forms)


def _without_suffix(word: str) -> str:
    stem = _SUFFIXES.sub("", word)
    return stem if len(stem) >= _SHORTEST else word


@lru_cache(maxsize=4096)
def _words(phrase: str) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(form for one in word.split("/") for form in _forms_of_entry(one))
        for word in phrase.lstrip(_WEAK).split()
    )


def _forms_of_entry(word: str) -> set[str]:
    folded = fold_text(word)
    return {folded, split_clitics(folded)[1]}


def _length(phrase: str) -> int:
    return 1 if phrase.startswith(_WEAK) else 2 * len(phrase.split())


def _stands_in(phrase: str, said: frozenset[str]) -> bool:
    return all(forms & said for forms in _words(phrase))
