"""Answer, ask which, or admit not to know."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.questions.choosing import CLEAR, LIKE, SURE, Choice, choose

SCORES = st.lists(st.floats(-1, 1), max_size=6).map(lambda each: sorted(each, reverse=True))


def test_sure_and_clear_is_answered() -> None:
    assert choose([("a", SURE + 0.01), ("b", 0.0)]) == Choice(answer="a")


def test_two_that_are_near_are_offered() -> None:
    assert choose([("a", 0.5), ("b", 0.5 - CLEAR / 2), ("c", 0.3)]) == Choice(offer=("a", "b"))


def test_nothing_alike_is_unknown() -> None:
    assert choose([("a", LIKE - 0.01), ("b", 0.0)]) == Choice()
    assert choose([]) == Choice()


@given(SCORES)
def test_never_both_and_never_more_than_two(scores: list[float]) -> None:
    choice = choose([(str(i), score) for i, score in enumerate(scores)])
    assert not (choice.answer and choice.offer)
    assert len(choice.offer) <= 2
    if choice.answer:
        assert choice.answer == "0" and scores[0] >= SURE
