"""Who asks for a moment."""

from __future__ import annotations

import pytest

from bot.text.wait_words import asks_first_to_wait, asks_to_wait


@pytest.mark.parametrize(
    "text", ["لحظه", "استنى شوية", "طيب دقيقة بس", "بشوف الصك", "خلني اسال ابوي", "wait", "شوي"]
)
def test_a_moment_is_asked_for(text: str) -> None:
    assert asks_to_wait(text)


@pytest.mark.parametrize(
    "text", ["200", "شوي عليكم", "الرياض حي النرجس", "انتظر الفاتورة من شهر ولا جت للحين"]
)
def test_these_are_answers(text: str) -> None:
    assert not asks_to_wait(text)


def test_who_asks_to_wait_wants_no_person() -> None:
    assert asks_first_to_wait("اصبر شوية اكلمه")
    assert not asks_first_to_wait("لحظة ابي اكلم موظف")
    assert not asks_first_to_wait("اصبر ابي اكلم مدير عندكم")
    assert not asks_first_to_wait("ابي احد يكلمني")
