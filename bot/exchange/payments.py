"""Payments of a utility. `reference` (SADAD's) is the key."""

from __future__ import annotations

from sqlalchemy import Table, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.billing.tables import Bill, Payment
from bot.exchange import values
from bot.exchange.kinds import Columns, Field, Kind, Outcome, Problem
from bot.exchange.looking_up import ids_by, to_account_ids
from bot.exchange.staging import Target, store
from bot.exchange.values import Reader

FIELDS = {
    "reference": Field(values.code(30)),
    "account": Field(values.code(20)),
    "bill": Field(values.code(20), needed=False),
    "amount": Field(Reader(values.positive_halalas)),
    "paid_at": Field(Reader(values.moment)),
    "posted_at": Field(Reader(values.moment), needed=False),
}


def _conflicts(incoming: Table, payments: Table) -> list[Select]:
    taken = literal("reference"), literal("is a payment of another account")
    return [
        select(incoming.c.place, *taken)
        .join(payments, payments.c.sadad_reference == incoming.c.sadad_reference)
        .where(payments.c.account_id != incoming.c.account_id)
    ]


_TARGET = Target(
    Payment.__table__,
    ("sadad_reference", "account_id", "bill_id", "amount", "paid_at", "posted_at"),
    ("sadad_reference",),
    _conflicts,
)


def _store(session: Session, columns: Columns) -> Outcome:
    problems = to_account_ids(session, columns)
    problems += _to_bill_ids(session, columns)
    columns["sadad_reference"] = columns.pop("reference")
    return store(session, _TARGET, columns, problems)


def _to_bill_ids(session: Session, columns: Columns) -> list[Problem]:
    """Put `bill_id` in the place of `bill`; a bill that is not the account's is a problem."""
    numbers, table = columns.pop("bill"), Bill.__table__.c
    wanted = set(numbers) - {None}
    ids = ids_by(session, table.number, table.id, wanted)
    owners = ids_by(session, table.number, table.account_id, wanted)
    columns["bill_id"] = list(map(ids.get, numbers))
    return [
        Problem(place, "bill", "no such bill of the account")
        for place, (number, account) in enumerate(zip(numbers, columns["account_id"], strict=True))
        if number is not None and account is not None and owners.get(number) != account
    ]


PAYMENTS = Kind("payments", FIELDS, _store)
