"""What is in workers' hands: leases, ends, and what a lost worker left behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, insert, literal, literal_column, or_, select, update
from sqlalchemy.orm import Session

from bot.campaigns.filling import add_tally
from bot.campaigns.tables import (
    Campaign,
    CampaignAttempt,
    CampaignNotice,
    CampaignState,
    NoticeState,
)
from bot.clock import now
from bot.delivery.tables import Route

LEASE = timedelta(seconds=60)
_table = CampaignNotice.__table__
_notices = _table.c


def state_is(state: NoticeState) -> Any:
    """A condition that SQLite's partial indexes recognise: bound values it cannot look into."""
    return _notices.state == literal_column(f"'{state.value}'")


def open_ones() -> Any:
    """Notices that have not come to their end."""
    return or_(state_is(NoticeState.WAITING), state_is(NoticeState.CLAIMED))


def lease(session: Session, worker: str, ids: Sequence[int]) -> None:
    """These are this worker's until the lease ends."""
    session.execute(
        update(_table)
        .where(_notices.id.in_(ids))
        .values(state=NoticeState.CLAIMED.value, claimed_by=worker, lease_until=now() + LEASE)
    )


def finish(
    session: Session,
    campaign_id: int,
    worker: str,
    route: Route,
    state: NoticeState,
    ids: Sequence[int],
) -> None:
    """Note an end state of notices that this worker has, and count them."""
    if not ids:
        return
    values: dict[str, Any] = {"state": state.value, "claimed_by": None, "lease_until": None}
    if state is NoticeState.SENT:
        values |= {"sent_at": now(), "attempts": _notices.attempts + 1, "last_error": None}
    ended = session.execute(
        update(_table).where(_notices.id.in_(ids), open_ones()).values(**values)
    ).rowcount
    add_tally(session, campaign_id, worker, route.value, state.value, ended)


def renew(session: Session, worker: str) -> None:
    """Keep what this worker has: its lease begins anew."""
    session.execute(
        update(_table)
        .where(_notices.claimed_by == worker, state_is(NoticeState.CLAIMED))
        .values(lease_until=now() + LEASE)
    )


def release(session: Session, worker: str, ids: Sequence[int] | None = None) -> None:
    """Give back what this worker has and has not sent; only `ids`, if they are given."""
    these = () if ids is None else (_notices.id.in_(ids),)
    session.execute(
        update(_table)
        .where(_notices.claimed_by == worker, state_is(NoticeState.CLAIMED), *these)
        .values(state=NoticeState.WAITING.value, claimed_by=None, lease_until=None)
    )


def take_back_expired(session: Session) -> int:
    """Let notices wait again whose worker let the lease run out; how many there were."""
    lost = (state_is(NoticeState.CLAIMED), _notices.lease_until < now())
    ids = (
        session.execute(select(_notices.id).where(*lost).with_for_update(skip_locked=True))
        .scalars()
        .all()
    )
    if not ids:
        return 0
    session.execute(
        insert(CampaignAttempt.__table__).from_select(
            ["notice_id", "at", "route", "error"],
            select(
                _notices.id,
                literal(now(), CampaignAttempt.__table__.c.at.type),
                _notices.route,
                literal("a worker was lost; perhaps it had sent this"),
            ).where(_notices.id.in_(ids)),
        )
    )
    session.execute(
        update(_table)
        .where(_notices.id.in_(ids))
        .values(
            state=NoticeState.WAITING.value,
            claimed_by=None,
            lease_until=None,
            attempts=_notices.attempts + 1,
        )
    )
    return len(ids)


def close_finished(session: Session) -> None:
    """Campaigns whose list is complete and has nothing left to send are done."""
    campaign = Campaign.__table__
    left = exists().where(
        _notices.campaign_id == campaign.c.id,
        open_ones(),
    )
    session.execute(
        update(campaign)
        .where(campaign.c.state == CampaignState.RUNNING.value, ~left)
        .values(state=CampaignState.DONE.value, ended_at=now())
    )
