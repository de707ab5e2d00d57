"""Tell me when I pass an amount: set, change, show, stop."""

from __future__ import annotations

import re
from decimal import Decimal

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.turn import Event, Turn, read_turn, say
from actions.usage_question import Question, account, proved
from bot.accounts.tables import Account
from bot.billing.bills import last_bills
from bot.clock import today
from bot.database import transaction
from bot.rendering.words import day_words
from bot.usage.asking import LimitAct, asked_act, asked_amount, names_upper_rate
from bot.usage.limits import (
    LARGEST,
    SMALLEST,
    Limit,
    limit_of,
    mark_told,
    set_limit,
    standing,
    stop_limit,
)
from bot.usage.spending import tariff_of
from bot.usage.tables import LimitUnit

_BUTTON = re.compile(r"(\d+)(riyals|kwh)")
_SHARES = (Decimal("0.8"), Decimal(1), Decimal("1.2"))
"""Amounts offered, as shares of the last bill."""
_STEP = 50
_BEFORE_UPPER = Decimal("0.9")
"""Share of the cheaper slab at which there is still time to use less."""


class ActionUsageLimit(Action):  # type: ignore[misc]
    """One limit an account and conversation."""

    def name(self) -> str:
        return "action_usage_limit"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        account_id, question, proof = proved(dispatcher, turn, self.name())
        if account_id is None:
            return proof
        with transaction() as session:
            open_question = _answer(
                session, dispatcher, turn, account(session, account_id), question
            )
        return [SlotSet("usage_asked", None), SlotSet("usage_open", open_question)]


def _answer(
    session: Session,
    dispatcher: CollectingDispatcher,
    turn: Turn,
    who: Account,
    question: Question,
) -> Event | None:
    """What is still asked, or None."""
    act = _act(question)
    current = limit_of(session, who.id, turn.conversation)
    if act is LimitAct.STOP:
        stopped = stop_limit(session, who.id, turn.conversation)
        key = "utter_usage_limit_stopped" if stopped else "utter_usage_limit_none"
        say(dispatcher, key, limit=current.words if current else "")
        return None
    if act is LimitAct.SHOW:
        key = "utter_usage_limit_is" if current else "utter_usage_limit_none"
        say(dispatcher, key, limit=current.words if current else "")
        return None
    amount, unit = _wanted(question)
    if amount is not None and unit is None and current is not None:
        unit = current.unit  # "خلها 600" after a limit in riyals
    if standing(session, who) is None:
        say(dispatcher, "utter_usage_limit_no_readings")
        return None
    if amount is None:
        _ask_amount(dispatcher, _offers(session, who, question.text), current)
        return {"ask": "limit"}
    if not SMALLEST <= amount <= LARGEST:
        say(dispatcher, "utter_usage_limit_out_of_range")
        return {"ask": "limit"}
    if unit is None:
        _ask_unit(dispatcher, amount)
        return {"ask": "limit"}
    _set(session, dispatcher, turn, who, Limit(unit, amount))
    return None


def _act(question: Question) -> LimitAct:
    """By the button pressed, else by the words."""
    if question.limit == "stop":
        return LimitAct.STOP
    return LimitAct.SET if question.limit else asked_act(question.text)


def _wanted(question: Question) -> tuple[int | None, LimitUnit | None]:
    pressed = _BUTTON.fullmatch(question.limit or "")
    if pressed:
        return int(pressed[1]), LimitUnit(pressed[2])
    return asked_amount(question.text, question.number)


def _set(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, who: Account, limit: Limit
) -> None:
    set_limit(session, who.id, turn.conversation, limit)
    reached = standing(session, who)
    if reached is None:
        return
    passed = reached.passes(limit)
    if passed:
        mark_told(session, who.id, turn.conversation, reached.cycle.month)
    say(
        dispatcher,
        f"utter_usage_limit_set{'_passed' if passed else ''}",
        limit=limit.words,
        spent=reached.words(limit.unit),
        start=day_words(reached.cycle.start),
        upto=day_words(reached.upto),
    )


def _ask_amount(
    dispatcher: CollectingDispatcher, offers: list[Limit], current: Limit | None
) -> None:
    key = "utter_usage_limit_change" if current else "utter_usage_limit_ask"
    dispatcher.utter_message(
        response=key,
        buttons=[_button(limit) for limit in offers],
        limit=current.words if current else "",
    )


def _offers(session: Session, who: Account, text: str) -> list[Limit]:
    """Round amounts about the last bill, or about the end of the cheaper slab."""
    threshold = tariff_of(who, today()).threshold
    if threshold and names_upper_rate(text):
        kwh = (int(threshold * _BEFORE_UPPER), threshold)
        return [Limit(LimitUnit.KWH, amount) for amount in kwh]
    bills = last_bills(session, who.id, 1)
    usual = bills[0].charges if bills else Decimal(300)
    amounts = [max(round(usual * share / _STEP) * _STEP, _STEP) for share in _SHARES]
    return [Limit(LimitUnit.RIYALS, amount) for amount in sorted(set(amounts))]


def _ask_unit(dispatcher: CollectingDispatcher, amount: int) -> None:
    choices = [Limit(unit, amount) for unit in LimitUnit]
    dispatcher.utter_message(
        response="utter_usage_limit_unit",
        buttons=[_button(limit) for limit in choices],
        amount=f"{amount:,}",
    )


def _button(limit: Limit) -> Event:
    payload = f'/usage_limit{{"limit":"{limit.amount}{limit.unit.value}"}}'
    return {"title": limit.words, "payload": payload}
