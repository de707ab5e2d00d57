"""What to do with the questions that a message resembles: answer, ask which, or say that we do
not know. A made-up answer is worse than none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Ranked = Sequence[tuple[str, float]]

SURE = 0.3
"""Score from which a question is answered …"""
CLEAR = 0.12
"""… if the next one is so far behind. Each training phrasing left out in turn: 82 % are answered,
of which 5 % wrongly (4 % of all)."""
LIKE = 0.15
"""Score from which a question is worth a button."""
RESCUE = 0.45
"""Score from which a message that the classifier did not understand is answered as a question."""
OFFERED = 2


@dataclass(frozen=True)
class Choice:
    """`answer`: this question's. Else `offer`: one of these, or nothing of the list."""

    answer: str | None = None
    offer: tuple[str, ...] = ()


def choose(ranked: Ranked) -> Choice:
    """What to do, given the questions with their scores, the likeliest first."""
    if is_sure(ranked, SURE):
        return Choice(answer=ranked[0][0])
    return Choice(offer=tuple(key for key, score in ranked[:OFFERED] if score >= LIKE))


def is_sure(ranked: Ranked, least: float) -> bool:
    """Whether the likeliest question has at least that score and is clearly before the next."""
    if not ranked or ranked[0][1] < least:
        return False
    return len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= CLEAR
