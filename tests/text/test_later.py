"""Leaving for later, which is not skipping one question."""

from __future__ import annotations

import pytest

from bot.text.later import leaves_for_later, speaks_of_later


@pytest.mark.parametrize(
    "text",
    [
        "خلاص نكمل بكرة", "خلاص كمل بكرة", "اكمل معكم بعدين", "نكمل بعدين ان شاء الله",
        "برجع لكم بعد العصر", "بكمل وقت ثاني", "مشغول الحين اكمل بعد شوي", "راجع لكم بعد ساعة",
        "خلنا نكمل التحديث بكرة", "طيب الحين مشغولة ارجع لكم بعدين",
    ],
)  # fmt: skip
def test_leaving(text: str) -> None:
    assert leaves_for_later(text) and speaks_of_later(text)


@pytest.mark.parametrize("text", ["بعدين", "خله بعدين", "كمل", "متى ترجع الكهرباء بكره", "لاحقا"])
def test_what_leaves_one_answer_or_nothing_at_all(text: str) -> None:
    assert not leaves_for_later(text)
