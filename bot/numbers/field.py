"""Figures of the supply: outage reports by district."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Area
from bot.counting.period import Period
from bot.numbers.report import Report
from bot.outages.tables import OutageReport, ReportState

_TOP = 30
_reports = OutageReport.__table__.c
_OPEN = (ReportState.RECEIVED.value, ReportState.ASSIGNED.value)


def districts(session: Session, period: Period) -> Report:
    """Outage reports by district, the most first."""
    still_open = func.count().filter(_reports.state.in_(_OPEN))
    found = session.execute(
        select(Area.district, Area.city, func.count(), still_open)
        .select_from(OutageReport)
        .join(Area, Area.id == _reports.area_id)
        .where(period.has(_reports.created_at))
        .group_by(Area.district, Area.city)
        .order_by(func.count().desc(), Area.district)
        .limit(_TOP)
    )
    rows = [(f"{district}، {city}", count, open_) for district, city, count, open_ in found]
    return Report("districts", ("district", "reports", "still_open"), rows)
