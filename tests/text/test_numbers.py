from __future__ import annotations

import pytest

from bot.text.normalise import normalise
from bot.text.numbers import find_number_words


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("خمسة آلاف", "5000"),
        ("ثلاثين", "30"),
        ("ألف ومئتين وخمسين", "1250"),
        ("الفين وخمسمية", "2500"),
        ("ثلاثمية وخمسة وعشرين", "325"),
        ("مليون", "1000000"),
        ("خمسطعش", "15"),
        ("صفر خمسة خمسة واحد اثنين ثلاثة اربعة خمسة ستة سبعة", "0551234567"),
        ("واحد، واحد، صفر، صفر", "1100"),
    ],
)
def test_reads(text: str, digits: str) -> None:
    assert [n.digits for n in find_number_words(normalise(text).text)] == [digits]


def test_words_between_part_numbers() -> None:
    found = find_number_words(normalise("عشرين كيلو او ثلاثين").text)
    assert [n.digits for n in found] == ["20", "30"]


@pytest.mark.parametrize("text", ["وين الفاتورة", "فاتورتي", "ستار", ""])
def test_other_words_are_no_numbers(text: str) -> None:
    assert find_number_words(normalise(text).text) == []
