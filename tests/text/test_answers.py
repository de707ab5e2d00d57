from __future__ import annotations

import pytest

from bot.text.answers import yes_no


@pytest.mark.parametrize(
    "text",
    "ايه|اي|أيوه|ايوا|نعم|أكيد|تمام|اوكي|طيب|صح|ابشر|يب|لا بأس|لا مانع|ما عندي مانع|👍|👍🏽|"
    "ايييييه|نعممم|yes|OK|aywa|"
    "ايه والله|نعم شكرا|تمام، نكمل|إيه صح كل شي تمام|صحيح|موافق|ايه لو سمحت|ليش لا|من عيوني|"
    "نَعَم|كل شي صح|يناسبني|ايه مناسب"
    .split("|"),
)  # fmt: skip
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    "لا|لاء|لأ|لااااا|مو|أبدا|ما ابي|ما ودي|غلط|👎|👎🏿|لا شكرا|لا، غلط|لا تمام|nope|No|la|كلا|"
    "مو صح|مش صح|لا أريد|"
    "ما يناسبني|مو مناسب|غير مناسب|"
    "لا ما ابي|غير صحيح|ما يحتاج|لا والله"
    .split("|"),
)  # fmt: skip
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "ابي احدث بياناتي",
        "كم فاتورتي",
        "لا الجوال غلط",
        "لا، الجوال غلط، هو 0501112223",
        "غلط الجوال",
        "الكهرباء طافية",
        "صحن",
        "نعمان",
        "اكيد الفاتورة غلط ليش كذا مرتفعة",
        "0551234567",
        "",
        "؟",
        "لاب توب",
        "طيب كم فاتورتي",
    ],
)
def test_more_than_an_answer_is_none(text: str) -> None:
    assert yes_no(text) is None
