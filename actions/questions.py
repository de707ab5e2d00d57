"""General questions: the answer when we are sure, the nearest two when not, never a made-up one."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.billing_prices import say_disconnection
from actions.going_on import asks_when, stay_safe
from actions.outages_trouble import take_up_trouble, tells_trouble
from actions.references import status_action
from actions.turn import Event, Turn, pressable_before, ran_before, read_turn
from actions.usage_question import follow_up
from bot.billing.asking import asks_disconnection
from bot.clock import today
from bot.complaints.catalogue import suggests
from bot.database import reading
from bot.questions import book
from bot.questions.choosing import CONCEIVABLE, LIKE, RESCUE, SURE, Choice, Ranked, choose, is_sure
from bot.questions.figures import answer_words
from bot.questions.files import INTENT
from bot.questions.question import Question
from bot.services.asking import service_asked_about
from bot.text.next_step import asks_next_step

Button = dict[str, str]
ANSWERED = "answered_question"
"""Slot: what was answered; words like "وكم المبلغ؟" go on about it (bot/dialogue/following.py)."""


_RAISES_BREAKER = "breaker_trips"
"""Its answer says to raise the breaker: not beside a danger that was told of a moment ago."""
_BACK_AFTER_PAYING = "reconnect_time"
"""Near to "cut if I do not pay?" in its words, and no answer to it."""
_A_DEVICE = 3
"""Words of a message that names another device and asks nothing else."""


class ActionQuestion(Action):  # type: ignore[misc]
    """Answer a general question from the list, ask which one is meant, or say that we do not know.

    Sets no slots that forms use, so that a form goes on where it was (docs/dialogue.md).
    """

    def name(self) -> str:
        return "action_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        pressed = turn.entity("question")
        choice = choose(ranked(tracker))
        if not pressed and (other := _meant_otherwise(dispatcher, tracker, turn, choice)):
            return other
        before = tracker.latest_message.get("follows")
        with reading() as session:
            key = pressed or choice.answer or before
            question = book.in_force(session, key) if key else None
            if not pressed and key in (None, _BACK_AFTER_PAYING) and asks_disconnection(turn.text):
                say_disconnection(dispatcher)
                return []
            if question is not None and key == before:
                _say_no_more(session, dispatcher, turn, question)
                return [SlotSet(ANSWERED, key)]
            if question is not None:
                close = choice.offer if key == choice.answer else ()
                _answer(session, dispatcher, turn, question, close)
                return [SlotSet(ANSWERED, key)]
            if again := _asked_again(session, tracker, choice):
                _answer(session, dispatcher, turn, again, choice.offer[1:])
                return [SlotSet(ANSWERED, again.key)]
            if offered := question_buttons(session, choice.offer):
                dispatcher.utter_message(
                    response="utter_questions_which", buttons=[*offered, _something_else()]
                )
            else:
                _say_unknown(dispatcher, turn)
        return []


def _asked_again(session: Session, tracker: Tracker, choice: Choice) -> Question | None:
    """The likeliest of the questions between which the turn before asked to choose, where the
    answer in words leaves the same ones: asking twice helps nobody."""
    offered = {str(button["payload"]) for button in question_buttons(session, choice.offer)}
    if not offered or not offered <= pressable_before(tracker):
        return None
    return book.in_force(session, choice.offer[0])


def _meant_otherwise(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, choice: Choice
) -> list[Event] | None:
    """What a message asks that only sounds like a general question; None: it is one."""
    if elsewhere := _elsewhere(turn):
        return [FollowupAction(elsewhere)]
    if turn.active_form is not None:
        return None
    if tells_trouble(turn):  # "التيار ضعيف" asks nothing
        return take_up_trouble(dispatcher, turn)
    if _goes_on_about_device(turn, tracker):
        return [FollowupAction("action_device_cost")]
    if (status := asks_when(turn, tracker)) is not None:
        return [FollowupAction(status)]
    unsafe = choice.answer is None or choice.answer == _RAISES_BREAKER
    return stay_safe(dispatcher, tracker) if unsafe else None


def _goes_on_about_device(turn: Turn, tracker: Tracker) -> bool:
    """ "والسخان؟" after the cost of a device asks what that one costs."""
    few = len(turn.text.split()) <= _A_DEVICE and not turn.text.startswith("/")
    return few and follow_up(turn, ran_before(tracker)) == "action_device_cost"


def _elsewhere(turn: Turn) -> str | None:
    """The action that knows more than a general answer: of a reference, of a service, or of what
    is not asked but suggested."""
    if suggests(turn.text):
        return "action_complaint"
    if service_asked_about(turn.text):
        return "action_service_request"
    return status_action(turn.entity("reference"))


def ranked(tracker: Tracker) -> Ranked:
    """The questions that the latest message resembles, with their scores."""
    found: list[list[Any]] = tracker.latest_message.get("questions") or []
    return [(str(key), float(score)) for key, score in found]


def asks_known_question(tracker: Tracker) -> bool:
    """Whether a message that was not understood, or taken for a stray, surely asks a question of
    the list: staff may have added it after the classifier was trained."""
    turn = read_turn(tracker)
    least = SURE if turn.intent == "nlu_fallback" else RESCUE
    possible = turn.intent == "nlu_fallback" or dict(turn.ranking).get(INTENT, 0.0) >= CONCEIVABLE
    return possible and is_sure(ranked(tracker), least)


def nearest_question(session: Session, tracker: Tracker) -> list[Button]:
    """A button for the likeliest question, if it is worth one."""
    return question_buttons(session, tuple(k for k, score in ranked(tracker)[:1] if score >= LIKE))


def question_buttons(session: Session, keys: tuple[str, ...]) -> list[Button]:
    """A button for each question that is in force."""
    found = [book.in_force(session, key) for key in keys]
    return [{"title": q.title, "payload": book.payload(q.key)} for q in found if q]


def _answer(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    question: Question,
    close: tuple[str, ...],
) -> None:
    """The answer, with the figures of the day spoken of; in a form nothing that leads out of it.
    `close`: what may have been meant instead, as the first button."""
    buttons = [] if turn.active_form else question_buttons(session, close)
    if not turn.active_form:
        buttons += [b for b in _next_buttons(session, question) if b not in buttons]
    dispatcher.utter_message(text=answer_words(question, _day_meant(turn)), buttons=buttons)


def _say_no_more(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, question: Question
) -> None:
    """Asked for more about an answer that has said all that we know, or what to do next."""
    buttons = [] if turn.active_form else _next_buttons(session, question)
    if not turn.active_form and "human" not in question.next:
        buttons.append({"title": book.button_title(session, "human") or "", "payload": "/human"})
    said = "next" if asks_next_step(turn.text) else "no_more"
    dispatcher.utter_message(
        response=f"utter_questions_{said}", title=question.title, buttons=buttons
    )


def _next_buttons(session: Session, question: Question) -> list[Button]:
    titled = [(name, book.button_title(session, name)) for name in question.next]
    return [
        {"title": title, "payload": f"/{name}" if book.is_intent(name) else book.payload(name)}
        for name, title in titled
        if title
    ]


def _day_meant(turn: Turn) -> date | None:
    """The past day that the question is about ("انقطعت في مايو 2024"), for the edition in force
    then; None: today."""
    day, month = turn.entity("date"), turn.entity("month")
    told = day or (f"{month}-01" if month else None)
    meant = date.fromisoformat(told) if told else None
    return meant if meant and meant < today() else None


def _say_unknown(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    place = "_in_form" if turn.active_form else ""
    dispatcher.utter_message(response=f"utter_questions_unknown{place}")


def _something_else() -> Button:
    return {"title": "شي ثاني", "payload": book.payload("-")}
