"""Who looks after many accounts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.many_accounts import introduces
from bot.text.many_accounts import tells_many


def _parse(intent: str, *questions: list[Any]) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 0.9}, "questions": list(questions)}


@pytest.mark.parametrize(
    "text",
    [
        "انا مدير مرافق وعندي 40 حساب",
        "عندنا شركة وعندنا 25 عداد",
        "عندي محلات كثيرة ولها عدادات وش تسوي لي",
        "امسك حسابات كثيره",
        "مدير املاك",
        "املك 3 عماير",
        "لدينا عشرين فرع وش تقدمون لنا",
        "انا ماسك فروع كثيرة للشركة",
        "مسؤول عن عدادات كثيرة",
        "i manage 30 accounts",
    ],
)
def test_many_are_told_of(text: str) -> None:
    assert tells_many(text)


@pytest.mark.parametrize(
    "text",
    [
        "عندي حسابين",
        "كم علي في 3 حسابات",
        "عندي 3 عيال",
        "عندي 40 حساب وابي احدثها",
        "عندي 5 شقق والكهرباء طافية",
        "عندنا 20 فرع وابي موظف",
    ],
)
def test_few_or_another_matter(text: str) -> None:
    assert not tells_many(text)


def test_a_sure_question_keeps_its_answer() -> None:
    said = "عندي عدة عدادات"
    assert introduces(said, _parse("human"))
    assert introduces(said, _parse("ask_question", ["update_multiple", 0.2]))
    assert not introduces(said, _parse("ask_question", ["update_multiple", 0.8], ["x", 0.1]))
    assert not introduces(said, _parse("danger"))
