"""Said once in a session before the answer to a message in English or in Urdu:
that we understood it, and that the answer is in Arabic. What is not understood gets words of its
own (actions/languages.py).
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.nlu.language import LANGUAGE, STRAY
from bot.text.languages import Language

SLOT = "language_told"
NOTED = "noted"
"""Value of the slot once the note was given; the menu of `actions/languages.py` leaves another."""
RESPONSE = "utter_language_note"
RESPONSES_URDU = {
    Language.URDU.value: "utter_language_note_ur",
    Language.ROMAN_URDU.value: "utter_language_note_ur_latin",
}
_SPEAK_FOR_THEMSELVES = frozenset(
    {STRAY, "nlu_fallback", "danger", "greet", "menu", "thanks", "goodbye", "ask_bot", "inform"}
)


def is_due(parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether the note comes before the answer to this message."""
    intent = (parse.get("intent") or {}).get("name")
    return (
        LANGUAGE in parse
        and intent not in _SPEAK_FOR_THEMSELVES
        and SLOT in tracker.slots
        and tracker.get_slot(SLOT) != NOTED
    )


async def say_note(
    parse: dict[str, Any],
    tracker: DialogueStateTracker,
    nlg: NaturalLanguageGenerator,
    channel: str,
    domain: Domain,
) -> None:
    """Put the note into the tracker, as said, and remember it."""
    response = RESPONSES_URDU.get(parse.get(LANGUAGE) or "", RESPONSE)
    words = await nlg.generate(response, tracker, channel)
    if words:
        tracker.update(BotUttered(words["text"], {"buttons": words.get("buttons")}), domain)
        tracker.update(SlotSet(SLOT, NOTED), domain)
