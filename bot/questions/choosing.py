"""What to do with the questions that a message resembles: answer, ask which, or say that we do
not know. A made-up answer is worse than none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Ranked = Sequence[tuple[str, float]]

SURE = 0.3
"""Score from which a question is answered …"""
BEFORE = 0.06
"""… if the next one is so far behind …"""
CLOSE = 0.2
"""… and with a button that leads to the next one, if that is no further behind."""
FAINT = 0.2
"""From this score on too, if the next one is `CLEAR` behind. Each of 5,000 training phrasings left
out in turn: 83.6 % are answered rightly, 7 % of them with such a button, and 4.5 % wrongly, a third
of these with the right question on the button. (All from `SURE` and `CLEAR` on, without a button:
80.1 and 3.4 %.) Of 110 questions that the list does not know (tests/data/off_list.yml and a list
like it) no further one is answered."""
CLEAR = 0.12
"""What is not surely a general question is answered as one only so far before the next."""
LIKE = 0.15
"""Score from which a question is worth a button."""
RESCUE = 0.45
"""Score from which a message that the classifier did not understand is answered as a question …"""
CONCEIVABLE = 0.2
"""… if the classifier gave `ask_question` this probability: "متى يبدأ دوام المدارس" is 0.6 alike to
the hours of our staff, and 0.15 likely to be a question of ours."""
OFFERED = 2


@dataclass(frozen=True)
class Choice:
    """`answer`: this question's, and beside it `offer`, if another one is close. Without an answer
    `offer`: one of these, or nothing of the list."""

    answer: str | None = None
    offer: tuple[str, ...] = ()


def choose(ranked: Ranked) -> Choice:
    """What to do, given the questions with their scores, the likeliest first."""
    if is_sure(ranked, SURE, BEFORE) or is_sure(ranked, FAINT, CLEAR):
        close = [key for key, score in ranked[1:2] if score >= max(LIKE, ranked[0][1] - CLOSE)]
        return Choice(answer=ranked[0][0], offer=tuple(close))
    return Choice(offer=tuple(key for key, score in ranked[:OFFERED] if score >= LIKE))


def is_sure(ranked: Ranked, least: float, before: float = CLEAR) -> bool:
    """Whether the likeliest question has at least the score `least`, and is so far `before` the
    next."""
    if not ranked or ranked[0][1] < least:
        return False
    return len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= before
