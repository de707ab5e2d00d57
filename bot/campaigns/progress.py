"""What a campaign would do, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, desc, exists, func, select
from sqlalchemy.orm import Session

from bot.campaigns.campaigns import name_of
from bot.campaigns.filling import QUEUED, people
from bot.campaigns.occasions import ONCE_A_PERSON, Occasion
from bot.campaigns.outcomes import RETRIED
from bot.campaigns.rendering import letter_body, words_for
from bot.campaigns.tables import (
    Campaign,
    CampaignAttempt,
    CampaignNotice,
    CampaignTally,
    NoticeState,
)
from bot.delivery.tables import Route
from bot.notices.tables import NoticeKind

SAMPLES = 20
"""People whose words are tried for one sample of each route."""
_notices = CampaignNotice.__table__.c


@dataclass(frozen=True)
class Sample:
    """How it reads on one route; of a real account."""

    route: Route
    text: str


@dataclass(frozen=True)
class Preview:
    """Who would be told, by route; nobody who has been put on the list already."""

    counts: dict[Route, int]
    samples: tuple[Sample, ...]

    @property
    def total(self) -> int:
        """All routes together."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Progress:
    """Where a campaign stands now. Counts are notices."""

    name: str
    kind: NoticeKind
    state: str
    paused_why: str | None
    queued: int
    sent: int
    failed: int
    dropped: int
    retried: int
    by_route: dict[Route, dict[str, int]]

    @property
    def left(self) -> int:
        """Not sent and not given up."""
        return max(self.queued - self.sent - self.failed - self.dropped, 0)


@dataclass(frozen=True)
class Failure:
    """Why attempts failed, and how often, by route."""

    route: Route
    error: str
    count: int


def preview(session: Session, occasion: Occasion, campaign: Campaign | None) -> Preview:
    """Count without storing anything.

    Raises:
        CannotCampaign: nothing can be told.
    """
    rows = people(session, occasion).subquery("people")
    query = select(rows.c.route, _how_many(occasion, rows)).group_by(rows.c.route)
    if campaign is not None:
        query = query.where(~_listed(campaign, occasion, rows))
    counts = {Route(route): count for route, count in session.execute(query)}
    ordered = {route: counts[route] for route in Route if route in counts}
    samples = (_sample(session, occasion, rows, route) for route in ordered)
    return Preview(ordered, tuple(sample for sample in samples if sample))


def _how_many(occasion: Occasion, rows: Any) -> Any:
    if occasion.kind in ONCE_A_PERSON:
        return func.count(rows.c.party.distinct())
    return func.count()


def _listed(campaign: Campaign, occasion: Occasion, rows: Any) -> Any:
    subject = 0 if occasion.kind in ONCE_A_PERSON else rows.c.account_id
    return exists().where(
        and_(
            _notices.campaign_id == campaign.id,
            _notices.subject == subject,
            _notices.party == rows.c.party,
            _notices.wish == rows.c.route,
        )
    )


def _sample(session: Session, occasion: Occasion, rows: Any, route: Route) -> Sample | None:
    ids = session.execute(
        select(rows.c.account_id).where(rows.c.route == route.value).limit(SAMPLES)
    ).scalars()
    words = words_for(session, occasion, list(ids))
    said = next((one.said for one in words.values() if not one.not_needed), None)
    if said is None:
        return None
    if route in (Route.SMS, Route.EMAIL):
        body = letter_body(occasion.kind, route, said)
        subject = body.get("subject")
        return Sample(route, f"{subject}\n\n{body['text']}" if subject else body["text"])
    return Sample(route, said)


def progress(session: Session, campaign: Campaign) -> Progress:
    """By the workers' tallies: as quick for nine million as for nine."""
    tally = CampaignTally.__table__.c
    rows = session.execute(
        select(tally.route, tally.outcome, func.sum(tally.count))
        .where(tally.campaign_id == campaign.id)
        .group_by(tally.route, tally.outcome)
    ).all()
    totals: dict[str, int] = {}
    by_route: dict[Route, dict[str, int]] = {}
    for route, outcome, count in rows:
        totals[outcome] = totals.get(outcome, 0) + int(count)
        if route:
            by_route.setdefault(Route(route), {})[outcome] = int(count)
    return Progress(
        name=name_of(campaign),
        kind=NoticeKind(campaign.kind),
        state=campaign.state,
        paused_why=campaign.paused_why,
        queued=totals.get(QUEUED, 0),
        sent=totals.get(NoticeState.SENT.value, 0),
        failed=totals.get(NoticeState.FAILED.value, 0),
        dropped=totals.get(NoticeState.DROPPED.value, 0),
        retried=totals.get(RETRIED, 0),
        by_route=by_route,
    )


def failures(session: Session, campaign: Campaign, limit: int = 10) -> list[Failure]:
    """Why attempts failed, the most frequent first."""
    attempt = CampaignAttempt.__table__
    rows = session.execute(
        select(attempt.c.route, attempt.c.error, func.count().label("count"))
        .join(CampaignNotice.__table__, _notices.id == attempt.c.notice_id)
        .where(_notices.campaign_id == campaign.id)
        .group_by(attempt.c.route, attempt.c.error)
        .order_by(desc(func.count()))
        .limit(limit)
    )
    return [Failure(Route(route), error, count) for route, error, count in rows]


def newest(session: Session, limit: int = 50) -> Sequence[Campaign]:
    """The newest campaigns first."""
    found: Sequence[Campaign] = (
        session.execute(select(Campaign).order_by(desc(Campaign.id)).limit(limit)).scalars().all()
    )
    return found
