"""What was not understood: the likeliest meanings, then the menu and a person."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.complaints import adds_to_complaint
from actions.going_on import go_on
from actions.labels import has_label, label
from actions.languages import answer_abroad
from actions.person import matter
from actions.questions import ActionQuestion, asks_known_question, nearest_question
from actions.references import errand
from actions.same_question import same_question
from actions.turn import Event, Turn, previous_turn, read_turn, say
from bot.database import reading, transaction
from bot.transcripts.handover import let_a_person_look

LEAST_LIKELY = 0.08
"""Probability from which a meaning is worth a button."""


class ActionFallback(Action):  # type: ignore[misc]
    """Not understood: the two likeliest meanings; twice in a row: the menu, and a clerk looks."""

    def name(self) -> str:
        return "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        again = any(
            event.get("event") == "action" and event.get("name") == self.name()
            for event in previous_turn(tracker)
        )
        if adds_to_complaint(turn):
            return [FollowupAction("action_complaint")]
        if wanted := errand(turn.text, turn.entity("reference")):
            return [FollowupAction(wanted)]
        if (said := go_on(dispatcher, tracker, turn)) is not None:
            return said
        if following := same_question(turn, tracker):
            return [FollowupAction(following)]
        if asks_known_question(tracker):
            if turn.active_form:  # after another action Rasa would not come back to the form
                answered: list[Event] = ActionQuestion().run(dispatcher, tracker, domain)
                return answered
            return [FollowupAction("action_question")]
        if (abroad := answer_abroad(dispatcher, tracker)) is not None:
            return abroad
        guesses = likely_meanings(turn)
        if again:
            with transaction() as session:
                let_a_person_look(
                    session, turn.conversation, matter(session, turn.conversation, turn.text)
                )
            say(dispatcher, "utter_general_second_miss")
        elif guesses:
            buttons = [{"title": label("intents", i), "payload": f"/{i}"} for i in guesses]
            with reading() as session:
                buttons += nearest_question(session, tracker)
            dispatcher.utter_message(response="utter_general_did_you_mean", buttons=buttons)
        else:
            say(dispatcher, "utter_general_not_understood")
        return []


def likely_meanings(turn: Turn) -> list[str]:
    """The two likeliest intents that have a name on a button."""
    if not any(letter.isalpha() for letter in turn.text):
        return []
    named = [
        name
        for name, probability in turn.ranking
        if has_label("intents", name) and probability >= LEAST_LIKELY
    ]
    return named[:2]
