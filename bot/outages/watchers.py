"""Who wants to be told when power is back."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.outages.outages import OutageInfo
from bot.outages.tables import OutageReport, OutageWatcher

_reports = OutageReport.__table__.c
_watchers = OutageWatcher.__table__.c


def watch_outage(session: Session, conversation: str, outage: OutageInfo) -> bool:
    """Tell this conversation when the outage ends. False: it was on the list already."""
    return _add(session, conversation, f"outage:{outage.reference}", outage_id=outage.id)


def watch_report(session: Session, conversation: str, report: OutageReport) -> bool:
    """Tell this conversation when the report is settled. False: it was on the list already."""
    return _add(session, conversation, f"report:{report.reference}", report_id=report.id)


def is_told(session: Session, conversation: str, outage: OutageInfo) -> bool:
    """Whether this conversation will be told when the outage ends: it asked for that, or filed or
    joined a report that belongs to the outage."""
    reports = select(_reports.id).where(_reports.outage_id == outage.id)
    found = session.execute(
        select(_watchers.id).where(
            _watchers.conversation == conversation,
            _watchers.told_at.is_(None),
            or_(_watchers.outage_id == outage.id, _watchers.report_id.in_(reports)),
        )
    ).first()
    return found is not None


def _add(session: Session, conversation: str, key: str, **target: int) -> bool:
    found = session.execute(
        select(_watchers.id).where(_watchers.conversation == conversation, _watchers.key == key)
    ).first()
    if found is not None:
        return False
    watcher = OutageWatcher(conversation=conversation, key=key, created_at=now(), **target)
    try:
        with session.begin_nested():
            session.add(watcher)
    except IntegrityError:  # the same tap handled twice at the same moment
        return False
    return True
