"""The wish to talk to a person."""

from __future__ import annotations

import re

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.person import matter
from actions.turn import Event, Turn, read_turn, say
from bot.clock import RIYADH, now
from bot.database import reading, transaction
from bot.facts import facts
from bot.rendering.words import time_words
from bot.text.call_times import read_call_time
from bot.text.normalise import fold_text
from bot.text.queue_words import asks_place
from bot.transcripts.handover import Handover, ask_for_person, waits_for_person

_SINCE = re.compile(r"(?<!\S)(?:من|منذ|قبل|صار|صارلي|امس|البارح|البارحه|since)(?!\S)")
_WISH = re.compile(r"(?<!\S)(?:ابي|ابغ\S*|ودي|بغيت|نبي|اريد|حول\S*|حط\S*|اكلم|want)(?!\S)")
_LONGEST_WISH = 8
"""Words of a message that asks for a person at a time, and tells nothing else."""


def hand_over(
    dispatcher: CollectingDispatcher, tracker: Tracker, reason: str, response: str
) -> None:
    """Queue the conversation and say when a person answers; the bot goes on helping."""
    turn = read_turn(tracker)
    typed = "" if turn.text.startswith("/") else turn.text
    with transaction() as session:
        summary = matter(session, turn.conversation, typed)
        handover = ask_for_person(session, turn.conversation, reason, summary)
    if response:
        say(dispatcher, response)
    say_handover(dispatcher, handover)


def say_handover(dispatcher: CollectingDispatcher, handover: Handover) -> None:
    """Place in the queue while clerks are there, else when they begin."""
    if handover.position == 0:
        say(dispatcher, "utter_other_person_is_here")
    elif handover.open_now:
        key = "utter_other_person_next" if handover.position == 1 else "utter_other_person_open"
        say(dispatcher, key, ahead=str(handover.position - 1))
    else:
        say(
            dispatcher,
            "utter_other_person_closed",
            opens=time_words(handover.opens_at),
            phone=facts().get("company.phone").text(),
        )


def wants_a_later_call(turn: Turn) -> bool:
    """ "احد يكلمني بكرة العصر": a person is wanted, but not now."""
    folded = fold_text(turn.text)
    if len(folded.split()) > _LONGEST_WISH or _SINCE.search(folded):
        return False
    moment = now().astimezone(RIYADH)
    at = read_call_time(turn.text, moment)
    return at is not None and at > moment


def _waits(conversation: str) -> bool:
    with reading() as session:
        return waits_for_person(session, conversation)


class ActionHuman(Action):  # type: ignore[misc]
    """A person is wanted; at a time that is named, by phone."""

    def name(self) -> str:
        return "action_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if wants_a_later_call(turn):
            return [FollowupAction("action_call_back")]
        only_asks = asks_place(turn.text) and not _WISH.search(fold_text(turn.text))
        if only_asks and not _waits(turn.conversation):
            say(dispatcher, "utter_other_person_not_waiting")
            return []
        hand_over(dispatcher, tracker, "human", "")
        return []
