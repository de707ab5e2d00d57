"""What is said of a code instead of its digits."""

from __future__ import annotations

import pytest

from bot.text.code_talk import may_be_code, says_code_came, withholds_code


@pytest.mark.parametrize(
    "text", ["وصلني الكود", "جاني الرمز الحمد لله", "الكود وصل", "استلمت الرمز", "i got the code"]
)
def test_the_code_came(text: str) -> None:
    assert says_code_came(text)


@pytest.mark.parametrize(
    "text",
    [
        "ما وصلني الكود",
        "للحين ما جاني الرمز",
        "وصلني الكود 123456",
        "متى يوصلني الرمز",
        "وصل الفني",
    ],
)
def test_it_did_not_or_here_it_is(text: str) -> None:
    assert not says_code_came(text)


def test_a_code_that_stays_with_its_owner() -> None:
    assert withholds_code("ما راح اعطيك الكود")
    assert not withholds_code("ما راح اعطيك هويتي")
    assert not withholds_code("عطوني الكود")


@pytest.mark.parametrize("text", ["جا جا الحين", "ايه وصلني", "اها لقيته"])
def test_where_a_code_is_awaited_what_came_is_the_code(text: str) -> None:
    assert says_code_came(text)


@pytest.mark.parametrize(("text", "digits"), [("123456", "123456"), ("12345", "12345")])
def test_what_may_be_a_code(text: str, digits: str) -> None:
    assert may_be_code(text, digits)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("وبعد 6000؟", "6000"), ("علي 4500 ريال", "4500"), ("12", "12"), ("", None)],
)
def test_what_asks_or_tells_something_is_none(text: str, digits: str | None) -> None:
    assert not may_be_code(text, digits)
