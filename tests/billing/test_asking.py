"""What a question about bills means beyond its intent."""

from __future__ import annotations

import pytest

from bot.billing.asking import (
    asks_disconnection,
    asks_issue_day,
    asks_prices,
    months_from_shown,
    wants_bill,
)


@pytest.mark.parametrize(
    "text",
    [
        "كم سعر الكيلو",
        "بكم الكيلو عندكم",
        "كم تحسبون الكيلو واط؟",
        "وش هي الشرائح",
        "ابغى اعرف تعرفة الكهرباء",
        "الكيلو بكم",
        "كم رسوم العداد",
        "كم هللة الكيلو واط ساعة",
        "كم الضريبة",
    ],
)
def test_prices_in_general(text: str) -> None:
    assert asks_prices(text)


@pytest.mark.parametrize(
    "text",
    [
        "ليش فاتورتي غالية",
        "كم فاتورتي",
        "ليش سعر الفاتورة مرتفع كذا",
        "كم استهلاكي كيلو",
        "ليش زادت الضريبة",
        "كم علي كيلو واط",
    ],
)
def test_ones_own_bill(text: str) -> None:
    assert not asks_prices(text)


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("واللي قبله؟", -1),
        ("طيب الشهر اللي قبله كم", -1),
        ("والفاتورة اللي قبلها", -1),
        ("واللي بعده", 1),
        ("نفس الشهر السنة الماضية", -12),
        ("السنة اللي فاتت نفس الشهر كم كانت", -12),
        ("وش الفرق بينها وبين الشهر اللي قبله", None),
        ("فاتورة الشهر الماضي", None),
        ("قبل شهرين", None),
        ("كم فاتورتي", None),
    ],
)
def test_a_month_beside_the_one_shown(text: str, shift: int | None) -> None:
    assert months_from_shown(text) == shift


def test_a_bill_wanted_besides_the_account() -> None:
    assert wants_bill("طيب فاتورة حسابي الثاني 30000000004")
    assert wants_bill("كم علي في الحساب 30000000004")
    assert not wants_bill("غير الحساب الى 30000000004")


def test_when_bills_come_out() -> None:
    assert asks_issue_day("متى تنزل الفاتورة")
    assert asks_issue_day("متى بالعادة تصدر فاتورة الشهر")
    assert not asks_issue_day("متى آخر موعد للسداد")
    assert asks_issue_day("متى ترسلون الفاتوره")
    assert not asks_issue_day("كم فاتورتي")


def test_when_supply_is_cut_for_debt() -> None:
    assert asks_disconnection("بتفصلون عني الكهرب اذا ما سددت")
    assert asks_disconnection("اذا ما دفعت متى تقطعون")
    assert asks_disconnection("متى تفصلون إذا تأخرت عن السداد")
    assert asks_disconnection("رجاء لا تفصلون لو ما سددت هالاسبوع")
    assert not asks_disconnection("فصلتوا عني لاني ما سددت ومتى ترجع")
    assert not asks_disconnection("سددت وما نزل السداد")
    assert not asks_disconnection("الكهرباء مقطوعة عندي")
