"""Where am I in the queue."""

from __future__ import annotations

import pytest

from bot.text.queue_words import asks_place, is_impatient


@pytest.mark.parametrize(
    "text",
    [
        *("كم دوري", "وين وصل الدور", "متى دوري؟", "كم واحد قدامي", "كم باقي على دوري", "دوري"),
        *("وش ترتيبي في الانتظار", "kam dori", "where am i in the queue"),
    ],
)
def test_a_place_is_asked_for(text: str) -> None:
    assert asks_place(text)


@pytest.mark.parametrize(
    "text",
    [
        *("الدور الثاني طافي", "كم فاتورة الدور الارضي", "عداد الدور الاول كم رقمه", "كم فاتورتي"),
        *("متى يرد علي", "ابي انقل عداد الدور"),
    ],
)
def test_a_floor_is_no_place_in_a_queue(text: str) -> None:
    assert not asks_place(text)


@pytest.mark.parametrize(
    "text", ["متى يرد علي", "وينه الموظف", "طولتوا", "محد رد علي", "لسا ما رد"]
)
def test_who_waits_gets_impatient(text: str) -> None:
    assert is_impatient(text)


@pytest.mark.parametrize(
    "text", ["متى ترجع الكهرباء", "متى يجي الفني", "كم فاتورتي", "ما جاني الرمز"]
)
def test_others_are_waited_for_too(text: str) -> None:
    assert not is_impatient(text)
