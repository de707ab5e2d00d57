"""Complaints and suggestions: begin one, its state, open it again, go above the company.

The form: complaints_form.py.
"""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.complaints_before import said_earlier
from actions.labels import label
from actions.references import status_action
from actions.turn import Event, Turn, previous_turn, read_turn, say
from bot.cases import steps
from bot.cases.records import case_by_reference, cases_of, may_read
from bot.cases.tables import Case, CaseKind, CaseState
from bot.clock import RIYADH
from bot.complaints import draft as drafts
from bot.complaints.before import take_story_before
from bot.complaints.catalogue import OTHER, categories, is_bare
from bot.complaints.draft import Draft, Question
from bot.complaints.hearing import begin
from bot.complaints.recording import case_to_add_to, know_account, know_report
from bot.complaints.said import Said, adds_to_open, said_of, with_trouble
from bot.database import reading, transaction
from bot.facts import facts
from bot.outages.trouble import read_trouble
from bot.rendering.words import date_words, day_words

FORM = "complaint_form"
_PROOF_FORM = "identify_form"
COMPLAINTS = (CaseKind.COMPLAINT, CaseKind.SUGGESTION)
_MOST_ROWS = 5


def said_in(turn: Turn) -> Said:
    """The turn in the terms of a complaint."""
    return said_of(turn.text, turn.intent, turn.confidence, turn.entity)


_NEAR = 3
"""Messages after which a bill that was shown is no longer spoken of."""


class ActionComplaint(Action):  # type: ignore[misc]
    """Begin a complaint with all that the sentence tells, or go on with the one that was left."""

    def name(self) -> str:
        return "action_complaint"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        said = with_trouble(said_in(turn))
        followed_up = turn.active_form
        with transaction() as session:
            left = drafts.unfinished(session, turn.conversation)
            draft = left if left and _goes_on(left, turn, said) else None
            if draft is not None:
                key = "resume"
            else:
                draft = _begin(session, turn, said, just_reopened(tracker))
                _know_month(draft, tracker)
                key = "add" if draft.adds_to else "begin"
                if _takes_up_before(draft, turn, tracker):
                    key = "begin_told"
                    if followed_up == _PROOF_FORM:  # what it was for is the complaint now
                        followed_up = None
            draft.interrupted = None if followed_up == FORM else followed_up
            drafts.save(session, turn.conversation, draft)
        suggestion = draft.kind is not None and draft.kind.kind is CaseKind.SUGGESTION
        told = not turn.is_new_message and read_trouble(turn.text) is not None
        if key != "begin" or not told or draft.category == "damage":  # else it was said already
            name = draft.kind.name if draft.kind else ""
            say(
                dispatcher,
                f"utter_complaints_{key}{'_suggestion' if suggestion else ''}",
                about=name,
            )
        return [SlotSet("suspended_form", None), FollowupAction(FORM)]


def _takes_up_before(draft: Draft, turn: Turn, tracker: Tracker) -> bool:
    """Whether the bare wish to complain is about what was told a moment ago."""
    return turn.is_new_message and take_story_before(draft, said_earlier(tracker))


def adds_to_complaint(turn: Turn) -> bool:
    """Whether a message that was not understood adds to a complaint that is open here."""
    if not adds_to_open(said_in(turn)):
        return False
    with reading() as session:
        return bool(cases_of(session, turn.conversation, *COMPLAINTS, only_open=True))


def _goes_on(left: Draft, turn: Turn, said: Said) -> bool:
    """A replay, or a message that names no other matter."""
    if left.begun_by == turn.message_key:
        return True
    if said.words and said.words in left.text:  # asked for once more, after a proof in between
        return True
    return not said.category and not said.reference and (not said.words or is_bare(said.words))


def just_reopened(tracker: Tracker) -> bool:
    """Whether the last turn opened a complaint again and asked what is left to solve."""
    return any(
        event.get("event") == "action" and event.get("name") == "action_reopen_complaint"
        for event in previous_turn(tracker)
    )


