"""Accounts told by the end of their numbers."""

from __future__ import annotations

import pytest

from bot.text.endings import number_ending_in

NUMBERS = ("30000004417", "30000004418", "30000094418")


@pytest.mark.parametrize(
    "text",
    [
        "4417",
        "٤٤١٧",
        "كم فاتورة اللي اخره 4417",
        "الحساب اللي ينتهي ب 4417",
        "ابو 4417",
        "ends with 4417",
    ],
)
def test_the_end_of_one_number(text: str) -> None:
    assert number_ending_in(text, NUMBERS) == "30000004417"


@pytest.mark.parametrize(
    "text", ["4418", "اللي اخره 9999", "المبلغ 4417 ريال", "417", "اخر 3 فواتير", ""]
)
def test_several_none_or_something_else(text: str) -> None:
    assert number_ending_in(text, NUMBERS) is None
