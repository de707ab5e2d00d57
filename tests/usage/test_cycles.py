"""The months of the bills, known and to come."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.usage.cycles import Cycle, Cycles

BILLED = Cycles(
    [
        Cycle(date(2026, 9, 1), date(2026, 8, 21), date(2026, 9, 22), 1500),
        Cycle(date(2026, 10, 1), date(2026, 9, 22), date(2026, 10, 21), 1300),
    ]
)


def test_the_next_bill_begins_where_the_last_one_ended() -> None:
    coming = BILLED.next_bill
    assert coming == Cycle(date(2026, 11, 1), date(2026, 10, 21), date(2026, 11, 22), None)
    assert BILLED.of(date(2026, 11, 25)).month == date(2026, 12, 1)
    assert BILLED.billed_in(date(2026, 9, 1)) is not None
    assert Cycles([]).next_bill is None


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(0, 90))
def test_every_day_is_in_exactly_one_month(day: date, more: int) -> None:
    for months in (BILLED, Cycles([])):
        found = months.between(day, day + timedelta(days=more))
        assert day in found[0]
        assert day + timedelta(days=more) in found[-1]
        assert all(a.end <= b.start for a, b in pairwise(found))
        for extra in range(0, more, 7):
            assert sum(day + timedelta(days=extra) in cycle for cycle in found) == 1
