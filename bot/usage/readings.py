"""Daily readings as they are read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.usage.tables import DailyReading

_WH = Decimal(1000)


@dataclass(frozen=True)
class DayUse:
    """What was used on one day. kWh."""

    day: date
    kwh: Decimal
    night_kwh: Decimal | None
    """From midnight to six; None when the meter does not tell."""


def readings(session: Session, account_id: int, first: date, last: date) -> list[DayUse]:
    """The readings from `first` to `last`, both included, oldest first; days may be missing."""
    rows = session.execute(
        select(DailyReading.day, DailyReading.watt_hours, DailyReading.night_watt_hours)
        .where(
            DailyReading.account_id == account_id,
            DailyReading.day >= first,
            DailyReading.day <= last,
        )
        .order_by(DailyReading.day)
    )
    return [
        DayUse(day, watt_hours / _WH, None if night is None else night / _WH)
        for day, watt_hours, night in rows
    ]


def known_days(session: Session, account_id: int) -> tuple[date, date] | None:
    """The first and the last day with a reading; None without any."""
    first, last = session.execute(
        select(func.min(DailyReading.day), func.max(DailyReading.day)).where(
            DailyReading.account_id == account_id
        )
    ).one()
    return None if first is None else (first, last)


def total(days: Iterable[DayUse]) -> Decimal:
    """kWh of several days."""
    return sum((day.kwh for day in days), Decimal(0))


def store(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write readings (columns of `daily_readings`); one that came before for the day is replaced.

    Several rows at once must not name the same account and day twice.
    """
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(DailyReading.__table__)
    new = {name: statement.excluded[name] for name in ("watt_hours", "night_watt_hours")}
    statement = statement.on_conflict_do_update(index_elements=["account_id", "day"], set_=new)
    session.execute(statement, list(rows))
