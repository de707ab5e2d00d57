"""What is wanted before the other thing."""

from __future__ import annotations

import pytest

from bot.text.first_of_all import first_of_all


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        (
            "ابي اعترض على الفاتورة بس قبل ورني التفاصيل",
            "ورني التفاصيل",
            "ابي اعترض على الفاتورة",
        ),
        ("بقدم شكوى لكن اول كم المبلغ علي؟", "كم المبلغ علي؟", "بقدم شكوى"),
        ("ابغى احدث، بس قبلها ليش تسألون", "ليش تسألون", "ابغى احدث"),
        (
            "اعتراض على 30000000011 بس قبل ورني وش فيها",
            "ورني وش فيها 30000000011",
            "اعتراض على 30000000011",
        ),
    ],
)
def test_turned(text, first, then):
    assert first_of_all(text) == (first, then)


@pytest.mark.parametrize(
    "text",
    ["فاتورتي غالية بس قبل شهرين كانت اقل", "ابي اعترض قبل نهاية الشهر", "ورني التفاصيل اول", ""],
)
def test_a_time_before_turns_nothing(text):
    assert first_of_all(text) is None
