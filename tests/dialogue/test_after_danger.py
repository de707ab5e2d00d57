"""Words that go on about a danger told of a moment ago."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.after_danger import goes_on

DANGER, FILED = ActionExecuted("action_danger"), ActionExecuted("action_outage_filed")


def _tracker(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", [UserUttered("هلا"), *events])


def test_a_breaker_switched_off_is_meant_for_it() -> None:
    said = "لا خلاص طفيت القاطع"
    assert goes_on(said, _tracker(DANGER))
    assert goes_on(said, _tracker(DANGER, UserUttered("طيب")))
    assert not goes_on(said, _tracker())
    assert not goes_on(said, _tracker(DANGER, FILED))
    assert not goes_on(said, _tracker(DANGER, ActiveLoop("outage_form")))
    assert not goes_on(said, _tracker(DANGER, *[UserUttered("طيب")] * 3))
    assert not goes_on("الكهرباء طافية", _tracker(DANGER))


def test_who_would_touch_it_is_heard_in_any_form_and_after_a_report() -> None:
    said = "اقدر ابعده بخشبه؟"
    assert goes_on(said, _tracker(DANGER, ActiveLoop("update_form")))
    assert goes_on(said, _tracker(DANGER, FILED))
    assert not goes_on(said, _tracker())
