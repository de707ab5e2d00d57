"""Database work off the event loop.

SQLAlchemy 1.4 sessions block, and a SQLite writer may wait for another one, so every call runs in
a worker thread: a slow disk slows that call and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

from bot.database import engine, reading, transaction

Result = TypeVar("Result")

_WRITERS_ON_A_SERVER = 8
_writers: RunVar[CapacityLimiter] = RunVar("writers")


def _write_limiter() -> CapacityLimiter:
    """SQLite has one writer: queueing here is fair and at once, while its own waiting is a sleep
    of up to a tenth of a second that the next comer may overtake."""
    try:
        return _writers.get()
    except LookupError:
        sqlite = engine().dialect.name == "sqlite"
        limiter = CapacityLimiter(1 if sqlite else _WRITERS_ON_A_SERVER)
        _writers.set(limiter)
        return limiter


async def write(function: Callable[..., Result], *args: Any) -> Result:
    """`function(session, *args)` in one transaction: all of its writes, or none."""

    def work() -> Result:
        with transaction() as session:
            return function(session, *args)

    return await run_sync(work, limiter=_write_limiter())


async def read(function: Callable[..., Result], *args: Any) -> Result:
    """`function(session, *args)` with a session that takes no write lock."""

    def work() -> Result:
        with reading() as session:
            return function(session, *args)

    return await run_sync(work)
