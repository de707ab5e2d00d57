"""What is asked while a proof of identity waits for its code: kept, and answered after it."""

from __future__ import annotations

import time

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.labels import label
from actions.turn import Event, Turn, say
from bot.text.normalise import fold_text

_FORM = "identify_form"
_UPDATE = "update_form"
_CORRECTING = "correct_detail"
_NOTICES, _USE = "action_notice_settings", "action_my_usage"
"""Actions of which each message may want another thing."""


def waits_behind_update(turn: Turn) -> bool:
    """Whether a question that needs a proof is asked in the middle of the update.

    It waits until the update is done, which often proves the account on its way. Who asks the
    same again wants it now; the button that is offered says the same words.
    """
    asked = {each["intent"] for each in turn.slots.get("also_asked") or []}
    in_update = turn.active_form == _UPDATE and turn.is_new_message
    return in_update and turn.intent not in asked and not turn.text.startswith("/")


def waits_behind_proof(turn: Turn, then: str) -> bool:
    """Whether `then` is one more question beside the one that the code is awaited for."""
    waiting = turn.slots.get("after_identify")
    if turn.active_form != _FORM or not waiting or not turn.is_new_message:
        return False
    further = turn.entity("month") is not None or _adds_to_it(turn, then)
    return (then != waiting or further) and not turn.text.startswith("/")


def _adds_to_it(turn: Turn, then: str) -> bool:
    """Whether words for the same action say more: another notice, "وامس؟" after today's use."""
    return then == _NOTICES or (then == _USE and fold_text(turn.text).startswith("و"))


def put_off_question(dispatcher: CollectingDispatcher | None, turn: Turn) -> Event:
    """Keep another question until the code is given, and say so."""
    if dispatcher:
        say(dispatcher, "utter_identity_answered_after_code")
    return keep(turn, turn.intent, turn.text)


def put_off_until_updated(dispatcher: CollectingDispatcher, turn: Turn) -> Event:
    """Keep a question until the update is done, say so, and offer the proof for it now."""
    now = {"title": label("words", "answer_now"), "payload": turn.text}
    dispatcher.utter_message(response="utter_identity_answered_after_update", buttons=[now])
    return keep(turn, turn.intent, turn.text)


def put_off_value(dispatcher: CollectingDispatcher, turn: Turn) -> Event:
    """Keep what belongs to the record until the code is given, and say so."""
    say(dispatcher, "utter_identity_comes_after_code")
    return keep(turn, _CORRECTING, turn.text)


def keep(turn: Turn, intent: str, text: str) -> Event:
    """The slot in which bot/dialogue/several.py keeps what has to wait for a form.

    What was told for the record before is told again with it: one request an intent is kept.
    """
    waiting = list(turn.slots.get("also_asked") or [])
    before = next((w for w in waiting if w["intent"] == intent == _CORRECTING), None)
    if before:
        waiting.remove(before)
        text = f"{before['text']}\n{text}"
    request = {"intent": intent, "text": text, "confidence": 1.0, "since": time.time()}
    event: Event = SlotSet("also_asked", [*waiting, request])
    return event


def keep_waiting(tracker: Tracker, turn: Turn) -> list[Event]:
    """The update comes before what the code was awaited for: that is answered after the update."""
    dropped: Event = SlotSet("after_identify", None)
    asked = _question_before(tracker) if turn.slots.get("after_identify") else None
    if asked is None:
        return [dropped]
    intent, text = asked
    shown = label("intents", intent) if text.startswith("/") else text
    return [dropped, keep(turn, intent, shown)]


def _question_before(tracker: Tracker) -> tuple[str, str] | None:
    """Intent and words of the message that the proof was begun for."""
    begun = False
    for event in reversed(tracker.events):
        if event.get("event") == "slot" and event.get("name") == "after_identify":
            begun = begun or bool(event.get("value"))
        if begun and event.get("event") == "user":
            intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
            return (str(intent), str(event.get("text") or "")) if intent else None
    return None
