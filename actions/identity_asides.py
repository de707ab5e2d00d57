"""What is said beside the proof: data for the record, "where is it"."""

from __future__ import annotations

import re
import time

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Event, Turn, say
from bot.text.given_names import is_surely_name
from bot.text.normalise import fold_text
from bot.updates.explaining import asks_where
from bot.updates.names import tells_name

_CHANGING = frozenset({"correct_detail", "change_contact"})
_RECORD = ("beneficiary", "email", "national_id")
_LOST = frozenset({"menu", "nlu_fallback", "inform", "out_of_scope", "repeat", "resend_code"})
"""What "وين القاه" is taken for while an account or a code is asked for."""
_WHERE_WORDS = 5
_NUMBER = re.compile(r"(?<!\S)\S*(?:رقم|حساب|رمز|كود|number|code)\S*")


def asks_where_it_is(turn: Turn) -> bool:
    """Whether the message asks where the number or the code that is asked for is found."""
    short = len(turn.text.split()) <= _WHERE_WORDS and asks_where(turn.text)
    return short and (turn.intent in _LOST or bool(_NUMBER.search(fold_text(turn.text))))


def gives_record(turn: Turn) -> bool:
    """Whether the message tells who the subscriber is, or corrects what is on record."""
    fields = {e.value for e in turn.entities if e.name == "field"} - {"account"}
    given = any(turn.entity(kind) for kind in _RECORD)
    changes = turn.intent in _CHANGING and bool(fields or turn.entity("mobile"))
    return given or changes or is_surely_name(turn.text) or tells_name(turn.text)


def turns_to_update(turn: Turn) -> bool:
    """Whether the proof, which waits for nothing in particular, is left for the data update."""
    waits = turn.slots.get("after_identify") or turn.slots.get("suspended_form")
    return not waits and gives_record(turn)


def is_for_later(turn: Turn) -> bool:
    """Whether the message corrects the record while the proof is for another answer."""
    waits = turn.slots.get("after_identify") and not turn.slots.get("suspended_form")
    telling = turn.intent in _CHANGING or tells_name(turn.text)
    return bool(waits) and telling and gives_record(turn)


def put_off(dispatcher: CollectingDispatcher, turn: Turn) -> Event:
    """Say that it comes after the proof, and keep it until then."""
    say(dispatcher, "utter_identity_comes_after_code")
    request = {
        "intent": "correct_detail",
        "text": turn.text,
        "confidence": turn.confidence,
        "since": time.time(),
    }  # as bot/dialogue/several.py keeps what has to wait for a form
    event: Event = SlotSet("also_asked", [*(turn.slots.get("also_asked") or []), request])
    return event
