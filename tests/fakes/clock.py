"""A clock for what waits by `asyncio.sleep`: it goes on only while everybody sleeps.

However slow the machine is, a second on this clock is a second: work takes no time on it.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable
from typing import Any


class Clock:
    """Stands for the modules `time` and `asyncio` of what is tested."""

    def __init__(self, now: float = 1_000_000_000.0) -> None:
        self._now = now
        self._awake = 0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def time(self) -> float:
        """Seconds since 1970."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Only for what `run` runs."""
        wakes: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), wakes))
        self._rest()
        await wakes

    async def run(self, *work: Awaitable[Any]) -> list[Any]:
        """All of it at once, to its end; what it gave."""
        self._awake += len(work)
        return await asyncio.gather(*(self._until_done(each) for each in work))

    async def _until_done(self, work: Awaitable[Any]) -> Any:
        try:
            return await work
        finally:
            self._rest()

    def _rest(self) -> None:
        self._awake -= 1
        if self._awake == 0 and self._sleepers:
            self._now, _, wakes = heapq.heappop(self._sleepers)
            self._awake = 1
            wakes.set_result(None)
