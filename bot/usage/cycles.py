"""The months of an account's bills: what the tariff's slabs, a forecast and a limit count by.

A billed month runs from one reading day to the next and is known from its bill. What comes after
the newest bill is expected to be read on the same day of the month; the real day differs by one
now and then. An account without any bill is counted by calendar months.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.billing.tables import Bill
from bot.text.calendar import last_day, shift_month


@dataclass(frozen=True)
class Cycle:
    """The days of one bill."""

    month: date
    """First day of the Gregorian month that the bill is called after."""
    start: date
    end: date
    """The day after the last one."""
    billed_kwh: int | None
    """kWh of the bill; None: not billed yet, `end` is expected."""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


class Cycles:
    """All months of an account, billed and expected."""

    def __init__(self, bills: Iterable[Cycle]) -> None:
        self._billed = sorted(bills, key=lambda cycle: cycle.start)

    @property
    def last_billed(self) -> Cycle | None:
        """The month of the newest bill."""
        return self._billed[-1] if self._billed else None

    @property
    def next_bill(self) -> Cycle | None:
        """The month after the newest bill; None without any bill."""
        return _after(self._billed[-1], self._reading_day) if self._billed else None

    @property
    def _reading_day(self) -> int:
        """The day of the month on which the meter is usually read."""
        recent = [cycle.end.day for cycle in self._billed[-5:]]
        return sorted(recent)[len(recent) // 2]

    def of(self, day: date) -> Cycle:
        """The month in which a day is or will be billed."""
        for cycle in reversed(self._billed):
            if day in cycle:
                return cycle
        if not self._billed or day < self._billed[-1].start:
            return self._unbilled(day)
        cycle = self._billed[-1]
        while day >= cycle.end:
            cycle = _after(cycle, self._reading_day)
        return cycle

    def _unbilled(self, day: date) -> Cycle:
        """The calendar month of a day before, between or without bills, less what was billed."""
        month = _calendar_month(day)
        starts = [each.end for each in self._billed if each.end <= day]
        ends = [each.start for each in self._billed if each.start > day]
        start, end = max([month.start, *starts]), min([month.end, *ends])
        return Cycle(month.month, start, end, None)

    def between(self, first: date, last: date) -> list[Cycle]:
        """The months that hold the days from `first` to `last`, oldest first."""
        found = [self.of(first)]
        while found[-1].end <= last:
            found.append(self.of(found[-1].end))
        return found

    def billed_in(self, month: date) -> Cycle | None:
        """The billed month of that name."""
        return next((cycle for cycle in self._billed if cycle.month == month), None)

    def same_last_year(self, cycle: Cycle) -> Cycle | None:
        """The billed month of the same name a year before."""
        return self.billed_in(cycle.month.replace(year=cycle.month.year - 1))


def _calendar_month(day: date) -> Cycle:
    return Cycle(day.replace(day=1), day.replace(day=1), last_day(day) + timedelta(days=1), None)


def _after(cycle: Cycle, reading_day: int) -> Cycle:
    month = shift_month(cycle.month, 1)
    end = shift_month(cycle.end, 1)
    end = end.replace(day=min(reading_day, last_day(end).day))
    return Cycle(month, cycle.end, end, None)


def cycles(session: Session, account_id: int) -> Cycles:
    """The months of an account."""
    rows = session.execute(
        select(Bill.period, Bill.period_start, Bill.period_end, Bill.kwh).where(
            Bill.account_id == account_id
        )
    )
    return Cycles(Cycle(*row) for row in rows)
