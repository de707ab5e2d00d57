"""Outages: report one, ask about one, be told when power is back. The form: outages_form.py."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.danger import REPORT_FORM, danger_was_told
from actions.notices import names_notice
from actions.outages_known import (
    WATCH,
    known_outage,
    say_crowd,
    say_found,
    say_medical,
)
from actions.outages_trouble import take_up_trouble
from actions.places import Place, place_in_message, place_of_turn, unlisted_place
from actions.questions import ANSWERED, ranked
from actions.turn import Event, Turn, read_turn, say
from bot.clock import now
from bot.complaints.catalogue import tells_damage
from bot.database import transaction
from bot.facts import facts
from bot.identity.links import claim, current_link
from bot.outages.answers import is_cut_for_debt, named_landmark
from bot.outages.draft import ReportDraft
from bot.outages.medical import needs_power_to_live
from bot.outages.outages import OutageInfo, outage_by_reference
from bot.outages.references import REPORT_PREFIX
from bot.outages.reports import (
    Answers,
    Receipt,
    ReportInfo,
    add_to_report,
    file_report,
    last_report,
)
from bot.outages.scope import UNKNOWN_SCOPE, read_scope
from bot.outages.tense import Tense, read_tense
from bot.outages.watchers import watch_outage
from bot.questions.choosing import RESCUE, is_sure
from bot.rendering.words import span_words, time_words
from bot.restoration.restoration import closed_by_subscriber, says_restored

_MEDICAL_QUESTION = "medical_case"
"""Key of the general question on medical devices at home (data/questions/rights.yml)."""


class ActionReportOutage(Action):  # type: ignore[misc]
    """Power is off: a known outage is said at once, else the report begins."""

    def name(self) -> str:
        return "action_report_outage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        tense = read_tense(turn.text)
        simply_off = tense is Tense.IF or _is_medical(turn)
        if not simply_off and (trouble := take_up_trouble(dispatcher, turn)) is not None:
            return trouble
        if tense is not Tense.NOW:
            return _say_not_now(dispatcher, tracker, tense)
        if is_cut_for_debt(turn.text):
            say(dispatcher, "utter_outages_debt")
            return []
        with transaction() as session:
            new_place = unlisted_place(turn) or place_in_message(session, turn)
            mine = last_report(session, turn.conversation, only_open=True)
            if mine is not None and new_place is None and not danger_was_told(tracker):
                return _say_open_already(session, dispatcher, turn, mine)
            place = new_place or place_of_turn(session, turn, tracker)
            keep_first_account(session, turn)
            draft = _begin(turn, tracker, place)
            outage = known_outage(session, place)
            events: list[Event] = []
            if outage is not None:
                events = say_found(session, dispatcher, turn, outage, draft)
                if not draft.urgent:
                    return events
            draft = say_crowd(session, dispatcher, draft)
        if draft.medical:
            events.extend(say_medical(dispatcher, turn))
        ready = draft.next_question() is None
        return [
            *events,
            SlotSet("outage_draft", draft.to_slot()),
            SlotSet("outage_misses", 0),
            FollowupAction("action_outage_filed" if ready else REPORT_FORM),
        ]


def _say_not_now(dispatcher: CollectingDispatcher, tracker: Tracker, tense: Tense) -> list[Event]:
    """Power was off, or might be: nothing to report, unless it is off now."""
    if tense is Tense.PAST:
        if is_sure(ranked(tracker), RESCUE):
            return [FollowupAction("action_question")]
        say(dispatcher, "utter_outages_past")
    else:
        numbers = facts()
        say(
            dispatcher,
            "utter_outages_if",
            phone=numbers.get("company.phone").text(),
            unified=numbers.get("safety.emergency_unified").text(),
            elsewhere=numbers.get("safety.emergency_elsewhere").text(),
        )
    return [SlotSet("offered_action", "action_report_outage")]


def _say_open_already(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, mine: ReportInfo
) -> list[Event]:
    """Nothing new to ask; a place named next is another report."""
    events: list[Event] = []
    if _is_medical(turn):
        add_to_report(session, mine.reference, Answers(medical=True))
        events = say_medical(dispatcher, turn)
    say(
        dispatcher,
        "utter_outages_open_already",
        reference=mine.reference,
        since=time_words(mine.created_at),
    )
    return [*events, SlotSet("outage_question", {"action": "action_report_outage"})]


def _is_medical(turn: Turn) -> bool:
    """Somebody at home lives by a device: said now, or asked about just before."""
    return needs_power_to_live(turn.text) or turn.slots.get(ANSWERED) == _MEDICAL_QUESTION


def _begin(turn: Turn, tracker: Tracker, place: Place | None) -> ReportDraft:
    """What is known before the first question: nothing that was said is asked again."""
    draft = ReportDraft(
        danger=True if danger_was_told(tracker) else None,
        medical=_is_medical(turn),
        interrupted=turn.active_form,
    )
    scope = read_scope(turn.text)
    if scope is not None and scope != UNKNOWN_SCOPE:
        draft = draft.with_scope(scope)
    if place is None:
        return draft
    if place.account is not None:
        return draft.at_account(place.account)
    draft = draft.at_area(place.city, place.district, place.areas)
    return replace(draft, landmark=named_landmark(turn.text)) if place.district else draft


def keep_first_account(session: Session, turn: Turn) -> None:
    """A number typed for a report becomes "my account" if this person has none yet."""
    number = turn.entity("account_number")
    if number is not None and current_link(session, turn.conversation) is None:
        claim(session, turn.conversation, number)


class ActionOutageFiled(Action):  # type: ignore[misc]
    """The form is over: file what it collected, then go on with what it broke into."""

    def name(self) -> str:
        return "action_outage_filed"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        draft = ReportDraft.from_slot(turn.slots.get("outage_draft"))
        if draft.next_question() is None:
            with transaction() as session:
                receipt = file_report(
                    session, turn.conversation, turn.message_key, draft.where(), draft.answers()
                )
            _say_filed(dispatcher, receipt, draft)
        events: list[Event] = [SlotSet("outage_draft", None), SlotSet("outage_misses", None)]
        if draft.interrupted is not None:
            events.append(FollowupAction(draft.interrupted))
        return events


def _say_filed(dispatcher: CollectingDispatcher, receipt: Receipt, draft: ReportDraft) -> None:
    key = "joined" if receipt.joined else "filed_danger" if draft.danger else "filed"
    say(dispatcher, f"utter_outages_{key}", reference=receipt.report.reference)
    if draft.danger:
        return
    if draft.breaker_tripped:
        say(dispatcher, "utter_outages_tip_breaker")
    elif draft.neighbours_out is False and draft.breaker_tripped is None:
        say(dispatcher, "utter_outages_tip_home")


class ActionWatchOutage(Action):  # type: ignore[misc]
    """Tell me when it is back."""

    def name(self) -> str:
        return WATCH

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            outage = outage_meant(session, turn, tracker)
            if outage is not None:
                watch_outage(session, turn.conversation, outage)
                _say_watching(dispatcher, outage)
                return [SlotSet("offered_action", None)]
            report = last_report(session, turn.conversation, only_open=True)
        if report is not None:
            say(dispatcher, "utter_outages_watching_report", reference=report.reference)
            return []
        say(dispatcher, "utter_outages_nothing_to_watch")
        return [SlotSet("offered_action", "action_report_outage")]


def _say_watching(dispatcher: CollectingDispatcher, outage: OutageInfo) -> None:
    if outage.starts_at > now() and outage.expected_end is not None:
        span = span_words(outage.starts_at, outage.expected_end)
        say(dispatcher, "utter_outages_watching_planned", span=span)
        return
    say(dispatcher, "utter_outages_watching")


def outage_meant(session: Session, turn: Turn, tracker: Tracker) -> OutageInfo | None:
    """The outage of the place in the message, else the one just spoken of, else of my place."""
    if place_in_message(session, turn) is None:
        shown = turn.slots.get("outage_shown")
        outage = outage_by_reference(session, shown) if shown else None
        if outage is not None and outage.ended_at is None:
            return outage
    return known_outage(session, place_of_turn(session, turn, tracker))


class ActionPowerRestored(Action):  # type: ignore[misc]
    """It is back: the person's own reports are closed, nothing is asked."""

    def name(self) -> str:
        return "action_power_restored"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if names_notice(turn, tracker):
            return [FollowupAction("action_notice_settings")]
        if tells_damage(turn.text):  # "خرب المكيف يوم رجعت": what broke is the matter
            return [SlotSet("taken_whole", turn.message_key), FollowupAction("action_complaint")]
        if (trouble := take_up_trouble(dispatcher, turn)) is not None:  # "رجعت بس ضعيفة"
            return trouble
        if not says_restored(turn.text):  # a report is never closed on a guess
            return [FollowupAction("action_fallback")]
        close_mine(dispatcher, turn.conversation)
        return [SlotSet("offered_action", None)]


def close_mine(dispatcher: CollectingDispatcher, conversation: str) -> None:
    """Close what this person waits for, and be glad."""
    with transaction() as session:
        closed = closed_by_subscriber(session, conversation)
    reports = [reference for reference in closed if reference.startswith(REPORT_PREFIX)]
    if reports:
        say(dispatcher, "utter_outages_back_closed", reference=reports[-1])
    else:
        say(dispatcher, "utter_outages_back")
