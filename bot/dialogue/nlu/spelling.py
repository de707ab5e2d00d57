"""Unknown words read as the known ones that were meant: "كمفاتورتي", "بياناتتي".

Known are the words of the training data. A word that is none of them, with or without its clitics,
may be two of them without the space between, or one of them with a key missed. In Latin letters it
is the word with the same consonants ("abgha a7adeth" → "ابغا احدث").
"""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.dialogue.nlu.features import skeleton
from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.normalise import fold_text, is_arabic
from bot.text.tokens import split_clitics, words

_SHORTEST = 4
"""Shorter unknown words are too near to too many others."""
_SEEN = 2
"""A word that stands only once in the training data may be a typo itself."""
_SHORTEST_PART, _SEEN_SHORT = 2, 8
"""A part of two or three letters must be this frequent."""


class Speller:
    """Repairs words by those of the training data, given with how many messages hold each."""

    def __init__(self, counts: Mapping[str, float]) -> None:
        """Words without clitics are known too."""
        self._known = frozenset(counts) | {split_clitics(word)[1] for word in counts}
        self._counts = {w: n for w, n in counts.items() if n >= _SEEN and is_arabic(w[0])}
        by_length: dict[int, list[str]] = {}
        for word in self._counts:
            by_length.setdefault(len(word), []).append(word)
        self._by_length = by_length
        rising = sorted(self._counts, key=self._counts.__getitem__)
        self._by_bones = {skeleton(word): word for word in rising}

    def repair(self, text: str) -> str:
        """The text with its unknown words repaired where a known one is near; Latin as Arabic."""
        folded = fold_text(text)
        latin = is_mainly_latin(folded)
        text = fold_latin(folded) if latin else text
        pieces, end = [], 0
        for word in words(text):
            meant = self._meant(word.text.rstrip("\u0621"), latin)
            if meant is not None:
                pieces += [text[end : word.start], meant]
                end = word.end
        return "".join([*pieces, text[end:]])

    def _meant(self, word: str, latin: bool) -> str | None:
        if not word or not is_arabic(word[0]):
            return None
        if word in self._known or split_clitics(word)[1] in self._known:
            return None
        if latin and (alike := self._by_bones.get(skeleton(word))):
            return alike
        if len(word) < _SHORTEST:
            return None
        return self._apart(word) or self._nearest(word)

    def _apart(self, word: str) -> str | None:
        """Two known words without the space between; of several the most frequent ones."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        best = max(cuts, key=lambda cut: self._weight(word[:cut], word[cut:]), default=0)
        if not best or not self._weight(word[:best], word[best:]):
            return None
        return f"{word[:best]} {word[best:]}"

    def _weight(self, *parts: str) -> float:
        """How frequent the rarer part is; nothing when one is unknown or short and rare."""
        return min(
            n if (n := self._counts.get(p, 0.0)) >= _SEEN_SHORT or len(p) >= _SHORTEST else 0.0
            for p in parts
        )

    def _nearest(self, word: str) -> str | None:
        """The most frequent known word with one key missed."""
        size = len(word)
        near = [w for n in (size - 1, size, size + 1) for w in self._by_length.get(n, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=1, limit=None)
        return max((w for w, _, _ in found), key=self._counts.__getitem__, default=None)
