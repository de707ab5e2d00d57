"""The registered mobile in somebody else's hands."""

from __future__ import annotations

import pytest

from bot.text.mobile_holders import is_out_of_reach, is_with_another


@pytest.mark.parametrize(
    "text",
    [
        *(
            "القديم عند ولدي",
            "الجوال القديم مع بنتي",
            "الرقم المسجل باسم ابوي",
            "الرمز راح عند المالك",
        ),
        *("الشريحة مع السواق", "الجوال المسجل مع واحد ثاني"),
    ],
)
def test_somebody_else_holds_it(text: str) -> None:
    assert is_with_another(text) and is_out_of_reach(text)


@pytest.mark.parametrize("text", ["رقمي تغير", "الجوال القديم ضاع", "الرقم مو معي"])
def test_it_is_lost_or_changed(text: str) -> None:
    assert is_out_of_reach(text) and not is_with_another(text)


@pytest.mark.parametrize(
    "text", ["123456", "ما وصل الرمز", "الجوال معي", "انا ساكن مع ولدي", "كم فاتورتي", "ارسل الرمز"]
)
def test_neither(text: str) -> None:
    assert not is_out_of_reach(text)


@pytest.mark.parametrize("text", ["ما عندي الكود هو يوصله هو", "الكود راح على جوال ابوي"])
def test_the_code_goes_to_somebody_else(text: str) -> None:
    assert is_with_another(text)


@pytest.mark.parametrize(
    "text", ["غيرت شريحتي من شهر كيف احدثه", "لسا ما جا، يمكن على رقمي القديم"]
)
def test_the_code_goes_to_the_number_of_before(text: str) -> None:
    assert is_out_of_reach(text)
