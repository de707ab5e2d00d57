"""Several general questions in one message are told apart; what is said beside one is not."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.question_index import fit
from bot.dialogue.nlu.question_parts import questions_asked
from bot.questions.files import shipped

INDEX = fit({key: question.phrasings for key, question in shipped().items()}, None)


def _rank(text: str) -> list[tuple[str, float]]:
    return INDEX.rank(text, None)


def _asked(text: str) -> list[str]:
    return [part.key for part in questions_asked(text, _rank(text), _rank)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("تقسيط الفاتورة كيف وهل السعر أغلى في الصيف", ["instalments", "tariff_summer"]),
        ("هل السعر أغلى في الصيف؟ وهل الليل أرخص؟", ["tariff_summer", "tariff_night"]),
        ("عندكم واتساب؟ وين فروعكم؟", ["whatsapp", "branches"]),
    ],
)
def test_two_questions_in_their_order(text: str, keys: list[str]) -> None:
    assert _asked(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "هل السعر أغلى في الصيف",
        "سددت مرتين وش اسوي",
        "بسافر شهر وش اطفي والثلاجة فيها اكل",
        "القارئ ما جا وكيف تحسبون الفاتورة بالتقدير",
        "",
    ],
)
def test_one_question_with_its_story_stays_one(text: str) -> None:
    assert _asked(text) == []
