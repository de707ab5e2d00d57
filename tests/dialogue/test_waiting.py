"""Words of somebody who waits for a person."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.clock import now
from bot.database import transaction
from bot.dialogue import waiting
from bot.person.calls import book
from bot.transcripts.handover import ask_for_person

KEY = "web:waits"
CALLED = ActionExecuted("action_call_done")


def _tracker(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(KEY, [UserUttered("هلا"), *events])


def _parse(intent: str = "out_of_scope") -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 0.6}, "entities": []}


def test_the_place_is_asked_by_anybody_and_impatience_told_by_who_waits(database: None) -> None:
    assert waiting.meant("كم دوري", _parse(), _tracker(ActiveLoop("complaint_form"))) == "human"
    assert waiting.meant("متى يرد علي", _parse("ask_bot"), _tracker()) is None
    with transaction() as session:
        ask_for_person(session, KEY, "human")
    assert waiting.meant("كم دوري", _parse(), _tracker()) == "human"
    assert waiting.meant("كم دوري", _parse(), _tracker(ActiveLoop("update_form"))) == "human"
    assert waiting.meant("متى يرد علي", _parse("ask_bot"), _tracker()) == "human"
    assert waiting.meant("طولتوا", _parse(), _tracker(ActiveLoop("update_form"))) is None
    assert waiting.meant("كم دوري وفيه شرار", _parse("danger"), _tracker()) is None
    assert waiting.meant("كم فاتورتي", _parse("ask_bill"), _tracker()) is None


@pytest.mark.parametrize("text", ["لا خليها المغرب", "بس مو اليوم بكره"])
def test_a_time_alone_moves_the_call_just_booked(database: None, text: str) -> None:
    assert waiting.meant(text, _parse(), _tracker(CALLED)) is None
    with transaction() as session:
        ask_for_person(session, KEY, "human")
        book(session, KEY, "+966551234567", now(), "", "k")
    assert waiting.meant(text, _parse(), _tracker(CALLED)) == "call_back"
    assert waiting.meant(text, _parse(), _tracker()) is None
    assert waiting.meant(text, _parse(), _tracker(CALLED, ActiveLoop("update_form"))) is None
    later = [UserUttered("كم فاتورتي"), UserUttered("طيب"), UserUttered("شكرا")]
    assert waiting.meant(text, _parse(), _tracker(CALLED, *later)) is None
    assert waiting.meant("كم فاتورتي اليوم", _parse(), _tracker(CALLED)) is None


def test_it_is_read_as_nothing_else() -> None:
    read = waiting.read_as({**_parse(), "other_requests": [{"intent": "ask_bill"}]}, "human")
    assert read["intent"] == {"name": "human", "confidence": 1.0}
    assert read["other_requests"] == []
