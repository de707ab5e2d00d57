"""A request that resembles a general question gets its answer as one more button, once."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.beside import offer_question, question_beside
from bot.dialogue.following import SLOT as ANSWERED
from bot.questions import book


def _parse(intent: str, *ranked: tuple[str, float], confidence: float = 0.9) -> dict:
    heard = {"name": intent, "confidence": confidence}
    return {"intent": heard, "questions": [list(each) for each in ranked]}


def _tracker(*said: BotUttered) -> DialogueStateTracker:
    tracker = DialogueStateTracker("s", [])
    for event in (UserUttered("ذبذبة بالتيار"), *said):
        tracker.update(event)
    return tracker


NEAR = _parse("report_outage", ("voltage_swings", 0.8), ("breaker_trips", 0.2))
SWINGS = {"title": "معلومة: تذبذب التيار", "payload": book.payload("voltage_swings")}


def test_a_request_that_resembles_one_question_may_have_meant_it() -> None:
    assert question_beside(NEAR) == "voltage_swings"
    alone = _parse("report_outage", ("voltage_swings", 0.8))
    assert question_beside(alone) == "voltage_swings"


@pytest.mark.parametrize(
    "parse",
    [
        _parse("report_outage"),
        _parse("report_outage", ("voltage_swings", 0.4), ("breaker_trips", 0.0)),
        _parse("report_outage", ("voltage_swings", 0.8), ("breaker_trips", 0.7)),
        _parse("ask_question", ("voltage_swings", 0.8)),
        _parse("danger", ("voltage_swings", 0.8)),
        _parse("out_of_scope", ("voltage_swings", 0.8)),
        _parse("inform", ("voltage_swings", 0.8)),
        _parse("update_details", ("update_for_other", 0.8), confidence=0.9999),
    ],
    ids=["none", "far", "two alike", "asked", "danger", "stray", "answer", "plain"],
)
def test_else_none_is_offered(parse) -> None:
    assert question_beside(parse) is None


def test_the_button_stands_below_the_last_words(database) -> None:
    here = {"title": "بس عندي", "payload": "/inform"}
    tracker = _tracker(BotUttered("نعتذر"), BotUttered("وين الانقطاع؟", {"buttons": [here]}))
    offer_question(tracker, NEAR, [])
    first, last = list(tracker.events)[-2:]
    assert not first.data.get("buttons")
    assert last.data["buttons"] == [here, SWINGS]


def test_it_is_offered_once(database) -> None:
    tracker = _tracker(BotUttered("سؤالك عن:", {"buttons": [SWINGS]}))
    offer_question(tracker, NEAR, [])
    assert tracker.events[-1].data["buttons"] == [SWINGS]


def test_what_this_turn_has_answered_is_not_offered_again(database) -> None:
    """ "تذبذب" beside another request: the general answer was given as a part of its own."""
    answered, other = (SlotSet(ANSWERED, key) for key in ("voltage_swings", "breaker_trips"))
    tracker = _tracker(BotUttered("نقيس الجهد."))
    offer_question(tracker, NEAR, [answered])
    assert not tracker.events[-1].data.get("buttons")
    offer_question(tracker, NEAR, [other])
    assert tracker.events[-1].data["buttons"] == [SWINGS]


def test_without_an_answer_or_a_question_in_force_nothing_is_added(database) -> None:
    silent = _tracker()
    offer_question(silent, NEAR, [])
    assert len(silent.events) == 1
    tracker = _tracker(BotUttered("وين الانقطاع؟"))
    offer_question(tracker, _parse("report_outage", ("gone", 0.9)), [])
    assert not tracker.events[-1].data.get("buttons")
