"""Outages of an area: the one that is on now, the planned ones to come, announcing a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.outages.areas import AreaInfo, area_info
from bot.outages.references import OUTAGE_PREFIX, new_reference
from bot.outages.tables import Outage, OutageKind, OutageReport, ReportState

OPEN_STATES = (ReportState.RECEIVED.value, ReportState.ASSIGNED.value)
_outages = Outage.__table__.c
_reports = OutageReport.__table__.c


@dataclass(frozen=True)
class OutageInfo:
    """Power is, was or will be off in an area."""

    id: int
    reference: str
    area: AreaInfo
    kind: OutageKind
    cause: str
    """Arabic words for subscribers."""
    starts_at: datetime
    expected_end: datetime | None
    ended_at: datetime | None

    @property
    def overdue(self) -> bool:
        """The expected end has passed and power is still off: that time is not said again."""
        return (
            self.ended_at is None and self.expected_end is not None and self.expected_end <= now()
        )


def outage_info(row: Outage) -> OutageInfo:
    """The plain view of a row."""
    return OutageInfo(
        id=row.id,
        reference=row.reference,
        area=area_info(row.area),
        kind=OutageKind(row.kind),
        cause=row.cause,
        starts_at=row.starts_at,
        expected_end=row.expected_end,
        ended_at=row.ended_at,
    )


def current_outage(session: Session, area_id: int) -> OutageInfo | None:
    """The outage that is on in an area at this moment: a fault before planned work, else newest."""
    fault_first = case((_outages.kind == OutageKind.UNPLANNED.value, 0), else_=1)
    row = session.execute(
        select(Outage)
        .where(
            _outages.area_id == area_id,
            _outages.ended_at.is_(None),
            _outages.starts_at <= now(),
        )
        .order_by(fault_first, _outages.starts_at.desc(), _outages.id)
        .limit(1)
    ).scalar_one_or_none()
    return None if row is None else outage_info(row)


def planned_outages(
    session: Session, area_ids: Sequence[int], limit: int = 3
) -> tuple[OutageInfo, ...]:
    """Announced work in those areas that has not begun yet, the next first."""
    moment = now()
    rows = session.execute(
        select(Outage)
        .where(
            _outages.area_id.in_(area_ids),
            _outages.kind == OutageKind.PLANNED.value,
            _outages.ended_at.is_(None),
            _outages.starts_at > moment,
            _outages.announced_at <= moment,
        )
        .order_by(_outages.starts_at, _outages.id)
        .limit(limit)
    ).scalars()
    return tuple(outage_info(row) for row in rows)


def outage_by_reference(session: Session, reference: str) -> OutageInfo | None:
    """The outage of that reference, or None."""
    row = session.execute(
        select(Outage).where(_outages.reference == reference)
    ).scalar_one_or_none()
    return None if row is None else outage_info(row)


def open_outages(session: Session) -> tuple[OutageInfo, ...]:
    """Every outage that has not ended, planned ones to come included, by start."""
    rows = session.execute(
        select(Outage).where(_outages.ended_at.is_(None)).order_by(_outages.starts_at, _outages.id)
    ).scalars()
    return tuple(outage_info(row) for row in rows)


def announce(
    session: Session,
    area_id: int,
    cause: str,
    *,
    kind: OutageKind = OutageKind.UNPLANNED,
    starts_at: datetime | None = None,
    expected_end: datetime | None = None,
) -> OutageInfo:
    """Record an outage. Open reports of that area that belong to no outage now belong to this one,
    unless it lies in the future."""
    moment = now()
    row = Outage(
        reference=new_reference(OUTAGE_PREFIX),
        area_id=area_id,
        kind=kind.value,
        cause=cause,
        starts_at=starts_at or moment,
        expected_end=expected_end,
        announced_at=moment,
    )
    session.add(row)
    session.flush()
    if row.starts_at <= moment:
        session.execute(
            update(OutageReport)
            .where(
                _reports.area_id == area_id,
                _reports.state.in_(OPEN_STATES),
                _reports.outage_id.is_(None),
            )
            .values(outage_id=row.id)
            .execution_options(synchronize_session="fetch")
        )
    return outage_info(row)
