"""One budget a second for each carrier; conversation before bulk."""

from __future__ import annotations

import pytest
from pyrate_limiter import InMemoryBucket, RedisBucket

from bot.delivery import rates as module
from bot.delivery.rates import Rates
from bot.delivery.tables import Route
from tests.conftest import forget_settings
from tests.fakes.clock import Clock
from tests.gateway.test_wire import redis_url  # noqa: F401

RATE = 40
BULK = int(RATE * 0.8)
AT_ONCE = 4
"""Senders of one process that wait for the budget at the same time."""


@pytest.fixture
def clock(monkeypatch):
    """The clock of everything that waits for a budget."""
    made = Clock()
    for name in ("time", "asyncio"):
        monkeypatch.setattr(module, name, made)
    for bucket in (InMemoryBucket, RedisBucket):
        monkeypatch.setattr(bucket, "now", lambda self: int(made.time() * 1000))
    return made


@pytest.fixture(params=["memory", "redis"])
def kept(request, database, monkeypatch):
    """In this process, or in a real Redis."""
    monkeypatch.setenv("SMS_RATE", str(RATE))
    if request.param == "redis":
        monkeypatch.setenv("REDIS_URL", request.getfixturevalue("redis_url"))
    forget_settings()
    return request.param


@pytest.fixture
async def make_rates(kept):
    """The rates of one process; all are closed at the end."""
    made = []

    def make():
        made.append(Rates())
        return made[-1]

    yield make
    for rates in made:
        await rates.close()


def senders(clock, rates, seconds, taken, **more):
    """What sends as much as it may for so long; notes in `taken` when each message left."""
    end = clock.time() + seconds

    async def go_on():
        while clock.time() < end:
            await rates.take(Route.SMS, **more)
            if clock.time() < end:
                taken.append(clock.time())

    return [go_on() for _ in range(AT_ONCE)]


async def count(clock, rates, seconds, **more):
    """How many may leave in that time."""
    taken = []
    await clock.run(*senders(clock, rates, seconds, taken, **more))
    return len(taken)


async def later(clock, seconds, work):
    await clock.sleep(seconds)
    return await work


async def test_bulk_leaves_room_and_conversations_have_all_of_it(clock, make_rates):
    assert await count(clock, make_rates(), 0.9, bulk=True) == BULK
    await clock.run(clock.sleep(1.1))
    assert await count(clock, make_rates(), 0.9) == RATE


async def test_over_many_seconds_no_window_is_overfilled(clock, make_rates):
    rates, taken = make_rates(), []
    await clock.run(*senders(clock, rates, 5, taken, bulk=True))
    assert 4 * BULK < len(taken) <= 5 * BULK
    assert all(late - soon >= 0.999 for soon, late in zip(taken, taken[BULK:], strict=False))


async def test_a_reply_never_waits_behind_bulk(clock, make_rates):
    rates, waits = make_rates(), []

    async def reply():
        for _ in range(RATE - BULK):
            began = clock.time()
            await rates.take(Route.SMS)
            waits.append(clock.time() - began)

    bulk = senders(clock, rates, 2.0, [], bulk=True)
    await clock.run(*bulk, later(clock, 0.8, reply()))
    assert waits == [0.0] * (RATE - BULK)


async def test_bulk_stops_while_conversations_need_everything(clock, make_rates):
    rates, sent, talked = make_rates(), [], []
    talk = senders(clock, rates, 2.5, talked)
    bulk = senders(clock, rates, 2.0, sent, bulk=True)
    await clock.run(*talk, *(later(clock, 0.5, each) for each in bulk))
    assert len(sent) <= RATE // 4 and len(talked) > 2 * RATE


async def test_quiet_is_asked_of_bulk_only(clock, make_rates):
    rates = make_rates()
    await rates.hush(Route.SMS, 0.6)
    began = clock.time()
    await clock.run(rates.take(Route.SMS))
    assert clock.time() == began
    await clock.run(rates.take(Route.SMS, bulk=True))
    assert 0.6 <= clock.time() - began < 0.8


async def test_processes_share_what_is_in_redis(clock, make_rates, kept):
    first, second, taken = make_rates(), make_rates(), []
    both = [senders(clock, each, 0.9, taken) for each in (first, second)]
    await clock.run(*both[0], *both[1])
    assert len(taken) == (RATE if kept == "redis" else 2 * RATE)
    began = clock.time()
    await first.hush(Route.SMS, 60)
    await clock.run(second.take(Route.SMS, bulk=True))
    assert (clock.time() - began >= 60) is (kept == "redis")


async def test_no_limit_is_no_limit(clock, make_rates, monkeypatch):
    monkeypatch.setenv("SMS_RATE", "0")
    forget_settings()
    rates, began = make_rates(), clock.time()
    for _ in range(RATE * 5):
        await rates.take(Route.SMS, bulk=True)
    assert clock.time() == began
