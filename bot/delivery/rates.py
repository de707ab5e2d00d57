"""How fast each carrier is used: one budget a bot token or provider, conversation before bulk.

What leaves in a conversation and what a campaign sends are counted in one window of a second. A
campaign may fill four fifths of it, and is silent while a reply finds the window full; so a reply
does not wait behind bulk. In one process the window is in its memory; with REDIS_URL it is in
Redis, and all processes share it.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from inspect import isawaitable
from typing import Any, cast

from pyrate_limiter import AbstractBucket, Duration, InMemoryBucket, Rate, RateItem, RedisBucket

from bot.delivery.tables import Route
from bot.settings import settings

_BULK_SHARE = 0.8
_TRIM_EVERY = 50
"""Calls after which what has left the window is forgotten."""
_REPLY_WAITS = 1.2
"""Seconds of silence that a reply asks for: a little more than the window."""
_ASK_AGAIN = 0.1
"""Seconds after which Redis is asked again whether bulk is to be silent."""
_SOONEST, _LATEST = 0.005, 1.0


def limit_of(route: Route) -> int:
    """Messages a second; 0: no limit (a web page is written to by the database)."""
    return {
        Route.TELEGRAM: settings().telegram_rate,
        Route.SMS: settings().sms_rate,
        Route.EMAIL: settings().mail_rate,
        Route.WEB: 0,
    }[route]


def _provider(route: Route) -> str:
    """Names who is paid for it, without telling a token to Redis."""
    whose = {
        Route.TELEGRAM: settings().telegram_token,
        Route.SMS: settings().sms_provider_url,
        Route.EMAIL: settings().smtp_url,
    }.get(route)
    return f"{route.value}:{hashlib.sha256((whose or '').encode()).hexdigest()[:16]}"


class Rates:
    """The budgets of this process, or its part of the shared ones. For the event loop."""

    def __init__(self) -> None:
        self._redis: Any = None
        self._buckets: dict[tuple[Route, bool], AbstractBucket] = {}
        self._quiet: dict[Route, float] = {}
        """Until when bulk is silent, as seconds since 1970."""
        self._asked: dict[Route, float] = {}
        """When Redis was last asked about that."""
        self._calls = 0

    async def take(self, route: Route, *, bulk: bool = False) -> None:
        """Wait until one more message may leave.

        A reply that finds the budget used up asks all bulk for silence until it has left; `bulk`
        keeps silent then, and while the carrier wants it (`hush`).
        """
        while True:
            wait = await self._silence(route) if bulk else 0.0
            if not wait and limit_of(route):
                wait = await self._try(route, bulk)
                if wait and not bulk:
                    await self._ask_for_silence(route, _REPLY_WAITS, "wanted")
            if not wait:
                return
            await asyncio.sleep(wait * random.uniform(1.0, 1.1))

    async def _try(self, route: Route, bulk: bool) -> float:
        """0 if it may leave now, else seconds until it is worth asking again."""
        bucket = await self._bucket(route, bulk)
        moment = await _result(cast(Any, bucket).now())
        self._calls += 1
        if self._calls % _TRIM_EVERY == 0:
            await _result(bucket.leak(moment))
        item = RateItem(route.value, moment)
        if await _result(bucket.put(item)):
            return 0.0
        wait = await _result(bucket.waiting(item))
        return min(max(wait / 1000, _SOONEST), _LATEST)

    async def hush(self, route: Route, seconds: float) -> None:
        """The carrier asked for quiet: no bulk by anybody until then."""
        await self._ask_for_silence(route, seconds, "hush")

    async def _ask_for_silence(self, route: Route, seconds: float, why: str) -> None:
        until = time.time() + seconds
        self._quiet[route] = max(until, self._quiet.get(route, 0.0))
        if settings().redis_url:
            key, milliseconds = f"{why}:{_provider(route)}", max(int(seconds * 1000), 1)
            await self._client().set(key, until, px=milliseconds)

    async def _silence(self, route: Route) -> float:
        """Seconds that bulk is silent yet."""
        moment = time.time()
        if settings().redis_url and moment - self._asked.get(route, 0.0) > _ASK_AGAIN:
            self._asked[route] = moment
            keys = [f"{why}:{_provider(route)}" for why in ("wanted", "hush")]
            said = await self._client().mget(keys)
            self._quiet[route] = max(self._quiet.get(route, 0.0), *(float(t or 0) for t in said))
        return max(min(self._quiet.get(route, 0.0) - moment, _LATEST), 0.0)

    async def _bucket(self, route: Route, bulk: bool) -> AbstractBucket:
        found = self._buckets.get((route, bulk))
        if found is None:
            found = self._buckets[route, bulk] = await self._make(route, bulk)
        return found

    async def _make(self, route: Route, bulk: bool) -> AbstractBucket:
        limit = limit_of(route)
        allowed = max(int(limit * _BULK_SHARE), 1) if bulk else limit
        rates = [Rate(allowed, Duration.SECOND)]
        if settings().redis_url:
            key = f"rate:{_provider(route)}"
            return await _result(RedisBucket.init(rates, self._client(), key))
        bucket = InMemoryBucket(rates)
        other = self._buckets.get((route, not bulk))
        if isinstance(other, InMemoryBucket):
            bucket.items = other.items  # one window for both
        return bucket

    def _client(self) -> Any:
        if self._redis is None:
            from redis.asyncio import Redis

            self._redis = Redis.from_url(settings().redis_url)
        return self._redis

    async def close(self) -> None:
        """Let the connection go."""
        if self._redis is not None:
            await self._redis.close(close_connection_pool=True)


async def _result(value: Any) -> Any:
    return await value if isawaitable(value) else value
