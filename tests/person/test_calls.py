from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import RIYADH
from bot.person.calls import book, cancel, finish, handled, nearest, to_ring, waiting
from bot.person.tables import CallState
from bot.transcripts.tables import Message

NOW = datetime(2026, 11, 22, 10, tzinfo=RIYADH)  # a Sunday, clerks from 8 to 16
WHO, MOBILE = "web:caller", "+966551234567"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("wanted", "at", "as_wanted"),
    [
        (_at(22, 11), _at(22, 11), True),
        (_at(22, 17), _at(22, 15, 30), False),
        (_at(22, 15, 45), _at(22, 15, 30), False),
        (_at(23, 5), _at(23, 8), False),
        (_at(27, 10), _at(29, 10), False),  # Friday: the next working day, at that hour
        (_at(27, 17), _at(29, 8), False),
        (_at(28, 7), _at(29, 8), False),
        (_at(21, 9), NOW, True),  # past: now
    ],
)
def test_the_nearest_time_within_the_clerks_hours(
    wanted: datetime, at: datetime, as_wanted: bool
) -> None:
    slot = nearest(wanted)
    assert (slot.at, slot.as_wanted) == (at, as_wanted)


@pytest.mark.parametrize("hour", [15, 20])
def test_today_is_over_when_no_call_fits_any_more(hour: int, clock: time_machine.Traveller) -> None:
    clock.move_to(_at(22, hour, 50))
    assert nearest(_at(22, hour, 55)).at == _at(23, 8)


def test_no_call_on_a_public_holiday(clock: time_machine.Traveller) -> None:
    founding_day = datetime(2027, 2, 22, 11, tzinfo=RIYADH)  # a Monday
    clock.move_to(founding_day - timedelta(days=1))
    slot = nearest(founding_day)
    assert (slot.at, slot.as_wanted) == (founding_day + timedelta(days=1), False)
    evening = founding_day.replace(hour=17)
    assert nearest(evening).at == datetime(2027, 2, 23, 8, tzinfo=RIYADH), "not that day at 15:30"


def test_one_call_a_conversation(session: Session) -> None:
    first = book(session, WHO, MOBILE, _at(22, 11), "فاتورة", "m1")
    again = book(session, WHO, MOBILE, _at(22, 11), "فاتورة", "m1")
    moved = book(session, WHO, MOBILE, _at(23, 9), "", "m2")
    assert first.id == again.id == moved.id
    assert (moved.at, moved.wanted) == (_at(23, 9), "فاتورة")
    assert [row.id for row in to_ring(session)] == [first.id]


def test_who_needs_no_call_any_more(session: Session) -> None:
    assert cancel(session, WHO) is None
    book(session, WHO, MOBILE, _at(22, 11), "", "m1")
    assert cancel(session, WHO)
    assert waiting(session, WHO) is None and to_ring(session) == []


@pytest.mark.parametrize("reached", [True, False])
def test_the_subscriber_hears_what_came_of_it(session: Session, reached: bool) -> None:
    row = book(session, WHO, MOBILE, _at(22, 11), "", "m1")
    assert finish(session, row.id, "huda", reached=reached)
    assert finish(session, row.id, "sara", reached=True) is None, "it was finished already"
    assert (row.state, row.handled_by) == (
        (CallState.DONE if reached else CallState.MISSED).value,
        "huda",
    )
    (text,) = session.execute(select(Message.text)).scalars()
    assert ("05xxxxx567" in text) and ("ما قدرنا" in text) is not reached
    assert [one.id for one in handled(session)] == [row.id]


def test_the_earliest_call_comes_first(session: Session) -> None:
    book(session, "web:a", MOBILE, NOW + timedelta(hours=3), "", "a")
    book(session, "web:b", MOBILE, NOW + timedelta(hours=1), "", "b")
    assert [row.conversation for row in to_ring(session)] == ["web:b", "web:a"]
