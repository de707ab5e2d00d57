"""One budget a second for each carrier; conversation before bulk."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.notices.rates import Rates
from bot.notices.tables import Route
from tests.conftest import forget_settings
from tests.gateway.test_wire import redis_url  # noqa: F401

RATE = 40
BULK = int(RATE * 0.8)


@pytest.fixture(params=["memory", "redis"])
def kept(request, database, monkeypatch):
    """In this process, or in a real Redis."""
    monkeypatch.setenv("SMS_RATE", str(RATE))
    if request.param == "redis":
        monkeypatch.setenv("REDIS_URL", request.getfixturevalue("redis_url"))
    forget_settings()
    return request.param


async def count(rates, seconds, **more):
    """How many may leave in that time."""
    taken = 0
    end = time.monotonic() + seconds

    async def go_on():
        nonlocal taken
        # Redis' client may swallow a cancellation that comes with its answer: so the clock too.
        while time.monotonic() < end:
            await rates.take(Route.SMS, **more)
            taken += 1
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(go_on()) for _ in range(4)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(e is None or isinstance(e, asyncio.CancelledError) for e in ends), ends
    return taken


async def test_bulk_leaves_room_and_conversations_have_all_of_it(kept):
    bulk, talk = Rates(), Rates()
    assert await count(bulk, 0.9, bulk=True) in range(BULK // 2, BULK + 1)
    await asyncio.sleep(1.1)
    assert await count(talk, 0.9) in range(RATE // 2, RATE + 1)
    await bulk.close()
    await talk.close()


async def test_a_reply_never_waits_behind_bulk(kept):
    rates = Rates()
    running = asyncio.create_task(count(rates, 2.0, bulk=True))
    await asyncio.sleep(0.8)
    longest = 0.0
    for _ in range(5):
        began = time.monotonic()
        await rates.take(Route.SMS)
        longest = max(longest, time.monotonic() - began)
    assert longest < 0.25
    await running
    await rates.close()


async def test_bulk_stops_while_conversations_need_everything(kept):
    rates = Rates()
    talking = asyncio.create_task(count(rates, 2.5))
    await asyncio.sleep(0.5)
    assert await count(rates, 1.5, bulk=True) <= RATE // 4
    await talking
    await rates.close()


async def test_quiet_is_asked_of_bulk_only(kept):
    rates = Rates()
    await rates.hush(Route.SMS, 0.6)
    began = time.monotonic()
    await rates.take(Route.SMS)
    assert time.monotonic() - began < 0.3
    await rates.take(Route.SMS, bulk=True)
    assert time.monotonic() - began >= 0.6
    await rates.close()


async def test_processes_share_what_is_in_redis(kept):
    first, second = Rates(), Rates()
    both = await asyncio.gather(count(first, 0.9), count(second, 0.9))
    whole = sum(both)
    assert whole <= RATE if kept == "redis" else whole > RATE
    await first.hush(Route.SMS, 5.0)
    if kept == "redis":
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(second.take(Route.SMS, bulk=True), 1.5)
    await first.close()
    await second.close()


async def test_no_limit_is_no_limit(kept, monkeypatch):
    monkeypatch.setenv("SMS_RATE", "0")
    forget_settings()
    rates = Rates()
    assert await count(rates, 0.9, bulk=True) > RATE * 5
    await rates.close()
