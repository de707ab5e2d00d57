"""Service requests: begin one, or tell what it takes. The form: services_form.py."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.gate import verified_account
from actions.services_words import ask_type, names_of, say_info
from actions.turn import Entity, Event, Turn, previous_turn, read_turn, say, text_before
from bot.attachments import records as attachments
from bot.database import reading, transaction
from bot.questions import book
from bot.rendering.words import day_words, working_days
from bot.services import draft as drafts
from bot.services.answers import Said
from bot.services.asking import asks_about, speaks_of_death, wants_to_begin
from bot.services.catalogue import catalogue
from bot.services.draft import Draft
from bot.services.hearing import gather
from bot.services.promise import promise_for
from bot.services.requests import known_mobile, open_like, submit
from bot.services.schema import Access, Kind, ServiceType

FORM = "service_form"
REQUEST = "action_service_request"
FILED = "action_service_filed"
SHOWN = "service_shown"
"""Slot: the service that was told about, and the question that asked about it."""
_NEAR = 6
"""Messages after which a service that was told about is no longer spoken of."""
ANSWERED = "answered_question"
"""Slot that `action_question` sets: which general question was answered."""


def said_in(turn: Turn) -> Said:
    """The turn in the terms of a service request."""
    return Said(
        text=turn.text,
        intent=turn.intent,
        confidence=turn.confidence,
        message_key=turn.message_key,
        found=tuple((e.name, e.value) for e in turn.entities if not _replaced(turn, e)),
        attachment=turn.metadata.get("attachment"),
    )


def _replaced(turn: Turn, entity: Entity) -> bool:
    """Whether a correction calls it the old one and gives a new one beside it."""
    same = [other for other in turn.entities if other.name == entity.name]
    return entity.role == "old" and any(other.role != "old" for other in same)


class ActionServiceRequest(Action):  # type: ignore[misc]
    """Begin a request with all that the sentence tells, or go on with the one that was left."""

    def name(self) -> str:
        return REQUEST

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            left = drafts.unfinished(session, turn.conversation)
            shown, first_words = _shown_before(tracker)
            if not shown and wants_to_begin(turn.text):
                shown, first_words = _spoken_of(tracker)
            both = [] if _only_asks(turn) else _both_wanted(turn)
            wanted = both[:1] or _wanted(turn) or shown
            if left is not None and (not wanted or wanted == [catalogue().get(left.type)]):
                draft, fresh = left, _only_asks(turn)
                service = catalogue().get(left.type)
                if service is not None:  # the proof in between may have told it
                    know_mobile(session, turn.conversation, draft, service)
                if service is not None and _only_asks(turn):
                    say_info(dispatcher, service, turn.text, begin=False)
            elif _only_asks(turn):
                return _tell(dispatcher, turn, wanted)
            else:
                again = _open_already(session, dispatcher, turn, wanted)
                if again is not None:
                    return again
                draft, fresh = _begin(session, dispatcher, turn, wanted, first_words), True
                if both:
                    draft.next_type = both[1].id
                    names = {"first": both[0].name, "second": both[1].name}
                    say(dispatcher, "utter_services_two", **names)
            drafts.save(session, turn.conversation, draft)
        return _open(dispatcher, turn, draft, fresh=fresh)


def _wanted(turn: Turn) -> list[ServiceType]:
    """The services that the message chooses or names; one that was pressed is certain."""
    pressed = turn.entity("service_type") or turn.entity("service_choice")
    if pressed:
        return [one for one in (catalogue().get(pressed),) if one]
    return [] if turn.text.startswith("/") else catalogue().named_in(turn.text)


def _both_wanted(turn: Turn) -> list[ServiceType]:
    """The two services of "ابغى عداد جديد وابغى انقل القديم": one after the other."""
    return [] if turn.text.startswith("/") else catalogue().both_named_in(turn.text)


def _shown_before(tracker: Tracker) -> tuple[list[ServiceType], str]:
    """The service that the turn before told about, and the question that asked about it.

    "Yes", "begin it", "and how long?" mean that service. A general answer was about the
    service that its title names: "العداد باسم متوفى" is about the transfer.
    """
    for event in reversed(previous_turn(tracker)):
        if event.get("event") == "slot" and event.get("name") == ANSWERED and event.get("value"):
            return _service_of_answer(str(event["value"])), text_before(tracker)
        if event.get("event") == "slot" and event.get("name") == SHOWN:
            service = catalogue().get(event["value"]["service"])
            return ([service], event["value"]["asked"]) if service else ([], "")
    return [], ""


def _spoken_of(tracker: Tracker) -> tuple[list[ServiceType], str]:
    """The service told about a few messages ago, for who wants to begin and names none."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages > _NEAR:
            break
        if event.get("event") == "slot" and event.get("name") == SHOWN and event.get("value"):
            service = catalogue().get(event["value"]["service"])
            return ([service], event["value"]["asked"]) if service else ([], "")
    return [], ""


def _service_of_answer(key: str) -> list[ServiceType]:
    """The one service that the title of a question names."""
    with reading() as session:
        question = book.in_force(session, key)
    named = catalogue().named_in(question.title) if question else []
    return named if len(named) == 1 else []


def _only_asks(turn: Turn) -> bool:
    return not turn.text.startswith("/") and asks_about(turn.text)


