"""The outage report's form: hear an answer, ask the next question."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.danger import danger_was_told, warn
from actions.outages import close_mine, keep_first_account
from actions.outages_known import known_outage, say_crowd, say_found, say_medical
from actions.outages_status import ask_which_city
from actions.places import Place, place_of_account
from actions.proof_waits import keep
from actions.turn import Event, Turn, read_turn, say
from bot.database import transaction
from bot.facts import facts
from bot.outages.answers import gives_up_report, wants_to_report
from bot.outages.areas import area_by_id, find_areas
from bot.outages.draft import PLACE_QUESTIONS, Question, ReportDraft
from bot.outages.hearing import Said, hear
from bot.outages.outages import OutageInfo

MISSES_BEFORE_A_PERSON = 3
_MAY_GIVE_UP = frozenset({"report_status", "report_outage", "nlu_fallback", "withdraw_service"})
"""Intents that "الغ البلاغ" may be taken for; `cancel` has a rule of its own."""
_UPDATING = frozenset({"resume_update", "update_details", "change_contact"})
_NO_MISS = frozenset({"repeat", "go_back", "report_outage"})


class ValidateOutageForm(Action):  # type: ignore[misc]
    """Drives `outage_form`; `action_outage_filed` files what it collected."""

    def name(self) -> str:
        return "validate_outage_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        draft = ReportDraft.from_slot(turn.slots.get("outage_draft"))
        question = draft.next_question()
        with transaction() as session:
            if not turn.is_new_message or question is None:
                # Just opened, or back from another topic, which may have been danger.
                if danger_was_told(tracker):
                    draft = replace(draft, danger=True)
                return _go_on(session, dispatcher, draft, turn)
            if turn.intent in _MAY_GIVE_UP and gives_up_report(turn.text):
                say(dispatcher, "utter_general_cancelled")
                return _leave(draft)
            if wants_to_report(turn.text):  # "بلاغ": it is being made
                return _go_on(session, dispatcher, draft, turn)
            heard = hear(session, draft, question, _said(turn))
            if heard is not None:
                return _take(session, dispatcher, tracker, turn, draft, heard)
            if _turns_to_update(turn, question):
                return _finish_first(session, dispatcher, draft, turn, question)
            aside = _aside(turn, question)
            if aside is not None:
                say(dispatcher, aside)
                return _go_on(session, dispatcher, draft, turn)
        if turn.intent == "power_restored":
            close_mine(dispatcher, turn.conversation)
            return _leave(draft)
        return []


def _turns_to_update(turn: Turn, question: Question) -> bool:
    """Whether the update is wanted while hardly anything is missing; who insists gets it."""
    asked = {each["intent"] for each in turn.slots.get("also_asked") or []}
    nearly = question in (Question.DANGER, Question.SCOPE)
    return nearly and turn.intent in _UPDATING and turn.intent not in asked


def _finish_first(
    session: Session,
    dispatcher: CollectingDispatcher,
    draft: ReportDraft,
    turn: Turn,
    question: Question,
) -> list[Event]:
    """File what is known before the update goes on, so that no report is lost; only the question
    for danger must be answered."""
    kept = [] if draft.interrupted else [keep(turn, turn.intent, turn.text)]
    if question is Question.SCOPE:
        draft = replace(draft, scope_told=True)
    else:
        say(dispatcher, "utter_outages_safety_first")
    return [*kept, *_go_on(session, dispatcher, draft, turn)]


def _aside(turn: Turn, question: Question) -> str | None:
    """A question about this very report, answered here so that it fits."""
    if turn.intent == "ask_why_details":
        return "utter_outages_why"
    if turn.intent == "outage_status" and question in PLACE_QUESTIONS:
        return "utter_outages_place_first"
    return None


def _said(turn: Turn) -> Said:
    return Said(
        text=turn.text,
        intent=turn.intent,
        confidence=turn.confidence,
        account=turn.entity("account_number"),
        area=turn.entity("area"),
        city=turn.entity("city"),
        district=turn.entity("district"),
        scope=turn.entity("outage_scope"),
    )


def _take(
    session: Session,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    turn: Turn,
    before: ReportDraft,
    draft: ReportDraft,
) -> list[Event]:
    """Go on with what was heard; say what was wrong with an answer that gave nothing."""
    if draft == before and turn.intent not in _NO_MISS:
        return _miss(session, dispatcher, turn, draft)
    keep_first_account(session, turn)
    outage = _outage_of(session, draft) if _moved(before, draft) else None
    if outage is not None:
        events = say_found(session, dispatcher, turn, outage, draft)
        if not draft.urgent:
            return [*events, *_leave(draft)]
    if _moved(before, draft):
        draft = say_crowd(session, dispatcher, draft)
    told = _acknowledge(session, dispatcher, tracker, turn, before, draft)
    return [*told, *_go_on(session, dispatcher, draft, turn, fresh_place=_moved(before, draft))]


def _acknowledge(
    session: Session,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    turn: Turn,
    before: ReportDraft,
    draft: ReportDraft,
) -> list[Event]:
    """Safety first; and a word that something was noted before the same question is asked again."""
    if draft.danger and not before.danger:
        warn(session, dispatcher, turn, tracker)
        return []
    if draft.medical and not before.medical:
        return say_medical(dispatcher, turn)
    beside = draft != before and _place_of(draft) == _place_of(before)
    if beside and draft.next_question() is before.next_question():
        say(dispatcher, "utter_outages_noted")
    return []


def _place_of(draft: ReportDraft) -> tuple[object, ...]:
    return draft.account, draft.area_id, draft.city, draft.district


def _moved(before: ReportDraft, draft: ReportDraft) -> bool:
    return (before.account, before.area_id) != (draft.account, draft.area_id)


def _outage_of(session: Session, draft: ReportDraft) -> OutageInfo | None:
    if draft.account is not None:
        return known_outage(session, place_of_account(session, draft.account))
    area = area_by_id(session, draft.area_id) if draft.area_id is not None else None
    return known_outage(session, Place((area,), district=area.district)) if area else None


def _leave(draft: ReportDraft) -> list[Event]:
    """End the form with nothing to file."""
    left = ReportDraft(interrupted=draft.interrupted)
    return [SlotSet("outage_draft", left.to_slot()), SlotSet("requested_slot", None)]


def _go_on(
    session: Session,
    dispatcher: CollectingDispatcher,
    draft: ReportDraft,
    turn: Turn,
    *,
    fresh_place: bool = False,
) -> list[Event]:
    """Ask what is still missing, or end the form."""
    question = draft.next_question()
    if question is not None:
        first = turn.requested_slot not in {q.value for q in Question}
        ask(session, dispatcher, draft, question, name_account=fresh_place or first)
    return [
        SlotSet("outage_draft", draft.to_slot()),
        SlotSet("outage_misses", 0),
        SlotSet("requested_slot", question.value if question else None),
    ]


def ask(
    session: Session,
    dispatcher: CollectingDispatcher,
    draft: ReportDraft,
    question: Question,
    *,
    name_account: bool,
) -> None:
    """One question. `name_account` reads the account number back, so that a slip is seen."""
    if question is Question.CITY:
        ask_which_city(dispatcher, find_areas(session, None, draft.district), "inform")
    elif question is Question.LANDMARK and draft.unlisted:
        unlisted = "utter_outages_ask_landmark_unlisted"
        say(dispatcher, unlisted if draft.city else "utter_outages_ask_landmark_and_city")
    elif question is Question.DANGER and draft.account and name_account:
        say(dispatcher, "utter_outages_ask_danger_account", account=draft.account)
    else:
        name = question.value.removeprefix("outage_")
        say(dispatcher, f"utter_outages_ask_{name}", city=draft.city)


def _miss(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: ReportDraft
) -> list[Event]:
    """An answer that gave nothing: say what would, and after three of them offer a person."""
    question = draft.next_question() or Question.WHERE
    misses = int(turn.slots.get("outage_misses") or 0) + 1
    if misses % MISSES_BEFORE_A_PERSON == 0:
        say(dispatcher, "utter_outages_offer_person")
    elif question is Question.WHERE and any(character.isdigit() for character in turn.text):
        say(
            dispatcher,
            "utter_outages_bad_account",
            unverified=facts().get("accounts.prefix_unverified").text(),
            verified=facts().get("accounts.prefix_verified").text(),
        )
    else:
        say(dispatcher, f"utter_outages_help_{question.value.removeprefix('outage_')}")
    if question is Question.CITY:
        ask(session, dispatcher, draft, question, name_account=False)
    return [
        SlotSet("outage_misses", misses),
        SlotSet("requested_slot", question.value),
    ]
