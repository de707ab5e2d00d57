"""What was dangerous has been switched off."""

from __future__ import annotations

import pytest

from bot.text.isolated import switched_off


@pytest.mark.parametrize(
    "text",
    [
        "لا خلاص طفيت القاطع",
        "فصلت القاطع الرئيسي",
        "نزلنا القواطع كلها",
        "ابوي طفى الكهرب من الطبلون",
        "قفلت البريكر",
        "القاطع نزلته",
        "خلاص فصلته",
        "سكرت السكينة",
        "I turned off the breaker",
    ],
)
def test_it_is_off(text: str) -> None:
    assert switched_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "ما قدرت اطفي القاطع",
        "كيف افصل القاطع",
        "اطفي القاطع؟",
        "الكهرباء طافية",
        "القاطع ينزل كل شوي",
        "كم فاتورتي",
        "ما فصلت القاطع",
        "قفلتوا البلاغ وما احد جاني",
    ],
)
def test_it_is_not(text: str) -> None:
    assert not switched_off(text)