def _begin(session: Session, turn: Turn, said: Said, reopened: bool) -> Draft:
    draft = Draft(begun_by=turn.message_key)
    begin(draft, said)
    know_account(session, turn.conversation, draft)
    know_report(session, turn.conversation, draft)
    reference = said.reference
    if reference is None and reopened:
        found = case_meant(session, turn, CaseState.REOPENED)
        reference = found.reference if found else None
    if reference is None and adds_to_open(said):
        still_open = cases_of(session, turn.conversation, *COMPLAINTS, only_open=True)
        reference = still_open[0].reference if still_open else None
    case = reference and case_to_add_to(session, turn.conversation, reference)
    if case:
        draft.adds_to = case.reference
        draft.told = draft.told or bool(reopened and said.words)
    return draft


def _know_month(draft: Draft, tracker: Tracker) -> None:
    """The bill that was shown a moment ago is the one that is objected to: the summary says so."""
    month = bill_just_shown(tracker)
    asked = draft.kind is not None and Question.MONTH in draft.asked()
    if month and asked and Question.MONTH.value not in draft.values:
        draft.put(Question.MONTH, month)


def bill_just_shown(tracker: Tracker) -> str | None:
    """Month (YYYY-MM) of the bill that one of the last few messages showed."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages > _NEAR:
            return None
        if event.get("event") == "slot" and event.get("name") == "shown_month":
            return event.get("value")
    return None


def case_meant(session: Session, turn: Turn, *states: CaseState) -> Case | None:
    """The complaint that the message names, else the newest of this conversation in `states`."""
    reference = turn.entity("reference")
    if reference:
        return case_by_reference(session, reference)
    wanted = {state.value for state in states}
    found = cases_of(session, turn.conversation, *COMPLAINTS)
    return next((case for case in found if not wanted or case.state in wanted), None)


class ActionComplaintStatus(Action):  # type: ignore[misc]
    """What became of a complaint: by its reference, else the newest of this conversation."""

    def name(self) -> str:
        return "action_complaint_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        reference = turn.entity("reference") or ""
        if following := status_action(reference, own=self.name()):
            return [FollowupAction(following)]
        with transaction() as session:
            case = case_meant(session, turn)
            if case is not None and adds_to_open(said_in(turn)):
                return [FollowupAction("action_complaint")]
            if case is None and not reference and turn.active_form == FORM:
                say(dispatcher, "utter_complaints_not_sent")
                return []
            if case is None:
                say_unknown(dispatcher, reference)
                return [SlotSet("offered_action", None if reference else "action_complaint")]
            mine = may_read(session, case, turn.conversation)
            if turn.entity("satisfied") and mine and _accept(session, turn, case):
                say(dispatcher, "utter_complaints_accepted", reference=case.reference)
                return []
            say_state(dispatcher, case, mine=mine)
            if not reference:
                _say_others(dispatcher, cases_of(session, turn.conversation, *COMPLAINTS))
        return []


def say_unknown(dispatcher: CollectingDispatcher, reference: str) -> None:
    """No such reference, or no complaint here at all."""
    key = "utter_complaints_unknown" if reference else "utter_complaints_none"
    say(dispatcher, key, reference=reference)


def _accept(session: Session, turn: Turn, case: Case) -> bool:
    try:
        steps.accept(session, case.reference, actor=turn.conversation, key=turn.message_key)
    except steps.StepError:
        return False  # closed meanwhile: its state says so
    return True


def say_state(dispatcher: CollectingDispatcher, case: Case, *, mine: bool) -> None:
    """State of a complaint; what staff wrote only to those whose complaint it is."""
    state = case.state
    words = (steps.last_words_of_staff(case) if mine else None) or ""
    if steps.is_overdue(case):
        state = "overdue"
    elif state in ("needs_information", "answered", "closed") and not words:
        state = f"{state}_unread"
    say(
        dispatcher,
        f"utter_complaints_status_{state}",
        what=label("case_kinds", case.kind),
        reference=case.reference,
        opened=date_words(case.created_at.astimezone(RIYADH).date()),
        promised=_promised(case),
        words=words,
    )


def _promised(case: Case) -> str:
    """A sentence with the promised day, or nothing."""
    if case.promised_on is None:
        return ""
    return label("complaint", "promised").format(date=day_words(case.promised_on))


def _say_others(dispatcher: CollectingDispatcher, found: list[Case]) -> None:
    """The other complaints of this conversation, one tap each."""
    if len(found) < 2:
        return
    rows = [
        [
            f"{_name(case)} {case.reference}",
            label("case_states", case.state),
            f'/complaint_status{{"reference":"{case.reference}"}}',
        ]
        for case in found[1 : _MOST_ROWS + 1]
    ]
    card = {"title": label("complaint", "others"), "rows": rows}
    dispatcher.utter_message(response="utter_complaints_others", json_message={"card": card})


def _name(case: Case) -> str:
    known = categories().get(case.category)
    return known.name if known else label("case_kinds", case.kind)


class ActionReopenComplaint(Action):  # type: ignore[misc]
    """The answer does not satisfy: it is opened again, with what was said about it."""

    def name(self) -> str:
        return "action_reopen_complaint"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        words = None if turn.text.startswith("/") else turn.text
        with transaction() as session:
            case = case_meant(session, turn, CaseState.ANSWERED, CaseState.CLOSED)
            case = case or case_meant(session, turn)
            if case is None or not may_read(session, case, turn.conversation):
                say_unknown(dispatcher, turn.entity("reference") or "")
                return [SlotSet("offered_action", "action_complaint")]
            try:
                steps.reopen(
                    session,
                    case.reference,
                    actor=turn.conversation,
                    key=turn.message_key,
                    words=words,
                )
            except steps.StepError:
                return _not_reopened(dispatcher, case)
            say(
                dispatcher,
                "utter_complaints_reopened",
                reference=case.reference,
                what=label("case_kinds", case.kind),
            )
        return []


def _not_reopened(dispatcher: CollectingDispatcher, case: Case) -> list[Event]:
    """It is open anyway, or was taken back."""
    if case.state == CaseState.WITHDRAWN.value:
        say(dispatcher, "utter_complaints_reopen_withdrawn", reference=case.reference)
        return [SlotSet("offered_action", "action_complaint")]
    say(
        dispatcher,
        "utter_complaints_reopen_open",
        reference=case.reference,
        promised=_promised(case),
    )
    return []


class ActionEscalate(Action):  # type: ignore[misc]
    """How to go to the regulator: after the company's answer, or when its time has passed."""

    def name(self) -> str:
        return "action_escalate"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        regulator = facts().get("company.regulator").text()
        with transaction() as session:
            case = case_meant(session, turn)
            if case is not None and not may_read(session, case, turn.conversation):
                case = None
            if case is None:
                _keep_story(session, turn)
        say(
            dispatcher,
            f"utter_complaints_escalate_{_standing(case)}",
            regulator=regulator,
            reference=case.reference if case else "",
            promised=_promised(case) if case else "",
        )
        return [SlotSet("offered_action", None if case else "action_complaint")]


def _keep_story(session: Session, turn: Turn) -> None:
    """What was told with the wish to go to the regulator is not asked for once more."""
    draft = Draft(begun_by=turn.message_key)
    begin(draft, said_in(turn))
    matter = draft.told and draft.category not in ("", OTHER)
    if matter and drafts.unfinished(session, turn.conversation) is None:
        drafts.save(session, turn.conversation, draft)


def _standing(case: Case | None) -> str:
    """End of the response key: whether the regulator would take it now."""
    if case is None or case.state == CaseState.WITHDRAWN.value:
        return "first"
    if steps.is_overdue(case):
        return "overdue"
    answered = case.state in (CaseState.ANSWERED.value, CaseState.CLOSED.value)
    return "answered" if answered else "waiting"
