"""What each kind of campaign is about: its occasion, whom it concerns, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, select, union
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.billing.tables import Bill, BillState
from bot.campaigns.audience import accounts
from bot.campaigns.tables import Campaign
from bot.clock import now, today
from bot.identity.tables import ChannelIdentity
from bot.notices.tables import NoticeKind
from bot.outages.tables import Outage, OutageKind, OutageReport, OutageWatcher
from bot.updates.tables import RequestState, UpdateRequest

PLANNED_DAYS = 7
"""Planned work is told a week ahead; the regulator asks for two days at least."""
RESTORED_HOURS = 12
"""Later than that, everybody has seen that the lights are on."""
DUE_DAYS = 3
LONGEST_WORDS = 600
"""Of an awareness message: it stays one Telegram message, and an SMS somebody reads."""
KINDS = {
    "bills": NoticeKind.BILL,
    "due": NoticeKind.DUE,
    "planned": NoticeKind.PLANNED,
    "restored": NoticeKind.RESTORED,
    "update": NoticeKind.UPDATE,
    "awareness": NoticeKind.AWARENESS,
}
"""What staff call the kinds."""
ONCE_A_PERSON = frozenset({NoticeKind.AWARENESS})
"""Said to a person once, whatever accounts are theirs; the others are about one account."""

_bills = Bill.__table__.c


class CannotCampaign(Exception):
    """There is nothing to tell, or something is missing; the message says what, in English, and
    `key` names it for the console's words."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Options:
    """What narrows a campaign."""

    account: str | None = None
    """Only this account (the printed number)."""
    days: int = DUE_DAYS
    """How near a due date is, for `due`."""

    def stored(self) -> dict[str, Any]:
        """As the campaign's row keeps it."""
        return {"account": self.account, "days": self.days}


@dataclass(frozen=True)
class Occasion:
    """One thing to be told; `key` names it within its kind."""

    kind: NoticeKind
    key: str
    words: str | None = None
    options: Options = field(default_factory=Options)


def options_of(campaign: Campaign) -> Options:
    """What the campaign is narrowed by."""
    return Options(**campaign.options)


def occasion_of(campaign: Campaign) -> Occasion:
    """What the campaign tells."""
    kind = NoticeKind(campaign.kind)
    return Occasion(kind, campaign.occasion, campaign.words, options_of(campaign))


def newest_period(session: Session) -> str:
    """The month that bills were issued for last, as `2026-10`.

    Raises:
        CannotCampaign: there is no bill at all.
    """
    newest = session.execute(select(func.max(_bills.period))).scalar_one()
    if newest is None:
        raise CannotCampaign("no_bills", "there are no bills")
    return f"{newest:%Y-%m}"


def period_of(key: str) -> date:
    """The first day of the month that a bill's campaign is about.

    Raises:
        CannotCampaign: not a month.
    """
    try:
        return date.fromisoformat(f"{key}-01")
    except ValueError as error:
        raise CannotCampaign(
            "bad_period", f"a period is a month such as 2026-10, not {key}"
        ) from error


def outage_of(session: Session, reference: str) -> Outage:
    """The outage of that reference.

    Raises:
        CannotCampaign: there is none.
    """
    found = session.execute(
        select(Outage).where(Outage.__table__.c.reference == reference)
    ).scalar_one_or_none()
    if found is None:
        raise CannotCampaign("no_outage", f"no outage {reference}")
    return found


def coming_work(session: Session) -> list[str]:
    """References of the planned outages of the coming week."""
    outage, moment = Outage.__table__.c, now()
    rows = session.execute(
        select(outage.reference)
        .where(
            outage.kind == OutageKind.PLANNED.value,
            outage.ended_at.is_(None),
            outage.starts_at > moment,
            outage.starts_at < moment + timedelta(days=PLANNED_DAYS),
            outage.expected_end.is_not(None),
        )
        .order_by(outage.starts_at)
    )
    return list(rows.scalars())


