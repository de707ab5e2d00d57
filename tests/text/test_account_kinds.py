"""A shop, a farm, a home in everyday words."""

from __future__ import annotations

import pytest

from bot.text.account_kinds import kind_named, names_only_kind


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


@pytest.mark.parametrize(
    ("text", "only"),
    [
        *((t, True) for t in ("والمحل؟", "طيب المزرعة كم", "وللمصنع")),
        *((t, False) for t in ("ابغى احدث بيانات المحل", "المحل طافي", "كم فاتورة المحل", "كم")),
    ],
)
def test_nothing_but_a_kind(text: str, only: bool) -> None:
    assert names_only_kind(text) is only
