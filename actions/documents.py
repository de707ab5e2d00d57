"""Pictures and papers: what a file that came in belongs to."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.additions import FORM as ADDITION_FORM
from actions.services_status import name_of
from actions.services_words import names_of
from actions.turn import Event, Turn, read_turn, say
from bot.attachments import records as attachments
from bot.attachments.tables import Attachment
from bot.cases.records import OVER, case_by_reference, cases_of, may_read
from bot.cases.tables import Case, CaseState
from bot.database import transaction
from bot.services.requests import attach

_COMPLAINT_FORM = "complaint_form"
"""It takes the recent files with it when it is sent."""
_MOST = 4


class ActionAddDocument(Action):  # type: ignore[misc]
    """A file came, or somebody wants to add one."""

    def name(self) -> str:
        return "action_add_document"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        came = "attachment" in turn.metadata
        with transaction() as session:
            files = attachments.recent(session, turn.conversation)
            if came and turn.active_form is not None:
                complains = turn.active_form == _COMPLAINT_FORM
                key = "utter_documents_with_complaint" if complains else "utter_documents_in_form"
                say(dispatcher, key)
                return []
            if turn.active_form == _COMPLAINT_FORM:
                say(dispatcher, "utter_documents_send_here")
                return []
            found = _meant(session, turn, came)
            if len(found) == 1 and files:
                return _link(session, dispatcher, turn, files, found[0])
            if not came and len(found) <= 1:
                return _invite(dispatcher, found)
            return _ask(dispatcher, found, len(files))


def _meant(session: Session, turn: Turn, came: bool) -> list[Case]:
    """The open cases that the file may belong to; one that was named or asks for it is certain."""
    named = turn.entity("reference") or (turn.slots.get("case_shown") if came else None)
    case = case_by_reference(session, named) if named else None
    if case is not None and case.state not in OVER and may_read(session, case, turn.conversation):
        return [case]
    found = cases_of(session, turn.conversation, only_open=True)
    waiting = [case for case in found if case.state == CaseState.NEEDS_INFORMATION.value]
    return waiting if len(waiting) == 1 else found


def _link(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    files: list[Attachment],
    case: Case,
) -> list[Event]:
    for file in files:
        key = f"{turn.message_key}:{file.id}"
        attach(session, file, case, key, names_of("words", "file"))
    say(
        dispatcher,
        "utter_documents_linked",
        count=str(len(files)),
        case=name_of(case),
        reference=case.reference,
    )
    return [SlotSet("case_shown", case.reference)]


def _invite(dispatcher: CollectingDispatcher, found: list[Case]) -> list[Event]:
    """No file yet: send it here."""
    if not found:
        say(dispatcher, "utter_documents_nothing_open")
        return []
    case, shown = found[0], SlotSet("case_shown", found[0].reference)
    if case.state == CaseState.NEEDS_INFORMATION.value:
        return [shown, FollowupAction(ADDITION_FORM)]
    say(dispatcher, "utter_documents_send", case=name_of(case), reference=case.reference)
    return [shown]


def _ask(dispatcher: CollectingDispatcher, found: list[Case], count: int) -> list[Event]:
    """What it is for: one of the open cases, or something new."""
    buttons = [
        {
            "title": f"{name_of(case)} {case.reference}",
            "payload": f'/add_document{{"reference":"{case.reference}"}}',
        }
        for case in found[:_MOST]
    ]
    for name, payload in (
        ("complaint", "/complaint"),
        ("service", "/service_request"),
        ("update", "/update_details"),
    ):
        buttons.append({"title": names_of("for", name), "payload": payload})
    several = count > 1
    dispatcher.utter_message(
        response="utter_documents_what_for_several" if several else "utter_documents_what_for",
        count=str(count),
        buttons=buttons,
    )
    return []
