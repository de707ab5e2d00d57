"""The service request's form: hear an answer, ask the next question."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.services import know_mobile, needs_proof, said_in
from actions.services_words import ask, ask_type, say_info
from actions.turn import Event, Turn, read_turn, say
from bot.database import transaction
from bot.identity.login import LoginStep, login_step
from bot.services import draft as drafts
from bot.services.catalogue import catalogue
from bot.services.draft import CONFIRM, DOCUMENTS, TYPE, Draft, next_step
from bot.services.hearing import Heard, hear
from bot.services.schema import ServiceType
from bot.text.skipping import declines
from bot.text.wait_words import asks_to_wait

PREFIX = "service_"
MISSES_BEFORE_A_PERSON = 3


class ValidateServiceForm(Action):  # type: ignore[misc]
    """Drives `service_form`; `action_service_filed` files what it collected."""

    def name(self) -> str:
        return "validate_service_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            draft = drafts.load(session, turn.conversation) or Draft()
            if turn.is_new_message:
                asked = next_step(draft, catalogue().get(draft.type))
                if asked == TYPE and _wants_none(turn):
                    say(dispatcher, "utter_general_cancelled")
                    return [SlotSet("requested_slot", None), SlotSet("suspended_form", None)]
                heard = hear(catalogue(), draft, said_in(turn))
                if not heard.taken:
                    return []
                service = catalogue().get(draft.type)
                if heard.retyped and service is not None:
                    know_mobile(session, turn.conversation, draft, service)
                _answer(dispatcher, turn, heard, service, asked)
            drafts.save(session, turn.conversation, draft)
            step = _next(session, turn, draft)
        _ask(dispatcher, draft, step)
        return [
            SlotSet("requested_slot", f"{PREFIX}{step}" if step else None),
            SlotSet("suspended_form", None),
        ]


def _wants_none(turn: Turn) -> bool:
    """ "بعدين" to the list of services: none of them."""
    return turn.intent in ("deny", "skip") or declines(turn.text)


def _next(session: Session, turn: Turn, draft: Draft) -> str | None:
    """The next question; None: the form ends, to be filed or to prove the account first."""
    proved = login_step(session, turn.conversation) is LoginStep.DONE
    if needs_proof(draft) and not proved:
        return None
    return next_step(draft, catalogue().get(draft.type))


def _ask(dispatcher: CollectingDispatcher, draft: Draft, step: str | None) -> None:
    service = catalogue().get(draft.type)
    if step == TYPE:
        ask_type(dispatcher)
    elif step is not None and service is not None:
        ask(dispatcher, service, draft, step)


def _answer(
    dispatcher: CollectingDispatcher,
    turn: Turn,
    heard: Heard,
    service: ServiceType | None,
    asked: str | None,
) -> None:
    """What is said about the message before the next question."""
    draft = heard.draft
    if heard.missed and asks_to_wait(turn.text):
        say(dispatcher, "utter_update_take_time")
        return
    draft.misses = draft.misses + 1 if heard.missed or heard.bad else 0
    if heard.missed or heard.bad:
        _say_miss(dispatcher, turn, heard, service, asked)
        return
    if service is None:
        return
    if heard.asks:
        say_info(dispatcher, service, turn.text, begin=False)
    if heard.retyped:
        say(dispatcher, "utter_services_retyped", service=service.name, about=service.about)
    if heard.files:
        say(dispatcher, "utter_services_file_taken")
    _read_back(dispatcher, heard, service, asked)


def _read_back(
    dispatcher: CollectingDispatcher, heard: Heard, service: ServiceType, asked: str | None
) -> None:
    """The plain answer to the question needs no word; anything more is read back by name."""
    more = [name for name in heard.noted if name != asked]
    files = [question.id for question in service.questions if question.kind.value == "file"]
    named = {q.id: q.name for q in service.questions}
    if heard.changed:
        fields = "، ".join(named[name] for name in heard.changed)
        say(dispatcher, "utter_services_changed", fields=fields)
    elif [name for name in more if name not in files]:
        fields = "، ".join(named[name] for name in heard.noted if name not in files)
        say(dispatcher, "utter_services_noted", fields=fields)


def _say_miss(
    dispatcher: CollectingDispatcher,
    turn: Turn,
    heard: Heard,
    service: ServiceType | None,
    asked: str | None,
) -> None:
    """What would help; after three of them in a row a person is offered, nothing is lost."""
    if heard.draft.misses % MISSES_BEFORE_A_PERSON == 0:
        say(dispatcher, "utter_services_offer_person")
        return
    question = service.question(heard.bad or asked or "") if service else None
    if question is not None and turn.intent == "affirm":  # "نعم قدمه"
        say(dispatcher, "utter_services_then_sent")
    elif question is not None and question.help:
        say(dispatcher, "utter_services_hint", hint=question.help)
    elif question is not None and turn.intent in ("skip", "deny"):
        say(dispatcher, "utter_services_needed")
    elif asked in (DOCUMENTS, CONFIRM):
        say(dispatcher, f"utter_services_help_{asked}")
    else:
        say(dispatcher, "utter_services_help")
