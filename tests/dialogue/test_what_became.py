"""What becomes of what was sent a moment ago."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.what_became import status_asked

FILED = ActionExecuted("action_outage_filed")
TALK = [UserUttered("والله حر"), ActionExecuted("action_small_talk")]


def _tracker(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", [UserUttered("هلا"), *events])


@pytest.mark.parametrize(
    "text",
    [
        "وش الاخبار",
        "طيب وش صار عليه",
        "فيه جديد؟",
        "اي خبر",
        "بشروا",
        "متى تجون",
        "متى",
        "ايش سويتوا",
        "any news",
    ],
)
def test_news_are_of_what_was_sent(text: str) -> None:
    assert status_asked(text, _tracker(FILED)) == "report_status"
    assert status_asked(text, _tracker(FILED, *TALK)) == "report_status"
    assert status_asked(text, _tracker()) is None
    assert status_asked(text, _tracker(FILED, ActiveLoop("update_form"))) is None
    assert status_asked(text, _tracker(FILED, *TALK * 3)) is None


def test_another_answer_in_between_is_what_is_meant() -> None:
    billed = [UserUttered("كم فاتورتي"), ActionExecuted("action_bill")]
    assert status_asked("متى", _tracker(FILED, *billed)) is None


@pytest.mark.parametrize("text", ["وش صار بالمباراة", "متى اسدد", "كم فاتورتي", "وين"])
def test_something_else_is_asked(text: str) -> None:
    assert status_asked(text, _tracker(FILED)) is None


def test_then_what_is_asked_right_after() -> None:
    assert status_asked("طيب وبعدين", _tracker(FILED)) == "report_status"
    assert status_asked("طيب وبعدين", _tracker(FILED, *TALK)) is None
