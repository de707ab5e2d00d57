"""What the update takes of earlier messages: those to a clerk, and those beside another proof."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.turn import Turn, previous_turn, ran_before, told_clerk
from bot.text.given_names import is_surely_name
from bot.text.values import find_values
from bot.updates.heard import Found, Heard

_PUT_OFF = ("correct_detail",)
"""Intents under which `actions.proof_waits.put_off_value` keeps what belongs to the record."""


def told_meanwhile(tracker: Tracker, turn: Turn) -> list[Heard]:
    """What was told a clerk since the update was last worked on, each message as values only."""
    since = ("update_form", "action_start_update")
    return [_values_in(turn, text) for text in told_clerk(tracker, since=since)]


def _values_in(turn: Turn, text: str) -> Heard:
    return Heard(
        conversation=turn.conversation,
        message_key=turn.message_key,
        text=text,
        intent="inform",
        found=tuple(Found(v.kind, v.value, v.role) for v in find_values(text)),
        step="name" if is_surely_name(text) else None,
    )


def offered_update(tracker: Tracker) -> bool:
    """Whether the turn before answered a general question with the update as the next thing to do:
    an account given then is the one to be updated."""
    said = [event for event in previous_turn(tracker) if event.get("event") == "bot"]
    buttons = [b for event in said for b in (event.get("data") or {}).get("buttons") or []]
    offered = any(button["payload"] == "/update_details" for button in buttons)
    return offered and "action_question" in ran_before(tracker)


def given_beside_code(turn: Turn) -> tuple[list[Heard], Turn]:
    """What was put off until the code was given and the update takes now; the turn without it."""
    waiting = turn.slots.get("also_asked") or []
    if turn.active_form != "identify_form":  # heard again, all that was put off as one message
        lines = turn.text.split("\n") if "\n" in turn.text else []
        return [_values_in(turn, line) for line in lines if is_surely_name(line)], turn
    texts = [
        line for each in waiting if each["intent"] in _PUT_OFF for line in each["text"].split("\n")
    ]
    rest = [each for each in waiting if each["intent"] not in (*_PUT_OFF, "update_details")]
    slots = {**turn.slots, "also_asked": rest or None}
    return [_values_in(turn, text) for text in texts], replace(turn, slots=slots)
