"""All that staff see of one account, gathered in one reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import desc, or_, select
from sqlalchemy.orm import Session

from bot.accounts.records import accounts_with_mobile, find_account
from bot.accounts.tables import Account, AccountChange
from bot.billing.bills import BillNotFound, BillView, last_bills
from bot.billing.payments import PaymentView, last_payments
from bot.clock import now
from bot.identity.tables import AccountLink, ChannelIdentity
from bot.outages.tables import Outage, OutageReport
from bot.text.values import find_values
from bot.transcripts.tables import Conversation
from bot.updates.tables import UpdateRequest

_BILLS = 13
_ROWS = 20
_OUTAGES_SINCE = timedelta(days=90)


@dataclass(frozen=True)
class AccountRecord:
    """One account and what belongs to it, newest first. Values in clear: pages mask them."""

    account: Account
    changes: list[AccountChange]
    requests: list[UpdateRequest]
    bills: list[BillView]
    payments: list[PaymentView]
    reports: list[OutageReport]
    outages: list[Outage]
    """Of its district, in the last 90 days and to come."""
    conversations: list[tuple[Conversation, str]]
    """With how far the link to the account was proved: `claimed` or `verified`."""


def account_record(session: Session, account_id: int) -> AccountRecord | None:
    """The record of one account, or None."""
    account = session.get(Account, account_id)
    if account is None:
        return None
    return AccountRecord(
        account=account,
        changes=_newest(session, AccountChange, AccountChange.account_id == account_id),
        requests=_newest(session, UpdateRequest, UpdateRequest.account_id == account_id),
        bills=_bills(session, account_id),
        payments=last_payments(session, account_id, _BILLS),
        reports=_newest(
            session,
            OutageReport,
            or_(OutageReport.account_id == account_id, OutageReport.premise == account.premise),
        ),
        outages=_outages(session, account.area_id),
        conversations=_conversations(session, account_id),
    )


def _newest(session: Session, table, condition) -> list:  # type: ignore[no-untyped-def, type-arg]
    query = select(table).where(condition).order_by(desc(table.id)).limit(_ROWS)
    return list(session.execute(query).scalars())


def _bills(session: Session, account_id: int) -> list[BillView]:
    try:
        return last_bills(session, account_id, _BILLS)
    except BillNotFound:
        return []


def _outages(session: Session, area_id: int) -> list[Outage]:
    columns = Outage.__table__.c
    ended_late = or_(columns.ended_at.is_(None), columns.ended_at >= now() - _OUTAGES_SINCE)
    query = (
        select(Outage)
        .where(columns.area_id == area_id, ended_late)
        .order_by(desc(columns.starts_at))
        .limit(_ROWS)
    )
    return list(session.execute(query).scalars())


def _conversations(session: Session, account_id: int) -> list[tuple[Conversation, str]]:
    query = (
        select(Conversation, AccountLink.level)
        .join(ChannelIdentity, ChannelIdentity.conversation == Conversation.key)
        .join(AccountLink, AccountLink.identity_id == ChannelIdentity.id)
        .where(AccountLink.account_id == account_id)
        .order_by(desc(Conversation.last_activity))
        .limit(_ROWS)
    )
    return [(conversation, level) for conversation, level in session.execute(query)]


def find_accounts(session: Session, wanted: str) -> list[Account]:
    """Accounts by number, mobile on file or an update request's reference, as people write them."""
    found: dict[int, Account | None] = {}
    for value in find_values(wanted):
        numbers = [value.value]
        if value.kind == "mobile":
            numbers = accounts_with_mobile(session, value.value)
        elif value.kind == "reference":
            query = select(UpdateRequest.account_number)
            query = query.where(UpdateRequest.reference == value.value)
            numbers = list(session.execute(query).scalars())
        for number in numbers[:_ROWS]:
            account = find_account(session, number)
            if account:
                found[account.id] = account
    return [account for account in found.values() if account]