def check(session: Session, occasion: Occasion) -> None:
    """Whether it can be told now.

    Raises:
        CannotCampaign: it cannot; the message says why.
    """
    if occasion.kind in (NoticeKind.BILL, NoticeKind.DUE):
        period_of(occasion.key)
    elif occasion.kind in (NoticeKind.PLANNED, NoticeKind.RESTORED):
        why = too_late(outage_of(session, occasion.key), occasion.kind)
        if why:
            raise CannotCampaign("too_late", f"{occasion.key}: {why}")
    elif occasion.kind is NoticeKind.AWARENESS:
        words = occasion.words or ""
        if not 0 < len(words) <= LONGEST_WORDS:
            raise CannotCampaign(
                "bad_words", f"the words must have 1 to {LONGEST_WORDS} characters"
            )


def too_late(outage: Outage, kind: NoticeKind) -> str | None:
    """Why an outage is not told any more, or not yet; None: it can be."""
    if kind is NoticeKind.RESTORED:
        if outage.ended_at is None:
            return "the outage has not ended"
        late = outage.ended_at < now() - timedelta(hours=RESTORED_HOURS)
        return "power has been back for long" if late else None
    if outage.kind != OutageKind.PLANNED.value or outage.expected_end is None:
        return "no planned work with an expected end"
    return "the work has begun" if outage.starts_at <= now() or outage.ended_at else None


def concerned(session: Session, occasion: Occasion) -> list[Any]:
    """Conditions on `accounts`: those whom the occasion concerns.

    Raises:
        CannotCampaign: see `check`.
    """
    check(session, occasion)
    conditions = _CONCERNED[occasion.kind](session, occasion)
    if occasion.options.account is not None:
        conditions.append(accounts.c.number == occasion.options.account)
    return conditions


def told_already(session: Session, occasion: Occasion) -> Select | None:
    """The people (`party`) who asked to be told when power is back: they were told as they asked,
    and hear it from nobody else. None: nobody is left out."""
    if occasion.kind is not NoticeKind.RESTORED:
        return None
    outage = outage_of(session, occasion.key)
    watchers, reports = OutageWatcher.__table__.c, OutageReport.__table__.c
    reported = select(reports.id).where(reports.outage_id == outage.id)
    asked = select(watchers.conversation).where(
        (watchers.outage_id == outage.id) | watchers.report_id.in_(reported)
    )
    people = ChannelIdentity.__table__.c
    mobiles = select(people.proved_mobile).where(
        people.conversation.in_(asked), people.proved_mobile.is_not(None)
    )
    return union(asked, mobiles)


def _bill(*more: Any) -> Any:
    return exists().where(
        _bills.account_id == accounts.c.id, _bills.state != BillState.PAID.value, *more
    )


def _billed(_session: Session, occasion: Occasion) -> list[Any]:
    return [_bill(_bills.period == period_of(occasion.key))]


def _due_soon(_session: Session, occasion: Occasion) -> list[Any]:
    last = today() + timedelta(days=occasion.options.days)
    near = _bills.due_date.between(today(), last)
    return [_bill(_bills.period == period_of(occasion.key), near)]


def _in_area(session: Session, occasion: Occasion) -> list[Any]:
    return [accounts.c.area_id == outage_of(session, occasion.key).area_id]


def _not_updated(_session: Session, _occasion: Occasion) -> list[Any]:
    """Never confirmed, and no request of theirs waits for staff."""
    requests = UpdateRequest.__table__.c
    waiting = exists().where(
        requests.account_id == accounts.c.id, requests.state == RequestState.PENDING.value
    )
    return [accounts.c.updated_at.is_(None), ~waiting]


def _everyone(_session: Session, _occasion: Occasion) -> list[Any]:
    return []


_CONCERNED = {
    NoticeKind.BILL: _billed,
    NoticeKind.DUE: _due_soon,
    NoticeKind.PLANNED: _in_area,
    NoticeKind.RESTORED: _in_area,
    NoticeKind.UPDATE: _not_updated,
    NoticeKind.AWARENESS: _everyone,
}
