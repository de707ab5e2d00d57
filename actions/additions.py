"""What staff asked for of an open case: the next words or file are the answer."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services_status import name_of
from actions.services_words import names_of
from actions.turn import Event, Turn, read_turn, say
from bot.attachments import records as attachments
from bot.cases import steps
from bot.cases.records import OVER, case_by_reference, may_read
from bot.cases.tables import Case
from bot.database import reading, transaction
from bot.services.requests import attach

FORM = "addition_form"
SLOT = "addition_words"
_WORDS = frozenset(
    "inform nlu_fallback out_of_scope add_document service_request complaint".split()
)
"""Intents whose words are the answer; of any other only when it is unlikely."""
_CERTAIN = 0.7
_REASSURE = frozenset({"repeat", "go_back"})


class ValidateAdditionForm(Action):  # type: ignore[misc]
    """Drives `addition_form`: one message, words or a file, goes to the case."""

    def name(self) -> str:
        return "validate_addition_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        reference = str(turn.slots.get("case_shown") or "")
        if not turn.is_new_message or turn.intent in _REASSURE:
            _ask(dispatcher, turn, reference)
            return [SlotSet("requested_slot", SLOT), SlotSet("suspended_form", None)]
        came = "attachment" in turn.metadata
        if not came and not _gives_words(turn):
            return []
        _add(dispatcher, turn, reference, came=came)
        return [SlotSet("requested_slot", None), SlotSet("suspended_form", None)]


def _gives_words(turn: Turn) -> bool:
    if turn.text.startswith("/"):
        return False
    return turn.intent in _WORDS or turn.confidence < _CERTAIN


def _ask(dispatcher: CollectingDispatcher, turn: Turn, reference: str) -> None:
    with reading() as session:
        case = case_by_reference(session, reference)
        asked = steps.last_words_of_staff(case) if case else None
        mine = case is not None and may_read(session, case, turn.conversation)
    say(dispatcher, "utter_documents_answer", reference=reference, words=asked if mine else "")


def _add(dispatcher: CollectingDispatcher, turn: Turn, reference: str, *, came: bool) -> None:
    with transaction() as session:
        case: Case | None = case_by_reference(session, reference)
        if case is None or case.state in OVER or not may_read(session, case, turn.conversation):
            say(dispatcher, "utter_services_over_already", reference=reference)
            return
        for file in attachments.recent(session, turn.conversation) if came else []:
            key = f"{turn.message_key}:{file.id}"
            attach(session, file, case, key, names_of("words", "file"))
        if not came:
            steps.add_information(
                session,
                reference,
                actor=turn.conversation,
                words=turn.text,
                key=turn.message_key,
            )
        say(dispatcher, "utter_documents_added", case=name_of(case), reference=reference)


class ActionAdditionDone(Action):  # type: ignore[misc]
    """The form is over; all was said."""

    def name(self) -> str:
        return "action_addition_done"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return []
