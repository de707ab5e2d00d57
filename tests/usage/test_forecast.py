"""The forecast, tried on bills that are known: nine of ten lie in its range."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.clock import RIYADH
from bot.database import engine, reading, transaction
from bot.demo.seed import seed_database
from bot.usage.cycles import Cycle, Cycles, cycles
from bot.usage.forecast import Forecast, expect, forecast
from bot.usage.readings import readings
from bot.usage.spending import bill_of, tariff_of
from bot.usage.tables import DailyReading

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
TODAY = MOMENT.date()
CUTS = (3, 10, 18, 26)
"""Days into the month after which it is forecast."""


@pytest.fixture
def utility(database: None) -> None:
    seed_database(engine(), 30, 1, MOMENT, 400)


def _tries(session: Session) -> Iterator[tuple[int, Forecast, Cycle, Decimal]]:
    for account in session.execute(select(Account)).scalars():
        billed = [
            cycle
            for month in range(24)
            if (cycle := cycles(session, account.id).billed_in(_month_back(month)))
        ]
        billed.sort(key=lambda cycle: cycle.start)
        for place in range(len(billed) - 11, len(billed)):
            known = Cycles(billed[:place])
            target = known.next_bill
            assert target is not None
            applied = tariff_of(account, target.month)
            since = target.start - timedelta(days=28)
            for cut in CUTS:
                now = target.start + timedelta(days=cut)
                days = readings(session, account.id, since, now - timedelta(days=1))
                found = expect(target, days, known, applied, now)
                if found is not None:
                    real = billed[place]
                    yield cut, found, real, bill_of(Decimal(real.billed_kwh or 0), applied)


def _month_back(count: int) -> date:
    index = 2026 * 12 + 10 - count
    return date(index // 12, index % 12 + 1, 1)


def test_nine_bills_of_ten_lie_in_the_range(utility: None) -> None:
    hits: dict[int, list[bool]] = {cut: [] for cut in CUTS}
    widths: dict[int, list[float]] = {cut: [] for cut in CUTS}
    with reading() as session:
        for cut, found, _, riyals in _tries(session):
            hits[cut].append(found.low <= riyals <= found.high)
            widths[cut].append(float((found.high - found.low) / 2 / found.riyals))
    assert all(len(tried) > 200 for tried in hits.values())
    shares = {cut: sum(tried) / len(tried) for cut, tried in hits.items()}
    assert all(0.83 <= share <= 0.98 for share in shares.values()), shares
    every = [hit for tried in hits.values() for hit in tried]
    assert 0.87 <= sum(every) / len(every) <= 0.96
    means = [sum(widths[cut]) / len(widths[cut]) for cut in CUTS]
    assert means == sorted(means, reverse=True), "it narrows as the month goes on"
    assert means[0] < 0.2
    assert means[-1] < 0.08


def test_the_range_holds_the_figure_and_what_is_known(utility: None) -> None:
    with reading() as session:
        for _, found, _, _ in _tries(session):
            assert found.low <= found.riyals <= found.high
            assert found.low_kwh <= found.kwh <= found.high_kwh
            assert found.known_kwh <= found.kwh + 1


def test_too_few_or_old_readings_give_no_figure(utility: None) -> None:
    with reading() as session:
        account = session.get(Account, 1)
        good = forecast(session, account, TODAY)
        assert good is not None
        assert good.cycle.month == date(2026, 11, 1)
        assert forecast(session, session.get(Account, 4), TODAY) is None  # an old meter
    with transaction() as session:
        session.execute(
            delete(DailyReading).where(
                DailyReading.account_id == 1, DailyReading.day < TODAY - timedelta(days=8)
            )
        )
        session.execute(
            delete(DailyReading).where(
                DailyReading.account_id == 2, DailyReading.day > TODAY - timedelta(days=15)
            )
        )
        assert forecast(session, session.get(Account, 1), TODAY) is None  # eight days only
        assert forecast(session, session.get(Account, 2), TODAY) is None  # two weeks old


def test_a_high_home_is_told_of_the_upper_rate(utility: None) -> None:
    with reading() as session:
        high = [f for _, f, real, _ in _tries(session) if (real.billed_kwh or 0) > 7000]
    assert high
    assert sum(found.passes_threshold for found in high) > len(high) * 0.6