def _tell(dispatcher: CollectingDispatcher, turn: Turn, wanted: list[ServiceType]) -> list[Event]:
    """What it takes, and the offer to begin."""
    if len(wanted) != 1:
        ask_type(dispatcher, wanted)
        return []
    say_info(dispatcher, wanted[0], _asked_of(turn, wanted[0]), begin=turn.active_form is None)
    shown = {"service": wanted[0].id, "asked": turn.text}
    return [SlotSet("offered_action", REQUEST), SlotSet(SHOWN, shown)]


def _asked_of(turn: Turn, service: ServiceType) -> str:
    """The message, where it goes on about a service told about before; all is told at first."""
    return "" if catalogue().named_in(turn.text) == [service] else turn.text


def _open_already(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, wanted: list[ServiceType]
) -> list[Event] | None:
    """A request for the same service waits already; another one is made only when asked for."""
    if len(wanted) != 1 or turn.entity("service_choice"):
        return None
    case = open_like(session, turn.conversation, wanted[0])
    if case is None:
        return None
    reference, name = case.reference, wanted[0].id
    payloads = {
        "status": f'/service_status{{"reference":"{reference}"}}',
        "document": f'/add_document{{"reference":"{reference}"}}',
        "another": f'/service_request{{"service_choice":"{name}"}}',
    }
    dispatcher.utter_message(
        response="utter_services_open_already",
        reference=reference,
        service=wanted[0].name,
        buttons=[{"title": names_of("buttons", k), "payload": p} for k, p in payloads.items()],
    )
    return []


def _begin(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    wanted: list[ServiceType],
    first_words: str,
) -> Draft:
    """A draft with all that the message tells, and `first_words`, the question before it."""
    draft = Draft(text=first_words or ("" if turn.text.startswith("/") else turn.text))
    draft.files = [file.id for file in attachments.recent(session, turn.conversation)]
    if len(wanted) != 1:
        return draft
    service = wanted[0]
    draft.become(service)
    know_mobile(session, turn.conversation, draft, service)
    if speaks_of_death(f"{first_words} {turn.text}"):
        say(dispatcher, "utter_services_condolence")
    say(dispatcher, "utter_services_welcome", service=service.name, about=service.about)
    said = said_in(turn)
    gather(draft, service, said)
    gather(draft, service, replace(said, text=first_words, found=(), attachment=None))
    return draft


def know_mobile(session: Session, conversation: str, draft: Draft, service: ServiceType) -> None:
    """A mobile that was given or proved here is not asked for again; the summary shows it."""
    mobile = known_mobile(session, conversation)
    for question in service.questions:
        if mobile and question.kind is Kind.MOBILE:
            draft.answers.setdefault(question.id, mobile)


def needs_proof(draft: Draft) -> bool:
    """Whether the request is about an account that has to be proved."""
    service = catalogue().get(draft.type)
    return service is not None and service.access is Access.PROVED


def _open(
    dispatcher: CollectingDispatcher, turn: Turn, draft: Draft, *, fresh: bool
) -> list[Event]:
    """The form, behind the proof that the service asks for."""
    if not fresh and turn.intent == "service_request":
        service = catalogue().get(draft.type)
        say(dispatcher, "utter_services_resumed", service=service.name if service else "")
    given_up = [SlotSet("after_identify", None)] if turn.active_form == "identify_form" else []
    if needs_proof(draft):
        account_id, events = verified_account(turn, REQUEST)
        if account_id is None:
            return [*events, SlotSet("suspended_form", None)]
    return [*given_up, SlotSet("suspended_form", None), FollowupAction(FORM)]


class ActionServiceFiled(Action):  # type: ignore[misc]
    """The form ended: for the proof that the chosen service asks for, or with a whole request."""

    def name(self) -> str:
        return FILED

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            draft = drafts.load(session, turn.conversation) or Draft()
        service = catalogue().get(draft.type)
        if service is None:
            return []
        account_id = None
        if needs_proof(draft):
            account_id, events = verified_account(turn, FILED if draft.confirmed else REQUEST)
            if account_id is None:
                return [*events, SlotSet("suspended_form", None)]
        if not draft.confirmed:
            return [FollowupAction(FORM)]
        with transaction() as session:
            case = submit(session, turn.conversation, draft, service, account_id)
            reference, missing = case.reference, len(service.documents) - len(draft.files)
        say(dispatcher, "utter_services_filed", service=service.name, reference=reference)
        say(
            dispatcher,
            "utter_services_next",
            next=service.next,
            promise=promise_words(service, draft),
        )
        say(dispatcher, "utter_services_papers_later" if missing > 0 else "utter_services_after")
        return [SlotSet("case_shown", reference), *_offer_next(dispatcher, draft)]


def _offer_next(dispatcher: CollectingDispatcher, draft: Draft) -> list[Event]:
    """The other service that was asked for with this one."""
    service = catalogue().get(draft.next_type)
    if service is None:
        return []
    payload = f'/service_request{{"service_type":"{service.id}"}}'
    buttons = [
        {"title": names_of("buttons", "begin"), "payload": payload},
        {"title": names_of("buttons", "later"), "payload": "/deny"},
    ]
    dispatcher.utter_message(
        response="utter_services_next_one", service=service.name, buttons=buttons
    )
    shown = {"service": service.id, "asked": ""}
    return [SlotSet("offered_action", REQUEST), SlotSet(SHOWN, shown)]


def promise_words(service: ServiceType, draft: Draft) -> str:
    """The promised time with its last day, or what is said where no figure is sure."""
    promise = promise_for(service, draft.answers)
    if promise is None:
        return str(service.promise.words)
    span = working_days(promise.most)
    if promise.least != promise.most:
        span = f"{promise.least}-{span}"
    return names_of("promise", "until").format(span=span, day=day_words(promise.on))
