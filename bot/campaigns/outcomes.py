"""What came of sending: noted for many at once; who was not reached is tried by another way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from bot.campaigns.claiming import Claimed
from bot.campaigns.filling import add_tally
from bot.campaigns.holding import finish
from bot.campaigns.tables import CampaignAttempt, CampaignNotice, NoticeState
from bot.campaigns.ways import next_way
from bot.clock import now
from bot.delivery.tables import Route

RETRIED = "retried"
TRIES = 40
"""With `Outcome.delay` growing to a quarter of an hour: about nine hours."""
_ERROR_KEPT = 300
_table = CampaignNotice.__table__
_notices = _table.c


class Result(Enum):
    """How one attempt ended."""

    SENT = "sent"
    AGAIN = "again"
    """Worth another try after `delay`."""
    NOT_REACHED = "not_reached"
    """Nobody is there by this way: blocked us, a dead number, an address that bounces."""
    REFUSED = "refused"
    """It will never be sent, whoever it is for."""


@dataclass(frozen=True)
class Outcome:
    """One attempt at one notice."""

    notice: Claimed
    result: Result
    error: str = ""
    """Without personal data."""
    delay: float = 0.0
    """Seconds until it is worth another try."""
    counts: bool = True
    """False: the carrier only asked for patience (429)."""


def note(session: Session, worker: str, outcomes: Sequence[Outcome]) -> None:
    """Write down what came of a worker's attempts."""
    sent: defaultdict[tuple[int, Route], list[int]] = defaultdict(list)
    for one in outcomes:
        if one.result is Result.SENT:
            sent[one.notice.campaign_id, one.notice.route].append(one.notice.id)
    for (campaign, route), ids in sent.items():
        finish(session, campaign, worker, route, NoticeState.SENT, ids)
    failed = [one for one in outcomes if one.result is not Result.SENT]
    _remember(session, failed)
    for one in failed:
        _note_failure(session, worker, one)


def _remember(session: Session, failed: Sequence[Outcome]) -> None:
    if failed:
        rows = [
            {
                "notice_id": one.notice.id,
                "at": now(),
                "route": one.notice.route.value,
                "error": one.error[:_ERROR_KEPT],
            }
            for one in failed
        ]
        session.execute(insert(CampaignAttempt.__table__), rows)


def _note_failure(session: Session, worker: str, outcome: Outcome) -> None:
    notice = outcome.notice
    if outcome.result is Result.AGAIN and notice.attempts + 1 < TRIES:
        _wait(session, outcome, {"due_at": now() + timedelta(seconds=outcome.delay)})
        add_tally(session, notice.campaign_id, worker, notice.route.value, RETRIED, 1)
        return
    if outcome.result is Result.NOT_REACHED:
        way = next_way(session, notice.campaign_id, notice, notice.route)
        if way is not None:
            _wait(session, outcome, {"route": way[0].value, "recipient": way[1], "due_at": now()})
            add_tally(session, notice.campaign_id, worker, notice.route.value, RETRIED, 1)
            return
    _count_attempt(session, outcome, {})
    finish(session, notice.campaign_id, worker, notice.route, NoticeState.FAILED, [notice.id])


def _wait(session: Session, outcome: Outcome, values: dict[str, Any]) -> None:
    waiting = {"state": NoticeState.WAITING.value, "claimed_by": None, "lease_until": None}
    _count_attempt(session, outcome, {**waiting, **values})


def _count_attempt(session: Session, outcome: Outcome, values: dict[str, Any]) -> None:
    tries = _notices.attempts + int(outcome.counts)
    session.execute(
        update(_table)
        .where(_notices.id == outcome.notice.id)
        .values(attempts=tries, last_error=outcome.error[:_ERROR_KEPT], **values)
    )


def put_back(session: Session, worker: str, notices: Sequence[Claimed]) -> None:
    """Let notices wait again that failed for a reason that was not theirs."""
    for notice in notices:
        moved = session.execute(
            update(_table)
            .where(_notices.id == notice.id, _notices.state == NoticeState.FAILED.value)
            .values(state=NoticeState.WAITING.value)
        ).rowcount
        failed = NoticeState.FAILED.value
        add_tally(session, notice.campaign_id, worker, notice.route.value, failed, -moved)
