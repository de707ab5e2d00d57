"""A shop, a farm, a home in everyday words."""

from __future__ import annotations

import pytest

from bot.text.account_kinds import kind_named


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("والمحل؟", "commercial"),
        ("كم فاتورة محلي", "commercial"),
        ("للدكان", "commercial"),
        ("والمزرعة", "agricultural"),
        ("طيب الزراعي", "agricultural"),
        ("المصنع كم", "industrial"),
        ("والبيت", "residential"),
        ("البيت والمحل", None),
        ("كم فاتورتي", None),
    ],
)
def test_the_kind_named(text: str, kind: str | None) -> None:
    assert kind_named(text) == kind
