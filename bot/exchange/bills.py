"""Bills of a utility. `number` is the key; an account has one bill a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from sqlalchemy import Table, and_, func, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.accounts.tables import TariffCategory
from bot.billing.tables import Bill, BillState
from bot.billing.tariff import tariff
from bot.exchange import values
from bot.exchange.kinds import Columns, Field, Kind, Outcome, Problem
from bot.exchange.looking_up import to_account_ids
from bot.exchange.staging import Target, store
from bot.exchange.values import Reader
from bot.facts import FactsError

_DAY, _MONEY = Reader(values.day), Reader(values.halalas, values.amounts)
_COUNT = Reader(values.integer, values.integers)
FIELDS = {
    "number": Field(values.code(20)),
    "account": Field(values.code(20)),
    "period": Field(Reader(values.month)),
    "period_start": Field(_DAY),
    "period_end": Field(_DAY),
    "reading_from": Field(_COUNT),
    "reading_to": Field(_COUNT),
    "kwh": Field(_COUNT, needed=False),
    "subtotal": Field(_MONEY),
    "vat": Field(_MONEY),
    "previous_balance": Field(_MONEY, needed=False, default=0),
    "total": Field(_MONEY),
    "issue_date": Field(_DAY),
    "due_date": Field(_DAY),
    "state": Field(values.choice(BillState), needed=False, default=BillState.UNPAID.value),
    "tariff_from": Field(_DAY, needed=False),
}
_STORED = ("account_id", *(name for name in FIELDS if name != "account"))


@lru_cache(maxsize=1024)
def _edition(period: str) -> str | None:
    """valid-from of the tariff of a month; the same for every category."""
    try:
        month = date.fromisoformat(period)
        return tariff(TariffCategory.RESIDENTIAL, 1, month).valid_from.isoformat()
    except FactsError:
        return None


def _fill(columns: Columns) -> None:
    """What follows from other fields, where the file leaves it out."""
    if None in columns["kwh"]:
        used = zip(columns["kwh"], columns["reading_from"], columns["reading_to"], strict=True)
        columns["kwh"] = [b - a if given is None else given for given, a, b in used]
    if None in columns["tariff_from"]:
        editions = {period: _edition(period) for period in set(columns["period"])}
        pairs = zip(columns["tariff_from"], columns["period"], strict=True)
        columns["tariff_from"] = [given or editions[period] for given, period in pairs]


def _check(columns: Columns) -> Iterator[Problem]:
    _fill(columns)
    names = (
        *("period_start", "period_end", "reading_from", "reading_to"),
        *("subtotal", "vat", "previous_balance", "total", "tariff_from"),
    )
    rows = zip(*(columns[name] for name in names), strict=True)
    for place, (start, end, low, high, subtotal, vat, before, total, edition) in enumerate(rows):
        if subtotal + vat + before != total:
            why = "is not subtotal + vat + previous_balance"
            yield Problem(place, "total", why)
        elif high < low:
            yield Problem(place, "reading_to", "is less than reading_from")
        elif end <= start:
            yield Problem(place, "period_end", "is not after period_start (the day after the last)")
        elif edition is None:
            yield Problem(place, "tariff_from", "no tariff is known for that month")


def _conflicts(incoming: Table, bills: Table) -> list[Select]:
    """A number that is another account's, a second bill of a month."""
    taken = literal("number"), literal("is the bill of another account")
    second = literal("period"), literal("the account has another bill of that month")
    same_month = (incoming.c.account_id, incoming.c.period)
    nth = func.row_number().over(partition_by=same_month, order_by=incoming.c.place).label("nth")
    numbered = select(incoming.c.place, nth).subquery()
    return [
        select(incoming.c.place, *taken)
        .join(bills, bills.c.number == incoming.c.number)
        .where(bills.c.account_id != incoming.c.account_id),
        select(incoming.c.place, *second)
        .join(bills, and_(bills.c.account_id == same_month[0], bills.c.period == same_month[1]))
        .where(bills.c.number != incoming.c.number),
        select(numbered.c.place, *second).where(numbered.c.nth > 1),
    ]


_TARGET = Target(Bill.__table__, _STORED, ("number",), _conflicts)


def _store(session: Session, columns: Columns) -> Outcome:
    return store(session, _TARGET, columns, to_account_ids(session, columns))


BILLS = Kind("bills", FIELDS, _store, _check)
