"""Many reports of one area within a short time: a wider fault that nobody has announced yet.

Then neither the way to one house nor the neighbours need asking: people in a storm are asked only
whether there is danger, and a thousand of them are heard in half the turns.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.records import find_account
from bot.clock import now
from bot.outages.draft import ReportDraft
from bot.outages.outages import OPEN_STATES
from bot.outages.tables import OutageReport

CROWD = 10
"""Open reports that make a crowd. A staircase or a villa with flats does not send as many."""
WINDOW = timedelta(minutes=30)
"""How old they may be. The bot's words name it (`utter_outages_crowd`)."""
_reports = OutageReport.__table__.c


def shortened(session: Session, draft: ReportDraft) -> ReportDraft:
    """The draft without the questions that a crowd has answered; the same draft elsewhere."""
    if draft.scope_told or draft.urgent:
        return draft
    area_id = _area_of(session, draft)
    if area_id is None or not _is_crowded(session, area_id):
        return draft
    return replace(draft, landmark_skipped=True, scope_told=True)


def _area_of(session: Session, draft: ReportDraft) -> int | None:
    if draft.account is None:
        return draft.area_id
    account = find_account(session, draft.account)
    return account.area.id if account else None


def _is_crowded(session: Session, area_id: int) -> bool:
    recent = session.execute(
        select(_reports.id)
        .where(
            _reports.area_id == area_id,
            _reports.state.in_(OPEN_STATES),
            _reports.created_at >= now() - WINDOW,
        )
        .limit(CROWD)
    ).all()
    return len(recent) == CROWD
