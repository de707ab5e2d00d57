"""Campaigns that no person begins: what a timer finds due, and the end of an outage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.billing.tables import Bill
from bot.campaigns import campaigns
from bot.campaigns.occasions import (
    CannotCampaign,
    Occasion,
    coming_work,
    newest_period,
    period_of,
)
from bot.campaigns.tables import Campaign, CampaignState
from bot.clock import now, today
from bot.notices.tables import NoticeKind

ACTOR = "timer"
NEWS_DAYS = 30
"""A bill is news for about a month; then the next one comes."""
AGAIN_AFTER = timedelta(hours=20)
"""A finished campaign about bills is begun again once a day, for who has come to be concerned."""
_BILLS = frozenset({NoticeKind.BILL, NoticeKind.DUE})


def begin_due(session: Session) -> list[Campaign]:
    """Start the campaigns that are due: the newest bills, due dates near, the coming week's work.

    What a person drafted, paused or stopped, and what goes on, is left alone. Nothing is committed.
    """
    begun = (_begin(session, occasion) for occasion in _due(session))
    return [campaign for campaign in begun if campaign is not None]


def power_is_back(session: Session, reference: str) -> None:
    """Tell an outage's area that it is over, once, in the transaction that ends it: no crash comes
    between. Nothing for one that has been over for long."""
    _begin(session, Occasion(NoticeKind.RESTORED, reference))


def _due(session: Session) -> Iterator[Occasion]:
    try:
        period = newest_period(session)
    except CannotCampaign:  # no bill yet
        pass
    else:
        if _is_news(session, period):
            yield Occasion(NoticeKind.BILL, period)
        yield Occasion(NoticeKind.DUE, period)
    for reference in coming_work(session):
        yield Occasion(NoticeKind.PLANNED, reference)


def _is_news(session: Session, period: str) -> bool:
    bills = Bill.__table__.c
    issued = session.execute(
        select(func.max(bills.issue_date)).where(bills.period == period_of(period))
    ).scalar_one()
    return bool(issued > today() - timedelta(days=NEWS_DAYS))


def _begin(session: Session, occasion: Occasion) -> Campaign | None:
    there = campaigns.known(session, occasion)
    if there is not None and not _begins_again(there):
        return None
    try:
        campaign = campaigns.prepare(session, occasion, ACTOR)
        campaigns.start(session, campaign)
    except CannotCampaign:  # too late for it, or somebody was quicker
        return None
    return campaign


def _begins_again(campaign: Campaign) -> bool:
    done = campaign.state == CampaignState.DONE.value and NoticeKind(campaign.kind) in _BILLS
    return done and campaign.ended_at is not None and campaign.ended_at < now() - AGAIN_AFTER
