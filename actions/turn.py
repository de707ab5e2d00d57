"""What an action needs to know of the turn, read once from Rasa's tracker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

Event = dict[str, Any]


@dataclass(frozen=True)
class Entity:
    """One value that the NLU found. `value` is canonical (see docs/dialogue.md)."""

    name: str
    value: str
    start: int
    end: int
    role: str | None = None


@dataclass(frozen=True)
class Turn:
    """The latest message and where the dialogue stands."""

    conversation: str
    channel: str
    message_key: str
    """Id of the subscriber's message: the idempotency key of all that it causes."""
    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...]
    active_form: str | None
    requested_slot: str | None
    slots: dict[str, Any]
    metadata: dict[str, Any]
    is_new_message: bool
    """False when a form runs again after a digression was answered in the same turn."""

    def entity(self, name: str, role: str | None = None) -> str | None:
        """First value of that name (and role, if given), or None."""
        return next(
            (e.value for e in self.entities if e.name == name and role in (None, e.role)), None
        )


def read_turn(tracker: Tracker) -> Turn:
    """The turn that `tracker` stands in."""
    message = tracker.latest_message
    metadata = message.get("metadata") or {}
    intent = message.get("intent") or {}
    return Turn(
        conversation=tracker.sender_id,
        channel=tracker.sender_id.partition(":")[0],
        message_key=message.get("message_id") or f"{tracker.sender_id}:{len(tracker.events)}",
        text=message.get("text") or "",
        intent=intent.get("name") or "nlu_fallback",
        confidence=intent.get("confidence") or 0.0,
        ranking=tuple(
            (i["name"], i["confidence"]) for i in message.get("intent_ranking") or [] if i["name"]
        ),
        entities=tuple(
            Entity(e["entity"], str(e["value"]), e.get("start", 0), e.get("end", 0), e.get("role"))
            for e in message.get("entities") or []
        ),
        active_form=(tracker.active_loop or {}).get("name"),
        requested_slot=tracker.get_slot("requested_slot"),
        slots=dict(tracker.slots),
        metadata=metadata,
        is_new_message=not _acted_since_message(tracker),
    )


def _acted_since_message(tracker: Tracker) -> bool:
    """Whether an action other than a form or the slot extraction ran since the message came."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action":
            name = event.get("name") or ""
            if name != "action_extract_slots" and not name.endswith("_form"):
                return name != "action_listen"
    return False


def previous_turn(tracker: Tracker) -> list[Event]:
    """Events between the last two messages of the subscriber."""
    events = tracker.events
    users = [i for i, event in enumerate(events) if event.get("event") == "user"]
    return list(events[users[-2] + 1 : users[-1]]) if len(users) > 1 else []


def text_before(tracker: Tracker) -> str:
    """What the subscriber said before the latest message; empty at the beginning."""
    said = [event.get("text") for event in tracker.events if event.get("event") == "user"]
    return str(said[-2] or "") if len(said) > 1 else ""


def ran_before(tracker: Tracker) -> set[str | None]:
    """The actions of the turn before."""
    return {e.get("name") for e in previous_turn(tracker) if e.get("event") == "action"}


def said_before(tracker: Tracker) -> set[str | None]:
    """The responses that the turn before was answered with."""
    bot = [event for event in previous_turn(tracker) if event.get("event") == "bot"]
    return {(event.get("metadata") or {}).get("utter_action") for event in bot}


def pressable_before(tracker: Tracker) -> set[str]:
    """What the buttons of the turn before send."""
    bot = [event for event in previous_turn(tracker) if event.get("event") == "bot"]
    return {
        str(button.get("payload"))
        for event in bot
        for button in (event.get("data") or {}).get("buttons") or []
    }


def told_clerk(tracker: Tracker, since: tuple[str, ...]) -> list[str]:
    """The subscriber's messages to a clerk after the last of the actions `since`, oldest first.

    What ran in the present turn does not count: Rasa notes a form as run before it validates.
    """
    told: list[str] = []
    in_this_turn = True
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            in_this_turn = False
            if "meanwhile" in (event.get("metadata") or {}):
                told.append(str(event.get("text") or ""))
        elif event.get("name") in since and event.get("event") == "action" and not in_this_turn:
            break
    return told[::-1]


def say(dispatcher: CollectingDispatcher, response: str, **values: Any) -> None:
    """Utter a response of domain.yml with its `{values}`."""
    dispatcher.utter_message(response=response, **values)
