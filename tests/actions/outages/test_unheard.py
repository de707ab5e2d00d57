"""Cuts again and again, told in words that were taken for anger or for nothing of ours."""

from __future__ import annotations

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.outages_trouble import unheard_trouble
from actions.turn import Turn


def _turn(text: str, form: str | None = None) -> Turn:
    return Turn(
        "web:1", "web", "web:1:1", text, "out_of_scope", 0.5, (), (), form, None, {}, {}, True
    )  # fmt: skip


def test_cuts_every_now_and_then_are_recorded() -> None:
    dispatcher = CollectingDispatcher()
    events = unheard_trouble(dispatcher, _turn("الحوسة هذي ما تخلص كل شوي تنقطع"))
    assert events and events[-1]["name"] == "action_complaint"
    assert dispatcher.messages[0]["response"] == "utter_outages_trouble_repeated"


@pytest.mark.parametrize(
    "text", ["النت كل شوي ينقطع", "المويه كل يوم تنقطع", "ليش كل شوي تنقطع؟", "خدمتكم زفت"]
)
def test_other_supplies_and_questions_are_not(text: str) -> None:
    assert unheard_trouble(CollectingDispatcher(), _turn(text)) is None


def test_an_open_form_is_not_left() -> None:
    told = _turn("كل شوي تنقطع", "update_form")
    assert unheard_trouble(CollectingDispatcher(), told) is None
