"""The words of the training data, how often they stand, and which follow which."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.text.tokens import split_clitics

START, END = "^", "$"
"""Before the first and after the last word of a message, in pairs of words."""
_UNSEEN = 0.3
"""How often a word counts as seen that is known only without its clitics, or not at all."""
_TRUST = 3.0
"""How many sightings of a word its pairs need to count as much as its own frequency."""
_LANGUAGE = 0.5
"""Weight of what is usual against what is written."""


@dataclass(frozen=True)
class KnownWords:
    """Counts of messages that hold each word, and each pair of neighbours.

    `general` are words of the language at large, which are no typos though no example has them.
    """

    counts: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    general: Collection[str] = frozenset()

    def seen(self, word: str) -> float:
        """How many messages hold the word as it is."""
        return self.counts.get(word, 0.0)

    def knows(self, word: str) -> bool:
        """Whether the word stands in the training data, with or without its clitics."""
        stem = split_clitics(word)[1]
        return word in self.counts or stem in self.counts or word in self._stems

    def is_general(self, word: str) -> bool:
        """Whether the language at large has the word."""
        return word in self.general or split_clitics(word)[1] in self.general

    def rarity(self, word: str) -> float:
        """Cost of a word without regard to its neighbours."""
        return -_LANGUAGE * math.log(self._share(word))

    def cost(self, before: str, word: str) -> float:
        """Cost of a word after another one: low where that is usual."""
        together = self.pairs.get((before, word), 0.0) + _TRUST * self._share(word)
        times = self._messages if before == START else self.seen(before)
        return -_LANGUAGE * math.log(together / (times + _TRUST))

    def _share(self, word: str) -> float:
        return (self.counts.get(word, _UNSEEN) + 0.1) / self._total

    @cached_property
    def _total(self) -> float:
        return max(sum(self.counts.values()), 1.0)

    @cached_property
    def _messages(self) -> float:
        return sum(n for (before, _), n in self.pairs.items() if before == START)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(split_clitics(word)[1] for word in self.counts)
