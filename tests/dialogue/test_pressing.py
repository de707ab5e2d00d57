"""Typing a button's title is pressing it."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.pressing import typed_button
from tests.dialogue.conftest import Bot
from tests.dialogue.example import actions

OFFER = BotUttered(
    "أبشر",
    {
        "buttons": [
            {"title": "أطلب خدمة", "payload": "/service_request"},
            {"title": "لا، شكرًا", "payload": "/deny"},
        ]
    },
)


def _tracker(*events: BotUttered | UserUttered) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", list(events))


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("اطلب خدمه", "/service_request"),
        ("أطلب خدمة!", "/service_request"),
        ("لا شكرا", "/deny"),
        ("اطلب خدمه ثانيه", None),
        ("؟", None),
        ("", None),
    ],
)
def test_the_title_counts_however_it_is_spelt(typed: str, payload: str | None) -> None:
    assert typed_button(typed, _tracker(UserUttered("هلا"), OFFER)) == payload


def test_only_what_was_offered_last_can_be_pressed() -> None:
    assert typed_button("اطلب خدمة", _tracker(OFFER, UserUttered("هلا"))) is None
    assert typed_button("اطلب خدمة", _tracker()) is None


async def test_the_whole_way(bot: Bot) -> None:
    await bot.say("/greet")
    answer = await bot.say("فاتورتي")
    assert answer["trace"]["intent"] == "ask_bill"
    assert actions.ran["bill"] == 1


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [
        ("لا الحين ابيها", True),
        ("ابغاها الحين", True),
        ("دحين ابغاها", True),
        ("الحين", True),
        ("ابيها", False),
        ("الحين مالك", False),
    ],
)
def test_what_is_offered_for_now_is_pressed_by_other_words_too(typed: str, pressed: bool) -> None:
    now = BotUttered("", {"buttons": [{"title": "أبغاها الحين", "payload": "/ask_bill"}]})
    payload = "/ask_bill" if pressed else None
    assert typed_button(typed, _tracker(UserUttered("هلا"), now)) == payload
    assert typed_button(typed, _tracker(UserUttered("هلا"), OFFER)) is None
