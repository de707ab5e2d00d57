"""Who works on what, where several gateways share one PostgreSQL.

A lease is an advisory lock of a connection that its holder keeps open: taken in one statement,
gone the moment the process dies, and nothing is written for it. The holder of a lease on a
conversation is alone in asking Rasa for it, and so keeps the order of its messages. On SQLite there
is one gateway: nothing is asked, everything is its own.

Why not a column with a date: docs/decisions/several-gateways.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql import Select

from bot.database import engine

GRACE_SECONDS = 3.0
"""What a worker in work may take to finish when its gateway is stopped."""
_PREPARE = (
    # A machine that vanished is noticed by the server within about ten seconds.
    "SET tcp_keepalives_idle = 4",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    "SET application_name = 'mushtarik leases'",
)


class LeasesLost(Exception):
    """The connection broke, and with it went every lease: stop what is in work, then go on."""


class Leases:
    """The leases of one worker, on a connection of their own; for the event loop."""

    def __init__(self, kind: str) -> None:
        """`kind` keeps apart what different workers take."""
        self._kind = kind
        self._connection: Connection | None = None
        self._one_at_a_time = CapacityLimiter(1)

    @property
    def needed(self) -> bool:
        """Whether anybody else may be working on the same database."""
        return bool(engine().dialect.name == "postgresql")

    async def take(self, names: Select, limit: int) -> list[str]:
        """Lease up to `limit` of the names that a SELECT of one column gives, in its order.

        What others hold is passed over. What the caller holds already must not be among them.

        Raises:
            LeasesLost: nothing was taken, and what was held is held no more.
        """
        due = names.cte("due").prefix_with("MATERIALIZED")
        (name,) = due.c
        # Evaluated row by row until the limit is reached: nothing is locked that is not returned.
        statement = select(name).where(func.pg_try_advisory_lock(self._key(name))).limit(limit)
        return list(await self._run(statement))

    async def take_one(self, name: str) -> bool:
        """Lease this name, unless somebody has it. Raises LeasesLost as `take` does."""
        (taken,) = await self._run(select(func.pg_try_advisory_lock(self._key(name))))
        return bool(taken)

    async def give_back(self, names: Collection[str]) -> None:
        """Let others take these. Raises LeasesLost as `take` does."""
        if names and self.needed:
            await self._run(select(*(func.pg_advisory_unlock(self._key(name)) for name in names)))

    async def check(self) -> None:
        """Whether the leases still stand. Raises LeasesLost if they do not."""
        if self.needed:
            await self._run(select(1))

    async def close(self) -> None:
        """Give everything back at once; the server may notice a closed connection later."""
        if self._connection is not None:
            with suppress(LeasesLost):
                await self._run(select(func.pg_advisory_unlock_all()))
        await run_sync(self._drop, limiter=self._one_at_a_time)

    def _key(self, name: Any) -> Any:
        return func.hashtextextended(func.concat(f"{self._kind} ", name), 0)

    async def _run(self, statement: Select) -> list[Any]:
        return await run_sync(self._execute, statement, limiter=self._one_at_a_time)

    def _execute(self, statement: Select) -> list[Any]:
        try:
            if self._connection is None:
                self._connection = _connect()
            return list(self._connection.execute(statement).scalars())
        except SQLAlchemyError as error:
            self._drop()
            raise LeasesLost from error

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # never back to the pool: its locks would go with it
            connection.close()


async def let_go(working: Iterable[asyncio.Task[None]], grace: float = 0.0) -> None:
    """End what is worked on, after `grace` seconds to finish; only then may others have it."""
    tasks = list(working)
    if tasks and grace:
        await asyncio.wait(tasks, timeout=grace)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _connect() -> Connection:
    connection = engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    for line in _PREPARE:
        connection.exec_driver_sql(line)
    return connection
