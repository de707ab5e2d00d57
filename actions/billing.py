"""Bills: one, the last six, why so much, how to pay, a payment that does not show, a chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions import billing_cards as cards
from actions.billing_prices import (
    say_disconnection,
    say_issue_day,
    say_price_of,
    say_prices,
)
from actions.gate import verified_account
from actions.notices import names_notice
from actions.proof_waits import waits_behind_proof
from actions.turn import Event, Turn, read_turn, say, text_before
from bot.accounts.tables import TariffCategory
from bot.billing.asking import (
    asks_difference,
    asks_disconnection,
    asks_issue_day,
    asks_prices,
    goes_on_about_prices,
    months_from_shown,
)
from bot.billing.bills import (
    BillNotFound,
    BillView,
    Missing,
    bill_of_month,
    consumption,
    current_bill,
    last_bills,
)
from bot.billing.explain import explain, month_before
from bot.billing.payments import Posting, account_to_pay, covering_payment, payment_status
from bot.billing.tables import BillState
from bot.clock import now, today
from bot.complaints.catalogue import objects
from bot.complaints.disputes import disputed_by
from bot.database import reading
from bot.facts import facts
from bot.identity.links import current_link
from bot.identity.mine import my_accounts
from bot.outages.areas import biller_of_city
from bot.rendering.chart import consumption_chart, month_count
from bot.rendering.words import date_words, kwh, money, month_words, time_words
from bot.text.account_kinds import kind_named

_QUESTIONS = frozenset(
    {
        "ask_bill",
        "ask_bill_history",
        "explain_bill",
        "how_to_pay",
        "payment_missing",
        "consumption_chart",
    }
)
"""Asked anew: a month that an earlier question left waiting is not meant."""

Answer = Callable[[Session, CollectingDispatcher, Turn, int], list[Event]]


def with_account(
    dispatcher: CollectingDispatcher, tracker: Tracker, action: str, answer: Answer
) -> list[Event]:
    """Run `answer` with the proved account, or ask for proof first and keep the month asked for."""
    turn = read_turn(tracker)
    if turn.is_new_message and objects(turn.text):  # "ابي اعترض، المبلغ خيالي" asks for no reason
        return [FollowupAction("action_complaint")]
    account_id, proof = verified_account(turn, then=action, dispatcher=dispatcher)
    if account_id is None:
        month = [] if waits_behind_proof(turn, action) else [named_month(turn)]
        return [*(SlotSet("asked_month", each) for each in month), *proof]
    with reading() as session:
        try:
            events = answer(session, dispatcher, turn, account_id)
        except BillNotFound as missing:
            say_missing(dispatcher, missing, asked_month(turn))
            events = []
        title_cards(session, dispatcher, turn.conversation)
    return [*events, SlotSet("asked_month", None)]


def title_cards(session: Session, dispatcher: CollectingDispatcher, conversation: str) -> None:
    """Who has several accounts sees on each card which one it is of."""
    if len(my_accounts(session, conversation)) < 2:
        return
    link = current_link(session, conversation)
    for message in dispatcher.messages:
        card = message["custom"].get("card")
        if card and link:
            card["title"] = f"{card['title']} · {link.called}"


def named_month(turn: Turn) -> str | None:
    """`YYYY-MM` in this message."""
    day = turn.entity("date")
    return turn.entity("month") or (day[:7] if day else None)


def asked_month(turn: Turn) -> date | None:
    """The month meant: beside the one shown, named now, or named before the proof of identity."""
    shown, beside = turn.slots.get("shown_month"), months_from_shown(turn.text)
    if shown and asks_difference(turn.text):
        return date.fromisoformat(f"{shown}-01")
    if shown and beside is not None:
        return month_before(date.fromisoformat(f"{shown}-01"), -beside)
    waiting = None if turn.intent in _QUESTIONS else turn.slots.get("asked_month")
    month = named_month(turn) or waiting
    return date.fromisoformat(f"{month}-01") if month else None


def _bill_meant(
    session: Session, dispatcher: CollectingDispatcher, account_id: int, month: date | None
) -> BillView:
    """The bill of that month; "this month's", before it is issued, is the newest one."""
    if month is None:
        return current_bill(session, account_id)
    try:
        return bill_of_month(session, account_id, month)
    except BillNotFound as missing:
        if missing.why is not Missing.NOT_ISSUED or month != today().replace(day=1):
            raise
        say(dispatcher, "utter_billing_this_month_not_issued", **_missing_values(missing, month))
        return current_bill(session, account_id)


def say_missing(
    dispatcher: CollectingDispatcher, missing: BillNotFound, month: date | None
) -> None:
    """Why there is no bill of the month asked for."""
    if month is None or missing.first is None or missing.last is None:
        say(dispatcher, "utter_billing_no_bills")
        return
    say(dispatcher, f"utter_billing_{missing.why.value}", **_missing_values(missing, month))


def _missing_values(missing: BillNotFound, month: date) -> dict[str, str]:
    return {
        "month": month_words(month),
        "first": month_words(missing.first or month),
        "last": month_words(missing.last or month),
        "issue_day": str(facts().figure("payment.issue_day")),
    }


class ActionBill(Action):  # type: ignore[misc]
    """The current bill, or that of the month named."""

    def name(self) -> str:
        return "action_bill"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        if names_notice(read_turn(tracker), tracker):
            return [FollowupAction("action_notice_settings")]
        if asks_issue_day(read_turn(tracker).text):
            say_issue_day(dispatcher)
            return []
        return with_account(dispatcher, tracker, self.name(), _say_bill)


def _say_bill(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, account_id: int
) -> list[Event]:
    bill = _bill_meant(session, dispatcher, account_id, asked_month(turn))
    coming = covering_payment(session, account_id, bill.due, now())
    dispatcher.utter_message(
        response=f"utter_billing_bill_{'payment_coming' if coming else _standing(bill)}",
        json_message={"card": cards.bill_card(bill)},
        month=month_words(bill.month),
        total=money(bill.total),
        due=money(bill.due),
        due_date=date_words(bill.due_date),
        amount=money(coming.amount) if coming else "",
        paid_at=time_words(coming.paid_at) if coming else "",
    )
    say_disputed(session, dispatcher, turn.conversation, account_id, bill)
    return [SlotSet("shown_month", f"{bill.month:%Y-%m}")]


def say_disputed(
    session: Session,
    dispatcher: CollectingDispatcher,
    conversation: str,
    account_id: int,
    bill: BillView,
) -> None:
    """Of a bill that is to be paid and disputed by an open complaint: its sum is not claimed."""
    if bill.state is BillState.PAID:
        return
    complaint = disputed_by(session, account_id, conversation, bill.month)
    if complaint is not None:
        say(dispatcher, "utter_complaints_disputed", reference=complaint.reference)


def _standing(bill: BillView) -> str:
    """End of the response key: how the bill stands today."""
    if bill.state is BillState.PAID:
        return "paid"
    if bill.carried:
        return "carried"
    if bill.due_date < today():
        return "overdue"
    return bill.state.value


class ActionBillHistory(Action):  # type: ignore[misc]
    """The last six bills."""

    def name(self) -> str:
        return "action_bill_history"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return with_account(dispatcher, tracker, self.name(), _say_history)


def _say_history(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, account_id: int
) -> list[Event]:
    bills = last_bills(session, account_id)
    dispatcher.utter_message(
        response="utter_billing_history",
        json_message={"card": cards.history_card(bills)},
        owing=cards.owing_words(bills[0].due),
    )
    return []


class ActionExplainBill(Action):  # type: ignore[misc]
    """Why a bill is what it is: the one named, else the one shown last, else the current.

    What electricity costs in general is answered to anyone.
    """

    def name(self) -> str:
        return "action_explain_bill"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        text = read_turn(tracker).text
        kind = kind_named(text)
        if kind and (asks_prices(text) or goes_on_about_prices(text, text_before(tracker))):
            say_price_of(dispatcher, TariffCategory(kind))
            return []
        if asks_prices(text):
            say_prices(dispatcher)
            return []
        return with_account(dispatcher, tracker, self.name(), _say_explanation)


def _say_explanation(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, account_id: int
) -> list[Event]:
    month = asked_month(turn)
    shown = turn.slots.get("shown_month")
    if month is None and shown:
        month = date.fromisoformat(f"{shown}-01")
    bill = _bill_meant(session, dispatcher, account_id, month)
    told = explain(session, account_id, bill)
    dispatcher.utter_message(
        response=f"utter_billing_explain_{told.reason.value}",
        json_message={"card": cards.explanation_card(told)},
        **cards.reason_values(told),
    )
    return [SlotSet("shown_month", f"{told.bill.month:%Y-%m}")]


class ActionHowToPay(Action):  # type: ignore[misc]
    """SADAD, with the biller of the proved account; without one, how to tell the two billers."""

    def name(self) -> str:
        return "action_how_to_pay"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        account_id, _ = verified_account(turn, then=self.name())
        billers = {f"name_{number}": _biller(number) for number in ("002", "004")}
        if account_id is None:
            _say_billers(dispatcher, turn.entity("city"), billers)
            return []
        with reading() as session:
            place = account_to_pay(session, account_id)
            if covering_payment(session, account_id, place.due, now()):
                return _say_payment(session, dispatcher, turn, account_id)
        owing = "nothing_due" if not place.due else "rest" if place.partly_paid else "due"
        say(
            dispatcher,
            f"utter_billing_how_to_pay_{owing}",
            biller=place.biller,
            biller_name=_biller(place.biller),
            account=place.account_number,
            due=money(place.due),
            part=str(facts().get("payment.part_payment_percent").number()),
        )
        return []


def _say_billers(
    dispatcher: CollectingDispatcher, city: str | None, billers: dict[str, str]
) -> None:
    """The biller of the city named, else both with where they serve."""
    number = biller_of_city(city) if city else None
    if number is None:
        say(dispatcher, "utter_billing_how_to_pay", **billers)
        return
    name = _biller(number)
    say(dispatcher, "utter_billing_how_to_pay_city", city=city, biller=number, biller_name=name)


def _biller(number: str) -> str:
    return facts().get(f"payment.biller_{number}").text()


class ActionPaymentMissing(Action):  # type: ignore[misc]
    """A payment was made and the bill does not show it; or what happens when none is made."""

    def name(self) -> str:
        return "action_payment_missing"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        if asks_disconnection(read_turn(tracker).text):
            say_disconnection(dispatcher)
            return []
        return with_account(dispatcher, tracker, self.name(), _say_payment)


def _say_payment(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, account_id: int
) -> list[Event]:
    status = payment_status(session, account_id, now())
    if status.payment is None or status.posting is Posting.NONE:
        say(dispatcher, "utter_billing_payment_none")
        return []
    say(
        dispatcher,
        f"utter_billing_payment_{status.posting.value}",
        amount=money(status.payment.amount),
        paid_at=time_words(status.payment.paid_at),
        reference=status.payment.reference,
        owing=cards.owing_words(account_to_pay(session, account_id).due),
    )
    return []


class ActionConsumptionChart(Action):  # type: ignore[misc]
    """Two years of consumption as a picture."""

    def name(self) -> str:
        return "action_consumption_chart"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return with_account(dispatcher, tracker, self.name(), _show_chart)


def _show_chart(
    session: Session, dispatcher: CollectingDispatcher, turn: Turn, account_id: int
) -> list[Event]:
    months = consumption(session, account_id)
    if not months:
        raise BillNotFound(Missing.NO_BILLS)
    chart = consumption_chart(account_id, months)
    dispatcher.utter_message(
        response="utter_billing_chart",
        image=f"media:{chart.name}",
        json_message={"alt": chart.alt},
        months=month_count(chart.months),
        peak_month=month_words(chart.peak[0]),
        peak=kwh(chart.peak[1]),
    )
    return []
