"""What a person does: service requests, and the wish to talk to one."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Event, read_turn, say
from bot.database import transaction
from bot.facts import facts
from bot.rendering.words import time_words
from bot.transcripts.handover import Handover, ask_for_person


def hand_over(
    dispatcher: CollectingDispatcher, tracker: Tracker, reason: str, response: str
) -> None:
    """Queue the conversation and say when a person answers; the bot goes on helping."""
    turn = read_turn(tracker)
    typed = "" if turn.text.startswith("/") else turn.text
    with transaction() as session:
        handover = ask_for_person(session, turn.conversation, reason, typed)
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


class ActionHuman(Action):  # type: ignore[misc]
    """A person is wanted."""

    def name(self) -> str:
        return "action_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        hand_over(dispatcher, tracker, "human", "")
        return []


class ActionServiceRequest(Action):  # type: ignore[misc]
    """A new connection, load, meter, transfer, moving out: a person takes it."""

    def name(self) -> str:
        return "action_service_request"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        hand_over(dispatcher, tracker, "service_request", "utter_other_service_request")
        return []
