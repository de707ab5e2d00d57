"""Work on what is due in a table: several things at once, each in the hands of one gateway.

Of several gateways on one database only the one that has the lease of a name works on it, and so
what bears one name (a conversation, a letter) is done in order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from anyio import move_on_after
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.gateway import log
from bot.gateway.leases import GRACE_SECONDS, Leases, LeasesLost, let_go
from bot.gateway.storage import read

IDLE_SECONDS = 1.0
"""How often the table is looked at without being woken: other processes write to it too."""

Item = TypeVar("Item")
Busy = Collection[str]
"""Names of what is in work already."""


@dataclass(frozen=True)
class Due(Generic[Item]):
    """What is due in a table, and by which name a thing of it is leased."""

    names: Callable[[Busy], Select]
    """The names of all that is due and not busy, the most urgent first."""
    rows: Callable[[Session, int, Busy, Busy | None], list[Item]]
    """So many things to do now that are not busy, one of a name at the most; of these names only,
    where some are given."""
    name: Callable[[Item], str]


class DueWork(Generic[Item]):
    """Does what is due, until it is cancelled."""

    def __init__(
        self,
        kind: str,
        due: Due[Item],
        do: Callable[[Item], Awaitable[None]],
        concurrency: int,
    ) -> None:
        """`kind` keeps its leases and its log lines apart from others; `do` never raises."""
        self._kind = kind
        self._due = due
        self._do = do
        self._concurrency = concurrency
        self._wake = asyncio.Event()
        self._leases = Leases(kind)
        self._busy: dict[str, asyncio.Task[None]] = {}

    @property
    def busy(self) -> Busy:
        """What is in work."""
        return tuple(self._busy)

    def wake(self) -> None:
        """Something was stored: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; what cannot be finished then is still due at the next start."""
        try:
            while True:
                self._wake.clear()
                try:
                    await self._start_due()
                except Exception as error:  # the database hiccups: the rows are still there
                    log.failed(f"{self._kind}.look", error)
                # Not asyncio.wait_for: Python 3.10's may swallow the cancel that ends the worker.
                with move_on_after(IDLE_SECONDS):
                    await self._wake.wait()
        finally:
            await let_go(self._busy.values(), GRACE_SECONDS)
            await self._leases.close()

    async def _start_due(self) -> None:
        free = self._concurrency - len(self._busy)
        if free <= 0:
            return
        try:
            due = await self._lease_due(free)
        except LeasesLost:
            await let_go(self._busy.values())
            raise
        for item in due:
            name = self._due.name(item)
            self._busy[name] = asyncio.create_task(self._do_leased(item, name))
            self._busy[name].add_done_callback(partial(self._done, name))

    async def _lease_due(self, free: int) -> list[Item]:
        if not self._leases.needed:
            return await read(self._due.rows, free, self.busy, None)
        mine = await self._leases.take(self._due.names(self.busy), free)
        if not mine:
            return []
        # Looked at again: what we leased may have been done since the first look.
        due = await read(self._due.rows, free, self.busy, mine)
        await self._leases.give_back(set(mine) - {self._due.name(item) for item in due})
        return due

    async def _do_leased(self, item: Item, name: str) -> None:
        try:
            await self._do(item)
        finally:
            try:
                await self._leases.give_back([name])
            except LeasesLost as error:  # the next look ends the others
                log.failed(f"{self._kind}.leases", error)

    def _done(self, name: str, _task: asyncio.Task[None]) -> None:
        self._busy.pop(name, None)
        self.wake()
