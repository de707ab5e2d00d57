"""Daily readings of the demo utility agree with its bills."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.billing.tables import Bill
from bot.clock import RIYADH
from bot.database import engine, reading
from bot.demo.daily import CASE_DAYS
from bot.demo.seed import seed_database, usual_days
from bot.usage.tables import DailyReading

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
YESTERDAY = MOMENT.date() - timedelta(days=1)


def test_the_days_of_a_billed_month_add_up_to_its_bill(database: None) -> None:
    seed_database(engine(), 40, 1, MOMENT, 120)
    with reading() as session:
        bills = session.execute(select(Bill)).scalars().all()
        sums = [
            (
                bill,
                session.execute(
                    select(func.count(), func.sum(DailyReading.watt_hours)).where(
                        DailyReading.account_id == bill.account_id,
                        DailyReading.day >= bill.period_start,
                        DailyReading.day < bill.period_end,
                    )
                ).one(),
            )
            for bill in bills
        ]
    whole = [
        (bill, used)
        for bill, (days, used) in sums
        if days == (bill.period_end - bill.period_start).days
    ]
    assert len(whole) > 150
    assert all(used == bill.kwh * 1000 for bill, used in whole)


def test_who_has_readings_and_how_many(database: None) -> None:
    seed_database(engine(), 112, 1, MOMENT)
    with reading() as session:
        rows = session.execute(select(DailyReading.account_id, DailyReading.day)).all()
        nights = session.execute(
            select(func.count()).where(
                DailyReading.night_watt_hours > DailyReading.watt_hours * 0.5
            )
        ).scalar_one()
    days = Counter(account for account, _ in rows)
    assert {days[case] for case in (1, 2, 3, 5, 10, 12)} == {CASE_DAYS}
    assert days[4] == 0  # the shop's meter sends none
    assert set(days[n] for n in range(13, 113)) == {60, 0}
    assert 1 <= sum(days[n] == 0 for n in range(13, 113)) <= 20
    assert {max(day for a, day in rows if a == account) for account in days} == {YESTERDAY}
    assert nights == 0


def test_a_large_utility_has_none_unless_asked_for() -> None:
    assert usual_days(600) == 60
    assert usual_days(1_000_000) == 0
