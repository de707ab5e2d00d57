"""Clerks' times are the same whether their days were kept before or are read from the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from bot.audit.log import Action, record
from bot.clock import RIYADH
from bot.console import clerk_times
from bot.counting.period import Period
from bot.database import reading, transaction

NOON = datetime(2026, 7, 1, 12, tzinfo=RIYADH)
DAY = timedelta(days=1)
ALL = Period(date(2026, 6, 1), date(2026, 7, 31))
TAKEN, BACK = Action.CONVERSATION_TAKEN, Action.CONVERSATION_HANDED_BACK
RETURNED = Action.CONVERSATION_RETURNED


@pytest.fixture
def clock(database: None) -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def _log(clock: time_machine.Coordinates, at: datetime, who: str, what: Action, talk: int) -> None:
    clock.move_to(at)
    with transaction() as session:
        record(session, who, what, f"conversation:{talk}")


@pytest.fixture
def worked(clock: time_machine.Coordinates) -> time_machine.Coordinates:
    """Three days; one conversation is taken before midnight and given back after it, one is taken
    twice, one still had."""
    minute = timedelta(minutes=1)
    late = datetime(2026, 7, 1, 23, 50, tzinfo=RIYADH)
    for at, who, what, talk in (
        (NOON, "staff:huda", TAKEN, 1),
        (NOON + 3 * minute, "staff:sara", TAKEN, 2),
        (NOON + 4 * minute, "staff:huda", BACK, 1),
        (NOON + 5 * minute, "staff:huda", TAKEN, 1),
        (NOON + 13 * minute, "system", RETURNED, 1),
        (late, "staff:sara", TAKEN, 3),
        (late + 30 * minute, "staff:sara", BACK, 3),
        (NOON + DAY, "staff:sara", BACK, 2),
        (NOON + 2 * DAY, "staff:huda", TAKEN, 4),
    ):
        _log(clock, at, who, what, talk)
    return clock


def _rows(period: Period = ALL) -> list[tuple[object, ...]]:
    with reading() as session:
        return list(clerk_times.clerks(session, period).rows)


def _keep() -> None:
    with transaction() as session:
        clerk_times.keep(session, clerk_times.uncounted(session))


def _lacks() -> bool:
    with reading() as session:
        return clerk_times.lacks(session)


def test_kept_or_read_they_are_the_same(worked: time_machine.Coordinates):
    expected = [
        ("huda", 3, 6.0),
        ("sara", 2, 733.5),
    ]  # 4 and 8 minutes; 30 minutes and a day less 3
    assert _rows() == expected
    worked.shift(DAY)
    for _ in range(2):
        _keep()
        assert _rows() == expected and not _lacks()
    _log(worked, NOON + 4 * DAY, "staff:huda", BACK, 4)
    assert _rows() == [("huda", 3, 8.0), ("sara", 2, 733.5)]
    worked.shift(DAY)
    assert _lacks()
    _keep()
    assert _rows() == [("huda", 3, 8.0), ("sara", 2, 733.5)]


def test_a_day_counts_what_began_and_what_ended_on_it(worked: time_machine.Coordinates):
    second = Period(date(2026, 7, 2), date(2026, 7, 2))
    third = Period(date(2026, 7, 3), date(2026, 7, 3))
    for _ in range(2):
        assert _rows(second) == [("sara", 0, 733.5)]  # both were taken the day before
        assert _rows(third) == [("huda", 1, None)]
        worked.shift(DAY)
        _keep()


def test_a_day_is_kept_when_it_is_over(clock: time_machine.Coordinates):
    _log(clock, NOON, "staff:huda", TAKEN, 1)
    for hours, over in ((1, False), (12.5, False), (14, True)):
        clock.move_to(NOON + timedelta(hours=hours))
        assert _lacks() is over
        assert _rows() == [("huda", 1, None)]


def test_who_counted_too_late_keeps_nothing_twice(worked: time_machine.Coordinates):
    worked.shift(DAY)
    with reading() as session:
        late = clerk_times.uncounted(session)
    before = _rows()
    _keep()
    with transaction() as session:
        clerk_times.keep(session, late)
    assert _rows() == before
