"""What is said right after a warning: may I touch it, whom do I call, help is here."""

from __future__ import annotations

import pytest

from bot.text.near_danger import Said, said_near_danger


@pytest.mark.parametrize(
    "text",
    [
        "اقدر ابعده بخشبه؟", "ابعده؟", "عادي ارفع القاطع؟", "ينفع اطفيها بموية", "نشيله بعصا طيب",
        "can i move it",
    ],
)  # fmt: skip
def test_who_would_touch_it(text: str) -> None:
    assert said_near_danger(text) is Said.TOUCH


@pytest.mark.parametrize("text", ["كم رقمهم", "وش رقم الدفاع المدني؟", "اتصل على مين", "مين اكلم"])
def test_who_asks_whom_to_call(text: str) -> None:
    assert said_near_danger(text) is Said.NUMBER


@pytest.mark.parametrize(
    "text", ["اتصلت عليهم", "وصلوا الدفاع المدني", "كلمتهم", "بلغت 998", "الدفاع المدني وصل"]
)
def test_who_says_that_help_comes(text: str) -> None:
    assert said_near_danger(text) is Said.HELP


@pytest.mark.parametrize(
    "text",
    [
        "كم رقم البلاغ", "كم رقم حسابي", "اتصلت عليهم محد رد", "ما وصل الدفاع المدني",
        "ابي ارفع شكوى", "كم فاتورتي", "سجل بلاغ", "الرياض حي الملقا",
    ],
)  # fmt: skip
def test_other_words_mean_other_things(text: str) -> None:
    assert said_near_danger(text) is None
