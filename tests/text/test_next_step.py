"""What comes next."""

from __future__ import annotations

import pytest

from bot.text.next_step import asks_next_step


@pytest.mark.parametrize(
    "text",
    [
        "طيب وبعدين",
        "وبعدين؟",
        "وش اسوي الحين",
        "طيب وش اسوي",
        "وش بعدها",
        "والحين وش اسوي",
        "ايش المطلوب مني",
        "وش الخطوة الجاية",
        "what next",
        "طيب وش يصير بعدها",
    ],
)
def test_it_is_asked(text: str) -> None:
    assert asks_next_step(text)


@pytest.mark.parametrize(
    "text",
    ["بعدين", "بعدين اسدد", "وش اسوي عشان اسدد", "وبعدين كم فاتورتي", "والحين طفت", "طيب", "ثم"],
)
def test_something_else_is_said(text: str) -> None:
    assert not asks_next_step(text)
