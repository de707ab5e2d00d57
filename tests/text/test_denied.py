"""What is wanted, after what is not: "لا تسجلون شكوى بس ابي اعرف ليش"."""

from __future__ import annotations

import pytest

from bot.text.denied import without_denied


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("لا تسجلون شكوى بس ابي اعرف ليش غالية", "ابي اعرف ليش غالية"),
        ("ما ابي موظف، ابي اعرف فاتورتي", "ابي اعرف فاتورتي"),
        ("مو شكوى بس استفسار عن الفاتورة", "استفسار عن الفاتورة"),
        ("لا ترفعون بلاغ كم فاتورتي", "كم فاتورتي"),
        ("لا تحولني لموظف، كم باقي علي", "كم باقي علي"),
        ("لا ما ابي اشتكي بس وش سبب الارتفاع", "وش سبب الارتفاع"),
        ("بدون موظف، وين وصل طلبي", "وين وصل طلبي"),
    ],
)
def test_the_words_after_what_is_not_wanted(text: str, wanted: str) -> None:
    assert without_denied(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "ابي شكوى", "ما ابي شكوى", "ما عندي طلب جديد بس ابي احدث جوالي",
        "ما احد رد على الشكوى حقتي من اسبوع", "لا يوجد رد من الموظف ابي حل",
        "مو راضي عن الشكوى ابي اصعد", "ما رد علي الموظف ابي احد ثاني", "",
    ],
)  # fmt: skip
def test_what_denies_no_request(text: str) -> None:
    assert without_denied(text) is None
