"""A question about consumption as it was asked, kept while the account is proved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.gate import verified_account
from actions.turn import Event, Turn, read_turn
from bot.accounts.tables import Account
from bot.database import reading
from bot.text.normalise import fold_text
from bot.usage.asking import names_days

INTENTS = frozenset({"my_usage", "bill_forecast", "compare_usage", "usage_limit"})
"""Questions with personal figures: asked anew, what an earlier one left is not meant."""
DEVICE_VALUES = ("power", "duration")


@dataclass(frozen=True)
class Question:
    """What the message said that the answer needs."""

    text: str
    month: str | None = None
    day: str | None = None
    number: str | None = None
    limit: str | None = None
    """From our own buttons: `300riyals`, `2000kwh`."""


def question_of(turn: Turn) -> Question:
    """The question of this message, or the one that waited for the proof of identity."""
    waiting: dict[str, Any] | None = turn.slots.get("usage_asked")
    if waiting and turn.intent not in INTENTS:
        return Question(**waiting)
    return Question(
        text=turn.text,
        month=turn.entity("month"),
        day=turn.entity("date"),
        number=turn.entity("number"),
        limit=turn.entity("limit"),
    )


def proved(
    dispatcher: CollectingDispatcher, turn: Turn, then: str
) -> tuple[int | None, Question, list[Event]]:
    """(account id or None, the question, what to return when it is None)."""
    question = question_of(turn)
    account_id, proof = verified_account(turn, then=then, dispatcher=dispatcher)
    if account_id is None:
        return None, question, [SlotSet("usage_asked", asdict(question)), *proof]
    return account_id, question, []


_OTHERS = re.compile(r"(?<!\S)(?:طيب\s+)?و?(?:ال)?(?:جيران\S*|ناس|بيوت|غيري|غيرنا|مثلي)(?!\S)")
"""Whom one is compared with next: "والجيران؟"."""
Answer = Callable[[Session, CollectingDispatcher, Account, Question], None]
"""Says what the proved account's records answer to a question."""


def answered(
    dispatcher: CollectingDispatcher, tracker: Tracker, then: str, say: Answer
) -> list[Event]:
    """Ask for proof, or let `say` answer; the question that waited is done with.

    `then`: the action that goes on after the proof.
    """
    account_id, question, proof = proved(dispatcher, read_turn(tracker), then)
    if account_id is None:
        return proof
    with reading() as session:
        say(session, dispatcher, account(session, account_id), question)
    return [SlotSet("usage_asked", None)]


def account(session: Session, account_id: int) -> Account:
    """The account with this id.

    Raises:
        LookupError: it is not there any more.
    """
    found = session.get(Account, account_id)
    if found is None:
        raise LookupError(f"account {account_id}")
    return found


def follow_up(turn: Turn, ran: set[Any]) -> str | None:
    """The action that a bare value answers: "8 ساعات" after a device, "300" after a limit.

    `ran` are the actions of the turn before.
    """
    asked = turn.slots.get("usage_open") or {}
    if turn.entity("appliance") and (turn.intent == "inform" or "action_device_cost" in ran):
        return "action_device_cost"
    if any(turn.entity(name) for name in DEVICE_VALUES) and asked.get("ask") == "device":
        return "action_device_cost"
    if "action_device_cost" in ran and bare_hours(turn):
        return "action_device_cost"
    if "action_my_usage" in ran and names_days(turn.text):
        return "action_my_usage"
    if "action_compare_usage" in ran and _OTHERS.search(fold_text(turn.text)):
        return "action_compare_usage"
    return "action_usage_limit" if answers_limit(turn, ran) else None


def bare_hours(turn: Turn) -> str | None:
    """A `duration` from a number alone, right after the hours of a device were asked for."""
    asked = turn.slots.get("usage_open") or {}
    waits = asked.get("ask") == "device" and not asked.get("duration")
    number = turn.entity("number") or ""
    hours = int(number) if waits and number.isdigit() and len(number) <= 2 else 0
    return f"{hours * 60}m" if 0 < hours <= 24 else None


def answers_limit(turn: Turn, ran: set[Any]) -> bool:
    """Whether the message gives the amount that was asked for a moment ago: "6000 كيلو"."""
    asked = turn.slots.get("usage_open") or {}
    waits = asked.get("ask") == "limit" and "action_usage_limit" in ran
    return bool(waits and turn.entity("number") and not turn.entity("appliance"))


def picture(
    dispatcher: CollectingDispatcher, response: str, image: tuple[str, str], **values: str
) -> None:
    """Say a response with a picture: its name in `var/media` and what it shows in words."""
    name, alt = image
    dispatcher.utter_message(
        response=response, image=f"media:{name}", json_message={"alt": alt}, **values
    )
