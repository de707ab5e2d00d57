"""Danger to life: the emergency number first, from any point of the conversation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.languages import warn_abroad
from actions.places import place_of_turn
from actions.turn import Event, Turn, read_turn, say
from bot.database import reading
from bot.facts import facts
from bot.outages.areas import emergency_number
from bot.text.danger import names_danger, someone_is_hurt
from bot.text.isolated import switched_off
from bot.text.near_danger import Said, said_near_danger

REPORT_FORM = "outage_form"
REPORT = "action_report_outage"
_AFTERWARDS = {Said.TOUCH: "utter_danger_hands_off", Said.HELP: "utter_danger_help_comes"}
"""What is said to words after the warning; who asks for a number is warned again."""


class ActionDanger(Action):  # type: ignore[misc]
    """Say whom to call and how to stay safe. Records nothing; a report is offered."""

    def name(self) -> str:
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        off = switched_off(turn.text) and not names_danger(turn.text)
        if off and turn.active_form is None and danger_was_told(tracker):
            _tell_numbers(dispatcher, turn, tracker, "utter_danger_made_safe")
            return [SlotSet("offered_action", REPORT)]
        after = said_near_danger(turn.text) if danger_was_told(tracker) else None
        if after in _AFTERWARDS and not names_danger(turn.text):
            _tell_numbers(dispatcher, turn, tracker, _AFTERWARDS[after])
            return [SlotSet("offered_action", REPORT)] if turn.active_form is None else []
        with reading() as session:
            warn(session, dispatcher, turn, tracker)
        warn_abroad(dispatcher, tracker)
        if turn.active_form == REPORT_FORM:
            return []
        say(dispatcher, "utter_danger_offer_report")
        return [
            SlotSet("offered_action", REPORT),
            SlotSet("outage_question", {"action": REPORT}),  # a place named next is the report's
        ]


def _tell_numbers(
    dispatcher: CollectingDispatcher, turn: Turn, tracker: Any, response: str
) -> None:
    """Say a response that names whom to call, or its twin for a region that is not known."""
    numbers = facts()
    unified = numbers.get("safety.emergency_unified").text()
    elsewhere = numbers.get("safety.emergency_elsewhere").text()
    with reading() as session:
        place = place_of_turn(session, turn, tracker)
        number = emergency_number(place.region) if place and place.region else None
    if number is not None:
        say(dispatcher, response, number=number)
    else:
        say(dispatcher, f"{response}_both", unified=unified, elsewhere=elsewhere)


def warn(session: Session, dispatcher: CollectingDispatcher, turn: Turn, tracker: Any) -> None:
    """The emergency number of the region, or both numbers when the region is not known."""
    place = place_of_turn(session, turn, tracker)
    region = place.region if place else None
    number = emergency_number(region) if region else None
    utility = facts().get("company.phone").text()
    if number is not None:
        say(dispatcher, "utter_danger_number", number=number, utility=utility)
    else:
        say(
            dispatcher,
            "utter_danger_both_numbers",
            unified=facts().get("safety.emergency_unified").text(),
            elsewhere=facts().get("safety.emergency_elsewhere").text(),
            utility=utility,
        )
    if someone_is_hurt(turn.text):
        say(dispatcher, "utter_danger_hurt", ambulance=facts().get("safety.ambulance").text())


def danger_was_told(tracker: Tracker) -> bool:
    """Whether danger was spoken of since the last report was filed in this session."""
    for event in reversed(tracker.events):
        if event.get("event") == "action" and event.get("name") == "action_danger":
            return True
        if event.get("event") == "action" and event.get("name") == "action_outage_filed":
            return False
    return False
