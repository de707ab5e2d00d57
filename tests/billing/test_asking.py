"""What a question about bills means beyond its intent."""

from __future__ import annotations

import pytest

from bot.billing.asking import asks_prices, months_from_shown, wants_bill


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
