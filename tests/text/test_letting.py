"""Landlords who let, told apart from those who rent."""

from __future__ import annotations

import pytest

from bot.text.letting import lets_out, tenant_uses
from bot.text.normalise import fold_text


@pytest.mark.parametrize(
    ("text", "lets"),
    [
        ("انا صاحب العمارة ومأجرها", True),
        ("انا المالك بس البيت مأجره", True),
        ("البيت ملكي بس أجرته على واحد", True),
        ("البيت لي ومأجره على عمال", True),
        ("انا المؤجر", True),
        ("مالك وعندي مستأجرين", True),
        ("العمارة لي وكلها مستأجرين", True),
        ("مالك البيت والساكن مستأجر", True),
        ("ملك ومؤجر", True),
        ("i own it but rent it out", True),
        ("i own the house but it is rented to a family", True),
        ("مالك", False),
        ("انا مأجر شقة", False),
        ("مستأجر", False),
        ("صاحب البيت مأجره علي", False),
        ("المالك مأجرها لنا", False),
        ("انا مستأجر من صاحب العمارة", False),
        ("البيت ملكي وساكن فيه", False),
        ("جوالي باسمي", False),
    ],
)
def test_who_lets(text: str, lets: bool) -> None:
    assert lets_out(fold_text(text)) is lets


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("المستأجر", True),
        ("الساكن فيها", True),
        ("هم", True),
        ("مأجرها كلها", True),
        ("انا", False),
        ("انا اللي استخدمها", False),
        ("ما ادري", None),
    ],
)
def test_who_uses_it(text: str, uses: bool | None) -> None:
    assert tenant_uses(fold_text(text)) is uses
