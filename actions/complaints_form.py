"""The complaint's form: hear an answer, ask the next question, show it all, record it."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.complaints import FORM, said_in
from actions.labels import label
from actions.turn import Event, Turn, read_turn, say
from bot.attachments import records as attachments
from bot.cases.steps import StepError
from bot.cases.tables import CaseKind
from bot.clock import today
from bot.complaints import draft as drafts
from bot.complaints.asides import asks_when_answered, asks_why
from bot.complaints.catalogue import categories
from bot.complaints.disputes import not_claimed
from bot.complaints.draft import Draft, Question
from bot.complaints.hearing import hear
from bot.complaints.promise import promise_for
from bot.complaints.recording import (
    Recorded,
    know_account,
    know_report,
    know_same,
    proved_account,
    record,
)
from bot.database import transaction
from bot.identity.login import LoginStep, name_account
from bot.rendering.words import date_words, month_words, working_days

PREFIX = "complaint_"
MISSES_BEFORE_A_PERSON = 3
_TEXT_SHOWN = 300


class ValidateComplaintForm(Action):  # type: ignore[misc]
    """Drives `complaint_form`; `action_complaint_recorded` records what it collected."""

    def name(self) -> str:
        return "validate_complaint_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            draft = drafts.load(session, turn.conversation) or Draft()
            question, given, told = draft.next_question(), dict(draft.values), draft.text
            if turn.is_new_message and question is not None:
                if asks_when_answered(turn.text):
                    _say_when_answered(dispatcher, draft)
                elif asks_why(turn.text):
                    say(dispatcher, "utter_complaints_why")
                elif not hear(draft, question, said_in(turn)):
                    return []
                elif draft.misses and not _is_no_answer(turn):
                    _say_miss(dispatcher, turn, draft, question)
            noted = _noted(draft, question, given)
            know_account(session, turn.conversation, draft)
            know_report(session, turn.conversation, draft)
            know_same(session, turn.conversation, draft)
            drafts.save(session, turn.conversation, draft)
            following = None if draft.wants_proof else draft.next_question()
            if noted and following not in (None, Question.CONFIRM):  # the summary shows them
                say(dispatcher, "utter_complaints_noted", fields="، ".join(noted))
            if following is not None:
                _ask(session, dispatcher, turn, draft, following)
        # What became part of the story is no second request: "المبلغ 900 وانا مسافر".
        whole = draft.text != told and not said_in(turn).asks
        return [
            SlotSet("requested_slot", f"{PREFIX}{following.value}" if following else None),
            SlotSet("suspended_form", None),
            *([SlotSet("taken_whole", turn.message_key)] if whole else []),
        ]


def _is_no_answer(turn: Turn) -> bool:
    """The question is only to be seen once more: "repeat", or a button that begins a complaint."""
    return turn.intent in ("repeat", "go_back") or turn.text == "/complaint"


def _say_miss(
    dispatcher: CollectingDispatcher, turn: Turn, draft: Draft, question: Question
) -> None:
    """What would help; after three answers that gave nothing a person is offered."""
    if draft.misses % MISSES_BEFORE_A_PERSON == 0:
        say(dispatcher, "utter_complaints_offer_person")
    elif question is Question.TEXT and turn.text.strip().isdecimal():
        say(dispatcher, "utter_complaints_help_account")
    elif question not in (Question.CATEGORY, Question.SAME):
        say(dispatcher, f"utter_complaints_help_{question.value}")


def _say_when_answered(dispatcher: CollectingDispatcher, draft: Draft) -> None:
    """By when a complaint recorded now is answered; the question that is open follows."""
    complaint = draft.kind is not None and not draft.adds_to
    promise = promise_for(draft.kind, today()) if complaint and draft.kind else None
    if promise is None:
        say(dispatcher, "utter_complaints_when_open")
        return
    days, date = working_days(promise.days), date_words(promise.on)
    say(dispatcher, "utter_complaints_when_answered", days=days, date=date)


def _noted(draft: Draft, question: Question | None, given: dict[str, str]) -> list[str]:
    """What the message gave beside the answer, or changed, by name."""
    return [
        label("complaint", shown.value)
        for shown in ([] if draft.adds_to else draft.shown())
        if shown is not question and draft.values.get(shown.value) != given.get(shown.value)
    ]


def _ask(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    draft: Draft,
    question: Question,
) -> None:
    """One question, or the summary."""
    if question is Question.CONFIRM:
        _show(session, dispatcher, turn, draft)
    elif question is Question.CATEGORY:
        buttons = [
            {"title": one.name, "payload": f'/complaint{{"complaint_category":"{one.key}"}}'}
            for one in categories().values()
            if one.button
        ]
        dispatcher.utter_message(response="utter_complaints_ask_category", buttons=buttons)
    elif question is Question.TEXT:
        says = draft.kind.says if draft.kind and not draft.adds_to else "general"
        key = "utter_complaints_ask_addition" if draft.adds_to else None
        say(dispatcher, key or f"utter_complaints_ask_text_{says}")
    elif question is Question.SAME:
        about = draft.kind.name if draft.kind else ""
        say(dispatcher, "utter_complaints_ask_same", reference=draft.same_as, about=about)
    else:
        say(dispatcher, f"utter_complaints_ask_{question.value}")


def _show(session: Session, dispatcher: CollectingDispatcher, turn: Turn, draft: Draft) -> None:
    """All that will be recorded, each line with its edit button."""
    proved = proved_account(session, turn.conversation, draft) is not None
    files = len(attachments.recent(session, turn.conversation))
    title = "summary_suggestion" if _is_suggestion(draft) else "summary"
    card = {"title": label("complaint", title), "rows": _rows(draft, proved, files)}
    # Of a bill, staff may only tell the figures to its proved account: offered, never demanded.
    offers = draft.kind is not None and draft.kind.promise == "bill" and not proved
    key = "utter_complaints_summary_unproved" if offers else "utter_complaints_summary"
    dispatcher.utter_message(response=key, json_message={"card": card})


def _is_suggestion(draft: Draft) -> bool:
    return draft.kind is not None and draft.kind.kind is CaseKind.SUGGESTION


def _rows(draft: Draft, proved: bool, files: int) -> list[list[str | None]]:
    matter = "text_suggestion" if _is_suggestion(draft) else "text"
    rows: list[list[str | None]] = [
        [label("complaint", "category"), draft.kind.name if draft.kind else "", _edit("category")],
        [label("complaint", matter), _shortened(draft.text), _edit("text")],
    ]
    for question in draft.shown():
        edit = _edit(question.value) if question in draft.asked() else None
        rows.append([label("complaint", question.value), _value(draft, question, proved), edit])
    if files:
        rows.append([label("complaint", "files"), str(files), None])
    return rows


def _edit(name: str) -> str:
    return f'/inform{{"complaint_field":"{name}"}}'


def _shortened(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else f"{text[:_TEXT_SHOWN]}…"


def _value(draft: Draft, question: Question, proved: bool) -> str:
    value = draft.values.get(question.value)
    if value is None:
        return label("words", "not_given")
    if question is Question.MONTH:
        return month_words(value)
    if question is Question.ACCOUNT and not proved:
        return f"{value} ({label('words', 'unproved')})"
    return value


class ActionComplaintRecorded(Action):  # type: ignore[misc]
    """The form is over: record what it collected, or prove the account first and come back."""

    def name(self) -> str:
        return "action_complaint_recorded"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        with transaction() as session:
            draft = drafts.load(session, turn.conversation) or Draft()
            if draft.wants_proof:
                return _prove(session, turn, draft)
            if draft.next_question() is None:
                try:
                    _say_recorded(dispatcher, draft, record(session, turn.conversation, draft))
                except StepError:  # staff ended the case while words were added to it
                    say(dispatcher, "utter_complaints_add_too_late", reference=draft.adds_to)
        return [FollowupAction(draft.interrupted)] if draft.interrupted else []


def _prove(session: Session, turn: Turn, draft: Draft) -> list[Event]:
    draft.wants_proof = False
    drafts.save(session, turn.conversation, draft)
    number = draft.values.get(Question.ACCOUNT.value)
    if number and name_account(session, turn.conversation, number) is LoginStep.DONE:
        return [FollowupAction(FORM)]
    return [
        SlotSet("after_identify", FORM),
        SlotSet("suspended_form", FORM),
        FollowupAction("identify_form"),
    ]


def _say_recorded(dispatcher: CollectingDispatcher, draft: Draft, recorded: Recorded) -> None:
    """The reference, the promise, what holds meanwhile and what next."""
    case, promise = recorded.case, recorded.promise
    if draft.adds_to:
        say(dispatcher, "utter_complaints_added", reference=case.reference)
        return
    suggestion = case.kind == CaseKind.SUGGESTION.value
    disputes = draft.kind is not None and draft.kind.disputes and not_claimed()
    key = "suggestion" if suggestion else "filed" if promise else "filed_open"
    say(
        dispatcher,
        f"utter_complaints_{key}",
        reference=case.reference,
        days=working_days(promise.days) if promise else "",
        date=date_words(promise.on) if promise else "",
        disputed=label("complaint", "disputed") if disputes else "",
        files=label("complaint", "files_linked") if recorded.files else "",
    )
