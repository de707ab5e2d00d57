"""A turn's events as the gateway wants them: what was said, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS, ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

_SILENT = {ACTION_LISTEN_NAME, ACTION_EXTRACT_SLOTS}
_RANKING_LENGTH = 5


def replies(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What the bot said, in order; each with only those of its parts that it has.

    What is said twice, as the open question after each of two answers, is said at the end.
    """
    said = [_reply(event) for event in events if isinstance(event, BotUttered)]
    return [reply for index, reply in enumerate(said) if reply not in said[index + 1 :]]


def _reply(event: BotUttered) -> dict[str, Any]:
    data = event.data or {}
    parts = {
        "text": event.text,
        "buttons": [
            {"title": button["title"], "payload": button["payload"]}
            for button in data.get("buttons") or []
        ],
        "image": data.get("image"),
        "custom": data.get("custom"),
    }
    return {name: value for name, value in parts.items() if value}


def trace(events: Sequence[Event], milliseconds: int) -> dict[str, Any]:
    """How the message was understood and what was done. `events` begin with the user's."""
    user = events[0]
    assert isinstance(user, UserUttered)
    ranking = user.parse_data.get("intent_ranking") or []
    return {
        "intent": user.intent_name,
        "confidence": user.intent.get("confidence") or 0.0,
        "ranking": [[item["name"], item["confidence"]] for item in ranking[:_RANKING_LENGTH]],
        "entities": [
            {
                key: entity[key]
                for key in ("entity", "value", "start", "end", "role")
                if key in entity
            }
            for entity in user.entities
        ],
        "actions": [
            event.action_name
            for event in events
            if isinstance(event, ActionExecuted) and event.action_name not in _SILENT
        ],
        "slots": {event.key: event.value for event in events if isinstance(event, SlotSet)},
        "milliseconds": milliseconds,
    }
