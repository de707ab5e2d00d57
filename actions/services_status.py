"""What became of a service request, and taking it (or a complaint) back."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.labels import label
from actions.references import status_action
from actions.services import FORM
from actions.services_words import names_of
from actions.turn import Event, Turn, read_turn, say
from actions.update import leave_form
from bot.cases import steps
from bot.cases.records import OVER, case_by_reference, cases_of, may_read
from bot.cases.tables import Case, CaseKind, CaseState
from bot.clock import RIYADH
from bot.database import reading, transaction
from bot.rendering.words import date_words, day_words
from bot.services import draft as drafts
from bot.services.catalogue import catalogue
from bot.services.requests import was_promised
from bot.updates.requests import latest as latest_update
from bot.updates.tables import RequestState

STATUS = "action_service_status"
WITHDRAW = "action_withdraw_service"
_MOST = 6
_TOLD = frozenset({"needs_information", "answered", "closed"})
"""States in which what staff said last is what counts."""
_DRAFT = "draft"
"""In our own buttons: the request that was not sent yet."""


class ActionServiceStatus(Action):  # type: ignore[misc]
    """State of a request: by its reference, else the newest of this conversation."""

    def name(self) -> str:
        return STATUS

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        reference = turn.entity("reference") or ""
        if following := status_action(reference, own=STATUS):
            return [FollowupAction(following)]
        with reading() as session:
            found = _requests(session, turn, reference)
            left = drafts.unfinished(session, turn.conversation)
            if not found:
                if not reference and left is None and latest_update(session, turn.conversation):
                    return [FollowupAction("action_update_status")]
                return _say_none(dispatcher, reference, left is not None)
            case = found[0]
            _say_state(dispatcher, case, mine=may_read(session, case, turn.conversation))
            _say_others(dispatcher, found[1:])
            return [SlotSet("case_shown", case.reference)]


def _requests(session: Session, turn: Turn, reference: str) -> list[Case]:
    if not reference:
        return cases_of(session, turn.conversation, CaseKind.SERVICE)
    case = case_by_reference(session, reference)
    return [case] if case is not None else []


def _say_none(dispatcher: CollectingDispatcher, reference: str, left: bool) -> list[Event]:
    if left and not reference:
        say(dispatcher, "utter_services_status_unfinished")
        return [SlotSet("offered_action", "action_service_request")]
    say(dispatcher, "utter_services_unknown" if reference else "utter_services_none")
    return []


def name_of(case: Case) -> str:
    """What a case is called in a sentence: its service, or that it is a complaint."""
    service = catalogue().get(case.category) if case.kind == CaseKind.SERVICE.value else None
    return str(service.name) if service else label("case_kinds", case.kind)


def _say_state(dispatcher: CollectingDispatcher, case: Case, *, mine: bool) -> None:
    service = catalogue().get(case.category)
    own = service.states.get(CaseState(case.state)) if service else None
    told = mine and case.state in _TOLD
    words = (steps.last_words_of_staff(case) if told else None) or ""
    key = "utter_services_status_over" if case.state in OVER else "utter_services_status"
    say(
        dispatcher,
        key,
        service=name_of(case),
        reference=case.reference,
        opened=date_words(case.created_at.astimezone(RIYADH).date()),
        state=own or names_of("state", case.state),
        words=names_of("words", "staff").format(words=words) if words else "",
        promise=_promise(case),
    )
    if steps.is_overdue(case):
        say(dispatcher, "utter_services_overdue")


def _promise(case: Case) -> str:
    if not was_promised(case) or steps.is_overdue(case) or case.promised_on is None:
        return ""
    return names_of("words", "promised").format(day=day_words(case.promised_on))


def _say_others(dispatcher: CollectingDispatcher, others: list[Case]) -> None:
    """The other requests of this conversation, one tap each."""
    if not others:
        return
    rows = [
        [
            f"{name_of(case)} {case.reference}",
            names_of("state", case.state),
            f'/service_status{{"reference":"{case.reference}"}}',
        ]
        for case in others[:_MOST]
    ]
    card = {"title": names_of("words", "others"), "rows": rows}
    dispatcher.utter_message(response="utter_services_others", json_message={"card": card})


class ActionWithdrawService(Action):  # type: ignore[misc]
    """Take a request or a complaint back, once it is certain which one and that it is meant."""

    def name(self) -> str:
        return WITHDRAW

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        pressed = turn.text.startswith("/") or turn.intent == "affirm"
        if turn.active_form == FORM and not pressed:
            # Typed in the middle it may be misheard: stop, keep all, and leave wiping to a button.
            say(dispatcher, "utter_services_cancelled_kept")
            return leave_form(turn)
        reference, shown = turn.entity("reference"), turn.slots.get("case_shown")
        if turn.intent == "affirm":
            reference = shown
        of_draft = turn.entity("service_field") == _DRAFT or (turn.intent == "affirm" and not shown)
        with transaction() as session:
            if of_draft and drafts.discard(session, turn.conversation):
                say(dispatcher, "utter_services_discarded")
                return [SlotSet("offered_action", None), *leave_form(turn)]
            if pressed and reference:
                return _withdraw(session, dispatcher, turn, reference)
            return _offer(session, dispatcher, turn, reference or (shown if pressed else None))


def _withdraw(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, reference: str
) -> list[Event]:
    case = case_by_reference(session, reference)
    if case is None or not may_read(session, case, turn.conversation):
        say(dispatcher, "utter_services_unknown")
        return []
    try:
        steps.withdraw(session, reference, actor=turn.conversation, key=turn.message_key)
    except steps.StepError:
        say(dispatcher, "utter_services_over_already", reference=reference)
        return []
    say(dispatcher, "utter_services_withdrawn", service=name_of(case), reference=reference)
    return [SlotSet("offered_action", None), SlotSet("case_shown", None)]


def _offer(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, reference: str | None
) -> list[Event]:
    """Ask once more before anything is taken back."""
    found = cases_of(session, turn.conversation, only_open=True)
    if reference:
        found = [case for case in found if case.reference == reference]
    left = drafts.unfinished(session, turn.conversation)
    if not found and not left and not reference:
        update = latest_update(session, turn.conversation)
        if update is not None and update.state == RequestState.PENDING.value:
            return [FollowupAction("action_withdraw_update")]
    if not found:
        say(dispatcher, "utter_services_discard" if left else "utter_services_nothing_to_withdraw")
        return [SlotSet("offered_action", WITHDRAW if left else None), SlotSet("case_shown", None)]
    buttons = [
        {
            "title": names_of("buttons", "withdraw").format(reference=case.reference),
            "payload": f'/withdraw_service{{"reference":"{case.reference}"}}',
        }
        for case in found[:_MOST]
    ]
    only = found[0] if len(found) == 1 else None
    dispatcher.utter_message(
        response="utter_services_withdraw" if only else "utter_services_withdraw_which",
        buttons=buttons,
        service=name_of(found[0]),
        reference=found[0].reference,
    )
    return [
        SlotSet("offered_action", WITHDRAW if only else None),
        SlotSet("case_shown", only.reference if only else None),
    ]
