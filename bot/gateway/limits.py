"""Token buckets: how often one session, address or log-in may knock."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `per_minute`."""

    per_minute: float
    burst: int


@dataclass(frozen=True)
class Limits:
    """The limits of the public edge."""

    session: Rate = Rate(per_minute=90, burst=40)
    """Faster than anyone types or taps; a whole update at once stays below."""
    address: Rate = Rate(per_minute=6000, burst=1200)
    """Mobile operators put thousands of subscribers behind one address."""
    new_sessions: Rate = Rate(per_minute=600, burst=300)
    staff_failures: Rate = Rate(per_minute=1, burst=5)


class Limiter:
    """One bucket a key, kept in memory; the least recently used are forgotten first."""

    def __init__(self, rate: Rate, keep: int = 50_000) -> None:
        self._rate = rate
        self._keep = keep
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """Take one token: 0 if there was one, else the seconds until there is."""
        level, per_second = self._level(key), self._rate.per_minute / 60
        if level < 1:
            return math.ceil((1 - level) / per_second)
        self._put(key, level - 1)
        return 0

    def empty(self, key: str) -> bool:
        """Whether `take` would refuse; takes nothing."""
        return self._level(key) < 1

    def _level(self, key: str) -> float:
        moment = monotonic()
        level, since = self._buckets.get(key, (float(self._rate.burst), moment))
        return min(self._rate.burst, level + (moment - since) * self._rate.per_minute / 60)

    def _put(self, key: str, level: float) -> None:
        self._buckets[key] = (level, monotonic())
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keep:
            self._buckets.popitem(last=False)
