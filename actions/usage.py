"""My consumption: what was used, what the bill will come to, how it compares."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.turn import Event, say
from actions.usage_question import Question, answered, picture
from bot.accounts.tables import Account
from bot.billing.bills import BillNotFound, bill_of_month, current_bill
from bot.clock import today
from bot.rendering.daily_chart import daily_chart
from bot.rendering.words import date_words, day_words, days, kwh, money, month_words
from bot.usage.asking import Period, Span, asked_period
from bot.usage.forecast import Forecast, forecast
from bot.usage.readings import known_days, readings
from bot.usage.spending import Spending, spent

_CHART_DAYS = 14
"""At least so many days are drawn, so that one day is seen among others."""
_LATE_DAYS = 3
"""A newest reading older than this is late, and it is said."""


class ActionMyUsage(Action):  # type: ignore[misc]
    """What was used on some days, in kWh and riyals, with a chart of the days."""

    def name(self) -> str:
        return "action_my_usage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return answered(dispatcher, tracker, self.name(), _say_usage)


def _say_usage(
    session: Session, dispatcher: CollectingDispatcher, who: Account, question: Question
) -> None:
    now = today()
    period = asked_period(question.text, question.month, question.day, now)
    if period.first > now:
        say(dispatcher, "utter_usage_future")
        return
    known = known_days(session, who.id)
    if period.span is Span.PAST_MONTH and _say_billed_month(session, dispatcher, who, period):
        return
    if known is None:
        say_no_readings(session, dispatcher, who.id)
        return
    first, last = known
    if period.span is Span.WEEK and period.first > last:  # it began today: the whole one before
        week = timedelta(days=7)
        period = Period(Span.WEEK, period.first - week, period.first - timedelta(days=1))
    if period.last < first:
        say(dispatcher, "utter_usage_before_readings", first=date_words(first))
        return
    if period.first > last:
        _say_usage_of(session, dispatcher, who, Period(Span.DAY, last, last), "too_early", now)
        return
    asked = Period(period.span, max(period.first, first), min(period.last, last))
    _say_usage_of(session, dispatcher, who, asked, "day" if _one_day(asked) else "days", now)


def _one_day(period: Period) -> bool:
    return period.first == period.last


def _say_usage_of(
    session: Session,
    dispatcher: CollectingDispatcher,
    who: Account,
    period: Period,
    how: str,
    now: date,
) -> None:
    used = spent(session, who, period.first, period.last)
    if not used.days:
        say(dispatcher, "utter_usage_gap", day=day_words(period.first))
        return
    newest = (known_days(session, who.id) or (now, now))[1]
    late = (now - newest).days > _LATE_DAYS
    shown = readings(
        session,
        who.id,
        min(period.first, period.last - timedelta(days=_CHART_DAYS - 1)),
        period.last,
    )
    image = daily_chart(who.id, [(day.day, day.kwh) for day in shown], period.first)
    response = f"utter_usage_{how}_late" if late and how != "too_early" else f"utter_usage_{how}"
    picture(dispatcher, response, image, **_values(used, newest))
    if used.missing:
        say(dispatcher, "utter_usage_missing", missing=days(used.missing))


def _values(used: Spending, newest: date) -> dict[str, str]:
    return {
        "day": day_words(used.last),
        "first": day_words(used.first),
        "last": day_words(used.last),
        "kwh": kwh(_tenth(used.kwh)),
        "riyals": money(used.riyals),
        "daily": kwh(_tenth(used.kwh / len(used.days))),
        "latest": day_words(newest),
        "fee": f"{used.meter_fee:.0f} ريال",
    }


def _tenth(amount: Decimal) -> Decimal:
    """One place for a little, none for much: nobody needs the tenths of thousands."""
    return amount.quantize(Decimal("1" if amount >= 1000 else "0.1"), ROUND_HALF_UP)


def _say_billed_month(
    session: Session, dispatcher: CollectingDispatcher, who: Account, period: Period
) -> bool:
    """A month gone by is said from its bill; False when there is no bill of that name."""
    try:
        bill = bill_of_month(session, who.id, period.first)
    except BillNotFound:
        return False
    say(
        dispatcher,
        "utter_usage_billed_month",
        month=month_words(bill.month),
        kwh=kwh(bill.kwh),
        days=days(bill.days),
        charges=money(bill.charges),
        daily=kwh(_tenth(Decimal(bill.kwh) / bill.days)),
    )
    return True


def say_no_readings(session: Session, dispatcher: CollectingDispatcher, account_id: int) -> None:
    """No daily readings: what the last bill says instead."""
    try:
        bill = current_bill(session, account_id)
    except BillNotFound:
        say(dispatcher, "utter_usage_nothing")
        return
    say(
        dispatcher,
        "utter_usage_no_readings",
        month=month_words(bill.month),
        kwh=kwh(bill.kwh),
        days=days(bill.days),
        daily=kwh(_tenth(Decimal(bill.kwh) / bill.days)),
    )


class ActionBillForecast(Action):  # type: ignore[misc]
    """What the bill to come will be, as a range; no figure from too few readings."""

    def name(self) -> str:
        return "action_bill_forecast"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        return answered(dispatcher, tracker, self.name(), _say_next_bill)


def _say_next_bill(
    session: Session, dispatcher: CollectingDispatcher, who: Account, question: Question
) -> None:
    expected = forecast(session, who, today())
    if expected is None:
        _say_no_forecast(session, dispatcher, who.id)
        return
    if _another_month(question, expected):
        say(dispatcher, "utter_usage_forecast_far", month=month_words(expected.cycle.month))
    _say_forecast(dispatcher, expected)


def _another_month(question: Question, expected: Forecast) -> bool:
    """Whether a later month than that of the next bill is meant."""
    return bool(question.month) and str(question.month) > f"{expected.cycle.month:%Y-%m}"


def _say_forecast(dispatcher: CollectingDispatcher, expected: Forecast) -> None:
    upper = "_upper" if expected.passes_threshold else ""
    whole = Decimal(1)
    say(
        dispatcher,
        f"utter_usage_forecast{upper}",
        month=month_words(expected.cycle.month),
        low=f"{expected.low.quantize(whole, ROUND_FLOOR):,}",
        high=f"{expected.high.quantize(whole, ROUND_CEILING):,} ريال",
        riyals=f"{expected.riyals.quantize(whole, ROUND_HALF_UP):,} ريال",
        kwh=kwh(expected.kwh),
        start=date_words(expected.cycle.start),
        upto=day_words(expected.upto),
        known=kwh(_tenth(expected.known_kwh)),
        threshold=kwh(expected.threshold or 0),
    )


def _say_no_forecast(session: Session, dispatcher: CollectingDispatcher, account_id: int) -> None:
    try:
        bill = current_bill(session, account_id)
    except BillNotFound:
        say(dispatcher, "utter_usage_nothing")
        return
    say(
        dispatcher,
        "utter_usage_forecast_too_few",
        month=month_words(bill.month),
        charges=money(bill.charges),
    )
