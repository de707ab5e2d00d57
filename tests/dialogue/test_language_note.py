"""When it is said that answers are in Arabic."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.language_note import NOTED, SLOT, is_due, say_note


class Words:
    """Stands for Rasa's generator of responses."""

    async def generate(self, name: str, *_: Any, **__: Any) -> dict[str, Any]:
        return {"text": name, "buttons": [{"title": "Talk to a person", "payload": "/human"}]}


def _tracker(told: str | None = None, slots: bool = True) -> DialogueStateTracker:
    slot = AnySlot(SLOT, mappings=[{}], influence_conversation=False)
    tracker = DialogueStateTracker("web:1", [slot] if slots else [])
    if told:
        tracker.update(SlotSet(SLOT, told))
    return tracker


def _parse(intent: str = "ask_bill", **more: str) -> dict[str, Any]:
    return {"intent": {"name": intent}, **more}


@pytest.mark.parametrize(
    ("parse", "told", "due"),
    [
        (_parse(language="en"), None, True),
        (_parse(language="en"), "en", True),
        (_parse(language="en"), NOTED, False),
        (_parse(), None, False),
        (_parse("out_of_scope", language="ur"), None, False),
        (_parse("danger", language="en"), None, False),
        (_parse("inform", language="en"), None, False),
    ],
)
def test_once_a_session_before_an_answer(parse: dict[str, Any], told: str | None, due: bool):
    assert is_due(parse, _tracker(told)) is due


def test_a_domain_without_the_slot_says_nothing() -> None:
    assert not is_due(_parse(language="en"), _tracker(slots=False))


@pytest.mark.parametrize(
    ("language", "response"),
    [
        ("en", "utter_language_note"),
        ("ur", "utter_language_note_ur"),
        ("ur_latin", "utter_language_note_ur_latin"),
    ],
)
def test_it_is_said_and_remembered(language: str, response: str) -> None:
    tracker, parse = _tracker(), _parse(language=language)
    assert is_due(parse, tracker)
    asyncio.run(say_note(parse, tracker, Words(), "web", Domain.empty()))
    said = [e for e in tracker.events if isinstance(e, BotUttered)]
    assert said[0].text == response and said[0].data["buttons"]
    assert tracker.get_slot(SLOT) == NOTED
    assert not is_due(parse, tracker)
