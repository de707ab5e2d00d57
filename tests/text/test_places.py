"""Cities and districts in a message."""

from __future__ import annotations

import pytest

from bot.text.normalise import fold_text
from bot.text.places import find_places


@pytest.mark.parametrize(
    ("text", "value"),
    [("بجده", "جدة"), ("الكهرب طافيه بجدة", "جدة"), ("انا بمكة", "مكة المكرمة")],
)
def test_a_short_city_after_a_glued_preposition(text: str, value: str) -> None:
    assert [(p.kind, p.value) for p in find_places(fold_text(text))] == [("city", value)]


@pytest.mark.parametrize("text", ["ابي اكلم احد", "فيه احد يرد علي", "اتصلت بالدفاع المدني"])
def test_ordinary_words_are_no_districts(text: str) -> None:
    assert find_places(fold_text(text)) == []
