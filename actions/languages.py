"""Words for those who do not write Arabic: short, polite, with buttons they can read."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Event, read_turn, say
from bot.facts import facts
from bot.text.arabizi import is_mainly_latin
from bot.text.languages import Language, asks_for_language
from bot.text.normalise import fold_text

TOLD = "language_told"
"""Slot: the language in which it was said that the bot answers in Arabic."""

_OWN_WORDS = frozenset({Language.URDU.value, Language.ROMAN_URDU.value})


def words_language(tracker: Tracker) -> str | None:
    """`ur`, `ur_latin` or `en`: in which of them the writer of a foreign message is answered;
    None: Arabic."""
    language = tracker.latest_message.get("language")
    if language is None:
        return None
    return language if language in _OWN_WORDS else "en"


def answer_abroad(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event] | None:
    """What to say to a message that is not Arabic and asks nothing that we understand; None when
    it is Arabic. The whole notice is given once in a session, then only the buttons."""
    words = words_language(tracker)
    if words is None:
        return None
    turn = read_turn(tracker)
    if turn.intent == "goodbye":
        return None  # a form that is open is left, as by everybody
    if turn.intent == "thanks":
        say(dispatcher, f"utter_language_thanks_{words}")
    elif turn.active_form:
        say(dispatcher, f"utter_language_in_form_{words}")
    elif tracker.get_slot(TOLD) and not asks_for_language(turn.text):
        say(dispatcher, f"utter_language_again_{words}")
    else:
        say(dispatcher, f"utter_language_menu_{words}", **_emergency())
    return [SlotSet(TOLD, tracker.get_slot(TOLD) or words)]


def warn_abroad(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """The emergency number in English or Urdu too, for anyone who may not read Arabic."""
    latin = is_mainly_latin(fold_text(read_turn(tracker).text))
    words = words_language(tracker) or ("en" if latin else None)
    if words:
        say(dispatcher, f"utter_danger_{words}", **_emergency())


def _emergency() -> dict[str, str]:
    known = facts()
    return {
        "unified": known.get("safety.emergency_unified").text(),
        "elsewhere": known.get("safety.emergency_elsewhere").text(),
    }
