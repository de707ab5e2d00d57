"""Slips of field words, and those that are words of their own."""

from __future__ import annotations

import pytest

from bot.text.slips import slips
from bot.text.values import find_values


def fields(text: str) -> list[str]:
    return [v.value for v in find_values(text) if v.kind == "field"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("الحوال غلط", "mobile"), ("عدل الجوالل", "mobile"), ("جولاي تغير", "mobile"),
        ("الصكك عندي", "deed"), ("الايمل خطأ", "email"), ("ايميلللي", "email"),
        ("الهويية منتهية", "identity"), ("raqmi", "mobile"), ("el jawwal", "mobile"),
        ("jawali ghalat", "mobile"), ("ismi ghalat", "name"), ("el hawiya", "identity"),
        ("raqm el7sab", "account"), ("3agd el ejar", "ejar"), ("elemail", "email"),
    ],
)  # fmt: skip
def test_a_field_word_with_one_slip_or_in_latin_letters(text: str, field: str) -> None:
    assert fields(text) == [field]


@pytest.mark.parametrize(
    "text", ["حوالي ساعة", "الاحوال المدنية", "الامس", "امي", "حسبي الله", "برد الجو", "حاسبوني"]
)
def test_other_words_are_no_slips_of_field_words(text: str) -> None:
    assert fields(text) == []


def test_slips_keep_article_and_first_letter() -> None:
    assert all(s.startswith("الج") or s in ("الحوال", "الخوال") for s in slips("الجوال"))
    assert "الجول" in slips("الجوال")
    assert slips("صك") == set()
