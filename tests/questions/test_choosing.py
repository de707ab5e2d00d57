"""Answer, ask which, or admit not to know."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.questions.choosing import BEFORE, CLEAR, CLOSE, FAINT, LIKE, SURE, Choice, choose

SCORES = st.lists(st.floats(-1, 1), max_size=6).map(lambda each: sorted(each, reverse=True))


def test_sure_and_clear_is_answered() -> None:
    assert choose([("a", SURE + 0.01), ("b", 0.0)]) == Choice(answer="a")


def test_the_next_one_that_is_close_stands_below_the_answer() -> None:
    close, far = 0.8 - CLOSE + 0.01, 0.8 - CLOSE - 0.01
    assert choose([("a", 0.8), ("b", close)]) == Choice(answer="a", offer=("b",))
    assert choose([("a", 0.8), ("b", far)]) == Choice(answer="a")
    assert choose([("a", SURE), ("b", LIKE - 0.01)]) == Choice(answer="a"), "no likeness at all"


def test_what_is_faintly_alike_is_answered_only_far_before_the_next() -> None:
    assert choose([("a", FAINT + 0.01), ("b", FAINT - CLEAR)]).answer == "a"
    near = FAINT - CLEAR / 2
    assert choose([("a", FAINT + 0.01), ("b", near)]).answer is None


def test_two_that_are_near_are_offered() -> None:
    assert choose([("a", 0.5), ("b", 0.5 - BEFORE / 2), ("c", 0.3)]) == Choice(offer=("a", "b"))


def test_nothing_alike_is_unknown() -> None:
    assert choose([("a", LIKE - 0.01), ("b", 0.0)]) == Choice()
    assert choose([]) == Choice()


@given(SCORES)
def test_never_the_answer_again_and_never_more_than_two(scores: list[float]) -> None:
    choice = choose([(str(i), score) for i, score in enumerate(scores)])
    assert choice.answer not in choice.offer
    assert len(choice.offer) <= (1 if choice.answer else 2)
    if choice.answer:
        assert choice.answer == "0" and scores[0] >= FAINT
