"""What is said of a code instead of its digits."""

from __future__ import annotations

import pytest

from bot.text.code_talk import says_code_came, withholds_code


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
