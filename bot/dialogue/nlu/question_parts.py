"""Several general questions in one message: "كيف اقسط وكم رسوم اعادة التيار".

The parts are those that the classifier would look at; each has to be sure of a question of its
own, which the whole message is like too. So what is only said beside a question ("بسافر شهر وش
اطفي") asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogue.nlu.clauses import clauses, cuts
from bot.questions.choosing import Ranked, is_sure

MANY = 0.2
"""Least score of each question in the whole message …"""
PART = 0.45
"""… and in its part. Of 584 messages that ask one question in words that are in no training data,
4 are taken for two; of 150 pairs of them, put together by "and" or a question mark, 61 are told
apart rightly and 3 wrongly. The others are answered as one question, as before."""
_MOST = 3
Rank = Callable[[str], list[tuple[str, float]]]
"""Every question with its score in a text, the likeliest first."""


@dataclass(frozen=True)
class Part:
    """Words that ask one question of the list."""

    text: str
    ranked: list[tuple[str, float]]

    @property
    def key(self) -> str:
        """The question."""
        return self.ranked[0][0]


def questions_asked(text: str, whole: Ranked, rank: Rank) -> list[Part]:
    """The parts of a message, in their order, that ask different questions; fewer than two: none.

    `whole`: every question with its score in the message; `rank` gives the same for a part.
    """
    possible = {key for key, score in whole if score >= MANY}
    if len(possible) < 2:
        return []
    pieces = clauses(text)
    ways = [pieces] if len(pieces) > 1 else []
    ways += [list(way) for way in cuts(max(pieces, key=len, default=text))]
    found = [_sure_parts(way, possible, rank) for way in ways]
    best = max(found, key=_certainty, default=[])
    return best if len(best) > 1 else []


def _certainty(parts: list[Part]) -> tuple[int, float]:
    return len(parts), min((part.ranked[0][1] for part in parts), default=0.0)


def _sure_parts(pieces: list[str], possible: set[str], rank: Rank) -> list[Part]:
    """Parts that surely ask one of the possible questions, each question once."""
    sure: dict[str, Part] = {}
    for piece in pieces:
        ranked = rank(piece)
        if is_sure(ranked, PART) and ranked[0][0] in possible:
            sure.setdefault(ranked[0][0], Part(piece, ranked))
    return list(sure.values())[:_MOST]
