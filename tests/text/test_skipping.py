"""Leaving an answer out in everyday words, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.text.skipping import declines


@pytest.mark.parametrize(
    "text",
    [
        "ما عندي", "ماعندي ايميل", "مو عندي رقم ثاني", "مب لازم", "ما يحتاج", "خله بعدين", "خليها",
        "بعدين ان شاء الله", "مو الحين", "ما له داعي", "مافي معلوم", "ناسي الرقم والله", "بدون",
        "تخطى", "اجلها", "ولا شي", "مستغني", "skip", "later", "i don't have it", "ma 3indi",
        "مو قدامي الحين", "ما أذكره", "ما نبي",
        "خلوه على بعدين", "ما غيره", "ما عندي غيره", "بس هذا",
    ],
)  # fmt: skip
def test_refusals(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "؟", "ليش ما عندي؟", "مو هذا الاسم", "0501112223", "ما وصلني الرمز", "sara@example.com",
        "بدون 5 ارقام", "نورة القحطاني", "ايه", "كم فاتورتي", "وش بعدين",
    ],
)  # fmt: skip
def test_what_is_no_refusal(text: str) -> None:
    assert not declines(text)
