"""One-time codes: their life, their limits, and their silence about unknown accounts."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.delivery.tables import OutboxMessage
from bot.identity.codes import Check, Sending, check_code, has_live_code, send_code
from bot.identity.tables import VerificationCode

MOBILE = "+966500000002"
PURPOSE = f"mobile:{MOBILE}"


@pytest.fixture
def clock():
    """A clock that the test moves."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def newest(session: Session) -> str:
    row = session.execute(select(OutboxMessage).order_by(OutboxMessage.id.desc())).scalars().first()
    assert row is not None
    found = re.search(r"\d{6}", json.loads(row.body)["text"])
    assert found
    return found.group()


def send(session: Session, message: str = "m1", target: str | None = MOBILE, who: str = "web:1"):
    return send_code(session, who, PURPOSE, target, message)


def check(session: Session, digits: str, message: str = "m2") -> Check:
    return check_code(session, "web:1", PURPOSE, digits, message)


def test_the_right_code_counts_once(session, clock):
    assert send(session).sending is Sending.SENT
    code = newest(session)
    assert check(session, code, "m2") is Check.RIGHT
    assert check(session, code, "m3") is Check.EXPIRED


def test_the_message_that_used_it_is_right_again_after_a_crash(session, clock):
    send(session)
    code = newest(session)
    assert check(session, code, "m2") is check(session, code, "m2") is Check.RIGHT


def test_the_same_message_sends_one_code(session, clock):
    send(session)
    send(session)
    assert len(session.execute(select(VerificationCode)).scalars().all()) == 1
    assert len(session.execute(select(OutboxMessage)).scalars().all()) == 1


def test_a_code_dies_after_five_minutes(session, clock):
    send(session)
    code = newest(session)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert not has_live_code(session, "web:1", PURPOSE)
    assert check(session, code) is Check.EXPIRED


def test_five_wrong_tries_end_it_even_for_the_right_code(session, clock):
    send(session)
    code = newest(session)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    outcomes = [check(session, wrong, f"t{i}") for i in range(5)]
    assert outcomes == [Check.WRONG] * 4 + [Check.EXHAUSTED]
    assert check(session, code) is Check.EXHAUSTED


def test_a_new_code_replaces_the_old_one(session, clock):
    send(session, "m1")
    old = newest(session)
    clock.shift(timedelta(seconds=31))
    send(session, "m2")
    fresh = newest(session)
    if old != fresh:  # one time in a million they are equal
        assert check(session, old, "m3") is Check.WRONG
    assert check(session, fresh, "m4") is Check.RIGHT


def test_waits_grow_and_five_an_hour_is_the_end(session, clock):
    waits = []
    for number in range(5):
        assert send(session, f"m{number}").sending is Sending.SENT
        refused = send(session, f"too soon {number}")
        waits.append((refused.sending, refused.seconds))
        clock.shift(timedelta(seconds=121))
    assert [w for _, w in waits[:4]] == [30, 60, 120, 120]
    assert waits[4][0] is Sending.LIMIT
    assert send(session, "sixth").sending is Sending.LIMIT
    clock.shift(timedelta(hours=1))
    assert send(session, "next hour").sending is Sending.SENT


def test_many_conversations_cannot_flood_one_mobile(session, clock):
    sendings = [send(session, f"m{i}", who=f"web:{i}").sending for i in range(6)]
    assert sendings == [Sending.SENT] * 5 + [Sending.LIMIT]


def test_nobody_on_file_looks_the_same_and_no_digits_fit(session, clock):
    assert send(session, target=None) == send(session, "other", who="web:2")
    rows = session.execute(select(VerificationCode)).scalars().all()
    assert len(session.execute(select(OutboxMessage)).scalars().all()) == 1
    assert {check(session, f"{n:06d}", f"t{n}") for n in range(4)} == {Check.WRONG}
    assert rows[0].target.startswith("nobody:")


def test_only_a_keyed_hash_is_kept(session, clock):
    send(session)
    row = session.execute(select(VerificationCode)).scalar_one()
    assert newest(session) not in row.code_hash and len(row.code_hash) == 64
