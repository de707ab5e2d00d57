"""Database work off the event loop.

SQLAlchemy 1.4 sessions block, and a SQLite writer may wait for another one, so every call runs in
a worker thread: a slow disk slows that call and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from anyio.to_thread import run_sync

from bot.database import reading, transaction

Result = TypeVar("Result")


async def write(function: Callable[..., Result], *args: Any) -> Result:
    """`function(session, *args)` in one transaction: all of its writes, or none."""

    def work() -> Result:
        with transaction() as session:
            return function(session, *args)

    return await run_sync(work)


async def read(function: Callable[..., Result], *args: Any) -> Result:
    """`function(session, *args)` with a session that takes no write lock."""

    def work() -> Result:
        with reading() as session:
            return function(session, *args)

    return await run_sync(work)
