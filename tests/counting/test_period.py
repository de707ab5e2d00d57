"""Days in Riyadh, told by day, by week from Sunday, or by month; the database counts the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from bot.counting.period import LONGEST, Period, Step, bucket, bucket_of, period
from bot.database import UtcDateTime, reading

SUNDAY = date(2026, 11, 22)


def test_a_week_begins_on_sunday():
    assert bucket_of(SUNDAY, Step.WEEK) == SUNDAY
    assert bucket_of(SUNDAY - timedelta(days=1), Step.WEEK) == SUNDAY - timedelta(days=7)


@given(st.dates(), st.sampled_from(Step))
def test_a_bucket_begins_on_or_before_its_day(day: date, step: Step):
    if day.year > 1:
        first = bucket_of(day, step)
        assert first <= day and bucket_of(first, step) == first


@pytest.mark.parametrize("given", [("x", "y", "z"), ("2026-11-22", "2026-11-01", "day")])
def test_what_cannot_be_counted_becomes_the_last_thirty_days(given: tuple[str, str, str]):
    found = period(*given)
    assert (found.last - found.first).days == 29 and found.step is Step.DAY


@pytest.mark.parametrize(("days", "step"), [(30, Step.DAY), (92, Step.DAY), (93, Step.WEEK)])
def test_many_days_are_shown_by_week(days: int, step: Step):
    asked = Period(SUNDAY - timedelta(days=days), SUNDAY)
    shown = asked.readable()
    assert shown.step is step and shown.last == asked.last
    assert shown.first == bucket_of(asked.first, step)
    months = Period(date(2025, 1, 1), SUNDAY, Step.MONTH)
    assert months.readable() == months


def test_a_period_is_not_longer_than_two_years():
    found = period("1990-01-01", "2026-11-22", "month")
    assert found.last - found.first <= LONGEST


def test_every_week_of_a_period_is_there_once():
    found = Period(date(2026, 11, 1), date(2026, 11, 22), Step.WEEK)
    assert found.buckets() == [date(2026, 11, day) for day in (1, 8, 15, 22)]


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("hour", [0, 20, 21, 23])
@pytest.mark.parametrize("day", range(1, 31, 4))
def test_the_database_puts_a_moment_where_we_do(database: None, step: Step, hour: int, day: int):
    moment = datetime(2026, 11, day, hour, 30, tzinfo=timezone.utc)
    local = (moment + timedelta(hours=3)).date()
    with reading() as session:
        found = session.execute(select(bucket(session, literal(moment, UtcDateTime()), step)))
        assert found.scalar_one() == str(bucket_of(local, step))
