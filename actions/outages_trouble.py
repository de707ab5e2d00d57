"""What is no outage of a home although it sounds like one: it is recorded as a complaint."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Event, Turn, say
from bot.complaints.catalogue import tells_damage
from bot.database import reading
from bot.outages.reports import last_report
from bot.outages.trouble import Trouble, asks_about_trouble, read_trouble
from bot.text.normalise import fold_text

_COMPLAINT = "action_complaint"
_OTHER_SUPPLY = re.compile(
    r"(?<!\S)\S{0,3}(?:نت|انترنت|واي\s?فاي|مويه|مويا|مياه|ماء|شبك\S*|مكالم\S*|اتصال\S*|بث|قناه|قنوات|غاز|"
    r"جوال\S*|"
    r"محادث\S*|رساي?ل\S*|wifi|internet)(?!\S)"
)
"""What else is cut off every now and then."""


def take_up_trouble(dispatcher: CollectingDispatcher, turn: Turn) -> list[Event] | None:
    """Say what will be done about street lights, weak power or cuts every day, and record it; None
    where the message tells of none of these. The classifier hears an outage in them."""
    trouble = read_trouble(turn.text)
    if trouble is None or turn.intent == "danger":
        return None
    if not tells_damage(turn.text):  # what broke is the matter
        _say(dispatcher, turn, trouble)
    return [SlotSet("taken_whole", turn.message_key), FollowupAction(_COMPLAINT)]


def unheard_trouble(dispatcher: CollectingDispatcher, turn: Turn) -> list[Event] | None:
    """`take_up_trouble` for a message that was taken for anger, a stray or nothing at all: "الحوسة
    هذي ما تخلص كل شوي تنقطع"."""
    other = _OTHER_SUPPLY.search(fold_text(turn.text)) is not None
    if turn.active_form is not None or other or not tells_trouble(turn):
        return None
    return take_up_trouble(dispatcher, turn)


def tells_trouble(turn: Turn) -> bool:
    """Whether a message that sounds like a general question tells of such trouble instead."""
    return read_trouble(turn.text) is not None and not asks_about_trouble(turn.text)


def _say(dispatcher: CollectingDispatcher, turn: Turn, trouble: Trouble) -> None:
    if trouble is Trouble.WEAK:
        with reading() as session:
            mine = last_report(session, turn.conversation, only_open=True)
        if mine is not None:
            say(dispatcher, "utter_outages_trouble_weak_open", reference=mine.reference)
            return
    say(dispatcher, f"utter_outages_trouble_{trouble.value}")
