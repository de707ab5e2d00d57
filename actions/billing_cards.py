"""Figures of bills as words: cards (label and value a row), and values for sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from actions.labels import label
from bot.billing.bills import BillView, Line
from bot.billing.explain import Comparison, Explanation, Reason
from bot.rendering.words import date_words, days, kwh, money, month_words

Row = list[str | None]
Card = dict[str, Any]


def _row(key: str, value: str, **names: str) -> Row:
    return [label("bill", key).format(**names), value, None]


def _title(bill: BillView) -> str:
    return label("bill", "title").format(month=month_words(bill.month))


def _standing(bill: BillView) -> str:
    return label("bill_state", "carried" if bill.carried else bill.state.value)


def _period(bill: BillView) -> str:
    last = bill.period_end - timedelta(days=1)
    return label("bill", "period_value").format(
        start=date_words(bill.period_start), end=date_words(last), days=days(bill.days)
    )


def _readings(bill: BillView) -> str:
    return label("bill", "readings_value").format(
        before=f"{bill.reading_from:,}", after=f"{bill.reading_to:,}"
    )


def owing_words(due: Decimal) -> str:
    """What is due now, or that nothing is."""
    key = "owing" if due else "nothing_owing"
    return label("bill", key).format(due=money(due))


def bill_card(bill: BillView) -> Card:
    """One bill at a glance."""
    rows = [_row("total", money(bill.total)), _row("state", _standing(bill))]
    if bill.due and bill.due != bill.total:
        rows.append(_row("due", money(bill.due)))
    if bill.due:
        rows.append(_row("due_date", date_words(bill.due_date, hijri=True)))
    if bill.previous_balance:
        rows.append(_row("previous_balance", money(bill.previous_balance)))
    rows += [_row("kwh", kwh(bill.kwh)), _row("period", _period(bill))]
    return {"title": _title(bill), "rows": rows}


def history_card(bills: Sequence[BillView]) -> Card:
    """One row a bill, newest first."""
    rows = [[month_words(b.month), f"{money(b.total)}، {_standing(b)}", None] for b in bills]
    return {"title": label("bill", "history_title"), "rows": rows}


def _energy_row(line: Line) -> Row:
    return _row("energy", money(line.amount), kwh=f"{line.kwh or 0:,}", rate=str(line.rate))


def _comparison_row(key: str, compared: Comparison) -> Row:
    """More or less than the other month, in kWh and riyals of the month's own charges."""
    way = "less" if compared.kwh < 0 else "more" if compared.kwh else "same"
    value = label("bill", way).format(
        kwh=kwh(abs(compared.kwh)),
        other=money(compared.other.charges),
    )
    return _row(key, value, month=month_words(compared.other.month))


def explanation_card(told: Explanation) -> Card:
    """The arithmetic line by line, then the two comparisons."""
    bill = told.bill
    rows = [
        _row("period", _period(bill)),
        _row("kwh", kwh(bill.kwh)),
        _row("readings", _readings(bill)),
        _row("daily", kwh(told.daily_kwh)),
        *(_energy_row(line) for line in told.energy),
        *([_row("meter_fee", money(told.meter_fee))] if told.energy else []),
        _row("vat", money(bill.vat), percent=str(told.vat_percent)),
    ]
    if bill.previous_balance > Decimal(0):
        rows.append(_row("previous_balance", money(bill.previous_balance)))
    rows.append(_row("total", money(bill.total)))
    if told.last_month:
        rows.append(_comparison_row("against_month", told.last_month))
    if told.last_year:
        rows.append(_comparison_row("against_year", told.last_year))
    return {"title": _title(bill), "rows": rows}


def reason_values(told: Explanation) -> dict[str, str]:
    """What the sentence of the main reason may name."""
    bill = told.bill
    values = {
        "month": month_words(bill.month),
        "total": money(bill.total),
        "charges": money(bill.charges),
        "previous": money(bill.previous_balance),
        "kwh": kwh(bill.kwh),
        "days": days(bill.days),
        "daily": kwh(told.daily_kwh),
    }
    if told.last_month:
        other = told.last_month.other
        values |= {
            "last_month": month_words(other.month),
            "last_kwh": kwh(other.kwh),
            "last_days": days(other.days),
            "difference": money(abs(told.last_month.total)),
        }
    if told.last_year:
        values["last_year_month"] = month_words(told.last_year.other.month)
        values["last_year_kwh"] = kwh(told.last_year.other.kwh)
    if told.reason is Reason.UPPER_SLAB and told.threshold is not None:
        values["threshold"] = kwh(told.threshold)
        values["rate"] = str(told.energy[-1].rate)
        values["base_rate"] = str(told.energy[0].rate)
    return values
