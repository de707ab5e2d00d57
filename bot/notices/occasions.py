"""Occasions that subscribers are told of: found on the record, queued in short transactions.

Each is queued once for an account, whenever and however often it is looked for: the key of a
notice is the bill's month or the outage's reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.bills import BillNotFound, BillView, current_bill
from bot.billing.payments import covering_payment
from bot.billing.tables import Bill, BillState
from bot.clock import now, today
from bot.database import reading, transaction
from bot.notices.announce import notify
from bot.notices.documents import bill_reference
from bot.notices.tables import NoticeKind
from bot.outages.tables import Outage, OutageKind, OutageReport, OutageWatcher
from bot.rendering.words import date_words, money, month_words, span_words

BATCH = 200
"""Accounts told in one transaction."""
NEW_BILL_DAYS = 30
"""A bill is news for about a month; then the next one comes."""
PLANNED_DAYS = 7
"""Planned work is told a week ahead; the regulator asks for two days at least."""
RESTORED_HOURS = 12
"""Later than that, everybody has seen that the lights are on."""

_accounts, _bills, _outages = Account.__table__.c, Bill.__table__.c, Outage.__table__.c


def bills(account: str | None = None) -> int:
    """Tell of newly issued bills that are not paid; how many messages were queued.

    `account` (a printed number) limits it to one, here as in all of these.
    """
    since = today() - timedelta(days=NEW_BILL_DAYS)
    return _tell_each(_tell_bill, *_unpaid(), _bills.issue_date > since, account=account)


def due(days: int = 3, account: str | None = None) -> int:
    """Remind of bills that are due today or within `days` and not covered by a payment."""
    last = today() + timedelta(days=days)
    near = _bills.due_date.between(today(), last)
    return _tell_each(_tell_due, *_unpaid(), near, account=account)


def planned(account: str | None = None) -> int:
    """Tell of work that will cut supply within a week."""
    moment = now()
    with reading() as session:
        found = session.execute(
            select(Outage).where(
                _outages.kind == OutageKind.PLANNED.value,
                _outages.ended_at.is_(None),
                _outages.starts_at > moment,
                _outages.starts_at < moment + timedelta(days=PLANNED_DAYS),
                _outages.expected_end.is_not(None),
            )
        ).scalars()
        outages = list(found)
    return sum(
        _tell_each(partial(_tell_planned, outage), _in_area(outage), account=account)
        for outage in outages
    )


def restored(reference: str, account: str | None = None) -> int:
    """Tell the accounts of an outage's area that power is back, but not those who were told
    because they asked. Nothing for an outage that is still on, or over for long."""
    with reading() as session:
        outage = session.execute(
            select(Outage).where(_outages.reference == reference)
        ).scalar_one_or_none()
        if outage is None or outage.ended_at is None:
            return 0
        if outage.ended_at < now() - timedelta(hours=RESTORED_HOURS):
            return 0
        asked = _asked_to_be_told(session, outage.id)
    return _tell_each(partial(_tell_restored, outage, asked), _in_area(outage), account=account)


def awareness(key: str, words: str, account: str | None = None) -> int:
    """Send `words` to everyone who agreed to awareness messages; `key` names the campaign."""
    return _tell_each(partial(_tell_awareness, key, words), account=account)


def _unpaid() -> tuple[Any, ...]:
    return (
        _bills.account_id == _accounts.id,
        _bills.state != BillState.PAID.value,
    )


def _in_area(outage: Outage) -> Any:
    return _accounts.area_id == outage.area_id


def _tell_each(
    tell: Callable[[Session, int], int], *conditions: Any, account: str | None = None
) -> int:
    queued = 0
    for batch in _batches(conditions, account):
        with transaction() as session:
            queued += sum(tell(session, account_id) for account_id in batch)
    return queued


def _batches(conditions: tuple[Any, ...], account: str | None) -> Iterator[list[int]]:
    after = 0
    query = select(_accounts.id).where(*conditions).distinct().order_by(_accounts.id).limit(BATCH)
    if account is not None:
        query = query.where(_accounts.number == account)
    while True:
        with reading() as session:
            batch = list(session.execute(query.where(_accounts.id > after)).scalars())
        if not batch:
            return
        yield batch
        after = batch[-1]


def _newest_unpaid(session: Session, account_id: int) -> BillView | None:
    """The bill that something is due for, unless a payment for it is on its way."""
    try:
        bill = current_bill(session, account_id)
    except BillNotFound:
        return None
    paid = bill.due == 0 or covering_payment(session, account_id, bill.due, now())
    return None if paid else bill


def _tell_bill(session: Session, account_id: int) -> int:
    bill = _newest_unpaid(session, account_id)
    if bill is None or bill.issue_date <= today() - timedelta(days=NEW_BILL_DAYS):
        return 0
    values = {
        "month": month_words(bill.month),
        "due": money(bill.due),
        "due_date": date_words(bill.due_date),
    }
    document = bill_reference(account_id, bill.month)
    key = f"{bill.month:%Y-%m}"
    return notify(session, account_id, NoticeKind.BILL, values, key, document=document)


def _tell_due(session: Session, account_id: int) -> int:
    bill = _newest_unpaid(session, account_id)
    if bill is None or bill.due_date < today():
        return 0
    values = {"due": money(bill.due), "due_date": date_words(bill.due_date)}
    return notify(session, account_id, NoticeKind.DUE, values, f"{bill.month:%Y-%m}")


def _tell_planned(outage: Outage, session: Session, account_id: int) -> int:
    ends = outage.expected_end or outage.starts_at
    values = {"span": span_words(outage.starts_at, ends), "cause": outage.cause}
    return notify(session, account_id, NoticeKind.PLANNED, values, outage.reference)


def _tell_restored(outage: Outage, asked: frozenset[str], session: Session, account_id: int) -> int:
    kind = NoticeKind.RESTORED
    return notify(session, account_id, kind, {}, outage.reference, not_to=asked)


def _tell_awareness(key: str, words: str, session: Session, account_id: int) -> int:
    return notify(session, account_id, NoticeKind.AWARENESS, {"words": words}, key)


def _asked_to_be_told(session: Session, outage_id: int) -> frozenset[str]:
    """Conversations that watch the outage or a report of it: they are told as they asked."""
    reports = select(OutageReport.id).where(OutageReport.outage_id == outage_id)
    watchers = OutageWatcher.__table__.c
    rows = session.execute(
        select(watchers.conversation).where(
            (watchers.outage_id == outage_id) | watchers.report_id.in_(reports)
        )
    ).scalars()
    return frozenset(rows)
