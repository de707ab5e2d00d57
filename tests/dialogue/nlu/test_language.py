"""What becomes of a message that is not Arabic."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.nlu.language import LANGUAGE, LanguageMark


def _marked(text: str, intent: str, confidence: float) -> Message:
    heard: dict[str, Any] = {"name": intent, "confidence": confidence}
    message = Message(data={TEXT: text, INTENT: heard, INTENT_RANKING_KEY: [heard]})
    return LanguageMark().process([message])[0]


@pytest.mark.parametrize(
    ("text", "confidence", "language", "heard"),
    [
        ("bijli nahi hai ghar mein", 0.9, "ur_latin", "report_outage"),
        ("bijli nahi hai ghar mein", 0.4, "ur_latin", "out_of_scope"),
        ("بجلی نہیں ہے", 0.9, "ur", "report_outage"),
        ("بجلی نہیں ہے", 0.4, "ur", "out_of_scope"),
        ("wala pong kuryente sa bahay", 0.9, "other", "out_of_scope"),
        ("there is no electricity in my house", 0.4, "en", "report_outage"),
        ("الكهرباء طافية", 0.4, None, "report_outage"),
    ],
)
def test_what_is_chance_is_a_stray(
    text: str, confidence: float, language: str | None, heard: str
) -> None:
    message = _marked(text, "report_outage", confidence)
    assert message.get(LANGUAGE) == language
    assert message.get(INTENT)["name"] == heard
    assert message.get(INTENT_RANKING_KEY)[0]["name"] == heard


def test_danger_is_heard_in_any_language() -> None:
    assert _marked("taar gir gaya hai", "danger", 0.4).get(INTENT)["name"] == "danger"
