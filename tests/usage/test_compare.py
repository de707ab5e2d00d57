"""Against one's own past, and against homes of which nothing can be inferred."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select, update

from bot.accounts.tables import Account
from bot.billing.tables import Bill
from bot.clock import RIYADH
from bot.database import engine, reading, transaction
from bot.demo.seed import seed_database
from bot.usage.compare import LEAST_HOMES, Against, Basis, other_homes, own_past
from bot.usage.tables import DailyReading

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
TODAY = MOMENT.date()


@pytest.fixture
def utility(database: None) -> None:
    seed_database(engine(), 60, 1, MOMENT)


def test_the_same_days_last_year_and_last_month(utility: None) -> None:
    with reading() as session:
        year = own_past(session, 1, Against.LAST_YEAR, TODAY)
        month = own_past(session, 1, Against.LAST_MONTH, TODAY)
        assert year is not None
        assert month is not None
        assert (year.first, year.last) == (date(2026, 11, 1), date(2026, 11, 21))
        assert year.basis is month.basis is Basis.READINGS
        days = DailyReading.day
        mean = session.execute(
            select(func.avg(DailyReading.watt_hours)).where(
                DailyReading.account_id == 1, days >= date(2026, 11, 1), days <= year.last
            )
        ).scalar_one()
    assert abs(year.now - Decimal(str(mean)) / 1000) < Decimal("0.06")


def test_without_old_readings_the_bill_of_that_time_is_taken(utility: None) -> None:
    with transaction() as session:
        session.execute(
            delete(DailyReading).where(
                DailyReading.account_id == 1, DailyReading.day < TODAY - timedelta(days=40)
            )
        )
        found = own_past(session, 1, Against.LAST_YEAR, TODAY)
        assert found is not None
        assert found.basis is Basis.BILL
        old_meter = own_past(session, 4, Against.LAST_YEAR, TODAY)
        assert old_meter is not None
        assert (old_meter.basis, old_meter.month) == (Basis.BILL, date(2025, 10, 1))


def _neighbours(count: int) -> None:
    """So many homes beside account 1, all in its district with its breaker; none elsewhere."""
    with transaction() as session:
        first = session.get(Account, 1)
        columns = Account.__table__.c
        session.execute(
            update(Account.__table__).where(columns.id > 1).values(tariff_category="government")
        )
        session.execute(
            update(Account.__table__)
            .where(columns.id > 1, columns.id <= count + 1)
            .values(
                area_id=first.area_id,
                breaker_amperes=first.breaker_amperes,
                tariff_category=first.tariff_category,
            )
        )


def test_nothing_is_said_of_too_few_homes(utility: None) -> None:
    _neighbours(LEAST_HOMES - 1)
    with reading() as session:
        assert other_homes(session, session.get(Account, 1)) is None


def test_the_middle_of_enough_homes_is_rounded(utility: None) -> None:
    _neighbours(LEAST_HOMES + 1)
    with reading() as session:
        account = session.get(Account, 1)
        found = other_homes(session, account)
        assert found is not None
        assert found.homes_at_least == LEAST_HOMES
        assert (found.month, found.district) == (date(2026, 10, 1), account.area.district)
        theirs = (
            session.execute(
                select(Bill.kwh).where(Bill.period == found.month, Bill.account_id != 1)
            )
            .scalars()
            .all()
        )
    assert found.middle % 50 == 0
    assert min(theirs) < found.middle < max(theirs)


def test_one_home_moves_what_is_said_by_no_more_than_a_step(utility: None) -> None:
    """Whatever one neighbour used, the others' figures decide: its own cannot be read off."""
    _neighbours(LEAST_HOMES + 4)
    said = []
    for kwh in (0, 100, 90_000):
        with transaction() as session:
            session.execute(
                update(Bill.__table__)
                .where(Bill.account_id == 5, Bill.period == date(2026, 10, 1))
                .values(kwh=kwh)
            )
            found = other_homes(session, session.get(Account, 1))
            assert found is not None
            said.append(found.middle)
    assert said[0] == said[1]
    assert max(said) < 10_000
