"""Limits that subscribers set: told once a month of the bill, when the readings pass them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.clock import now
from bot.notices.announce import notify
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from bot.rendering.words import kwh as kwh_words
from bot.rendering.words import money
from bot.usage.cycles import Cycle, cycles
from bot.usage.readings import known_days, store
from bot.usage.spending import so_far, whole_kwh
from bot.usage.tables import LimitUnit, UsageLimit

SMALLEST, LARGEST = 10, 1_000_000
"""Riyals or kWh that a limit may be."""


@dataclass(frozen=True)
class Limit:
    """A limit as it is said."""

    unit: LimitUnit
    amount: int

    @property
    def words(self) -> str:
        """ "300 ريال" or "2,000 كيلوواط ساعة"."""
        return f"{self.amount:,} ريال" if self.unit is LimitUnit.RIYALS else kwh_words(self.amount)


@dataclass(frozen=True)
class Standing:
    """How far the month of the bill has come."""

    cycle: Cycle
    upto: date
    """The newest reading counted."""
    kwh: Decimal
    riyals: Decimal
    """The bill if nothing more were used: with meter fee and VAT."""

    def passes(self, limit: Limit) -> bool:
        """Whether the month reached the limit."""
        used = self.riyals if limit.unit is LimitUnit.RIYALS else self.kwh
        return used >= limit.amount

    def words(self, unit: LimitUnit) -> str:
        """What was used, in the unit of a limit."""
        return money(self.riyals) if unit is LimitUnit.RIYALS else kwh_words(whole_kwh(self.kwh))


def limit_of(session: Session, account_id: int, conversation: str) -> Limit | None:
    """The limit set in this conversation for this account."""
    row = _row(session, account_id, conversation)
    return None if row is None else Limit(LimitUnit(row.unit), row.amount)


def set_limit(session: Session, account_id: int, conversation: str, limit: Limit) -> None:
    """Set or change the limit. It counts anew: a month already past it is told again.

    Raises:
        ValueError: an amount outside `SMALLEST` … `LARGEST`.
    """
    if not SMALLEST <= limit.amount <= LARGEST:
        raise ValueError(f"a limit of {limit.amount}")
    row = _row(session, account_id, conversation)
    if row is None:
        row = UsageLimit(account_id=account_id, conversation=conversation)
        session.add(row)
    elif (row.unit, row.amount) == (limit.unit.value, limit.amount):
        return
    row.unit, row.amount, row.told_month, row.set_at = limit.unit.value, limit.amount, None, now()
    session.flush()


def stop_limit(session: Session, account_id: int, conversation: str) -> bool:
    """Forget the limit; False when there was none."""
    done = session.execute(
        delete(UsageLimit).where(
            UsageLimit.account_id == account_id, UsageLimit.conversation == conversation
        )
    )
    return bool(done.rowcount)


def standing(session: Session, account: Account) -> Standing | None:
    """The month of the bill that the newest reading falls in; None without readings."""
    known = known_days(session, account.id)
    if known is None:
        return None
    cycle = cycles(session, account.id).of(known[1])
    used, riyals = so_far(session, account, cycle, known[1])
    return Standing(cycle, known[1], used, riyals)


def mark_told(session: Session, account_id: int, conversation: str, month: date) -> None:
    """The subscriber heard of this month already: no notice for it."""
    row = _row(session, account_id, conversation)
    if row is not None:
        row.told_month = month
        session.flush()


def arrived(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store readings (columns of `daily_readings`) and tell whose limit they pass.

    Returns:
        How many messages were queued.
    """
    store(session, rows)
    return check(session, {int(row["account_id"]) for row in rows})


def check(session: Session, accounts: Iterable[int] | None = None) -> int:
    """Tell everyone whose month passed their limit, once a month; all accounts, or some.

    Returns:
        How many messages were queued.
    """
    query = select(UsageLimit).order_by(UsageLimit.id)
    if accounts is not None:
        query = query.where(UsageLimit.__table__.c.account_id.in_(list(accounts)))
    return sum(_tell(session, row) for row in session.execute(query).scalars())


def _tell(session: Session, row: UsageLimit) -> int:
    account = session.get(Account, row.account_id)
    reached = standing(session, account) if account else None
    limit = Limit(LimitUnit(row.unit), row.amount)
    if account is None or reached is None or not reached.passes(limit):
        return 0
    month = reached.cycle.month
    if row.told_month is not None and month <= row.told_month:
        return 0
    row.told_month = month
    everyone = people_of(session, account)
    others = {person.party for person in everyone if row.conversation not in person.chats}
    return notify(
        session,
        account.id,
        NoticeKind.USAGE,
        {"spent": reached.words(limit.unit), "limit": limit.words},
        f"{month:%Y-%m}:{row.id}:{row.unit}:{row.amount}",
        asked_in=row.conversation,
        not_to=frozenset(others),
    )


def _row(session: Session, account_id: int, conversation: str) -> UsageLimit | None:
    return session.execute(
        select(UsageLimit).where(
            UsageLimit.account_id == account_id, UsageLimit.conversation == conversation
        )
    ).scalar_one_or_none()
