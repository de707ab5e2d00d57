"""The stream's worker: publishes what was noted, in its order, and forgets it once Kafka has it.

At least once: a worker that is killed between the acknowledgement and the deletion publishes that
batch again, each event under the same id. On PostgreSQL only the holder of one lease publishes; on
SQLite the holder of a locked file.
"""

from __future__ import annotations

import asyncio
import fcntl
import signal
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from anyio.to_thread import run_sync
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from bot.events.tables import StreamEvent
from bot.gateway import log
from bot.gateway.leases import Leases, LeasesLost
from bot.settings import settings
from bot.stream.kafka import NotPublished, Publisher
from bot.stream.records import records_of

BATCH = 500
IDLE_SECONDS = 1.0
"""How often it looks while there is nothing, and how long it waits after a refusal."""
_NAME = "stream"
_rows = StreamEvent.__table__.c


class Elsewhere(Exception):
    """Another process publishes."""


@contextmanager
def _alone_on_sqlite() -> Iterator[None]:
    path = settings().var_dir / "stream.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Elsewhere from error
        yield


def _oldest(session: Session, limit: int) -> list[StreamEvent]:
    query = select(StreamEvent).order_by(_rows.id).limit(limit)
    return list(session.execute(query).scalars())


def _forget(rows: Collection[int]) -> None:
    with transaction() as session:
        session.execute(
            delete(StreamEvent)
            .where(_rows.id.in_(list(rows)))
            .execution_options(synchronize_session=False)
        )


class Stream:
    """Publishes until `stop` is set."""

    def __init__(self, stop: threading.Event, batch: int = BATCH) -> None:
        """`batch`: events that are published and forgotten together."""
        self._stop, self._batch = stop, batch
        self._publisher = Publisher(stop)
        self._leases = Leases(_NAME)

    async def run(self) -> None:
        """Work until stopped; what is not acknowledged then is published at the next start."""
        try:
            while not self._stop.is_set():
                if not await self._try():
                    await run_sync(self._stop.wait, IDLE_SECONDS)
        finally:
            await self._leases.close()

    async def _try(self) -> bool:
        try:
            return await self._while_ours()
        except NotPublished as error:
            log.warn("stream.refused", error=str(error))
        except Elsewhere:
            pass
        except (SQLAlchemyError, LeasesLost) as error:  # the rows are still there
            log.failed("stream.look", error)
        return False

    async def _while_ours(self) -> bool:
        if not self._leases.needed:
            with _alone_on_sqlite():
                return await run_sync(self.publish_some)
        if not await self._leases.take_one(_NAME):
            raise Elsewhere
        try:
            return await run_sync(self.publish_some)
        finally:
            await self._leases.give_back([_NAME])

    def publish_some(self) -> bool:
        """Publish one batch; whether there was anything. Raises NotPublished."""
        with reading() as session:
            rows = _oldest(session, self._batch)
            records = records_of(session, rows)
        if not rows:
            return False
        sent, refused = self._publisher.publish(records)
        if refused:
            log.warn("stream.never_taken", rows=sorted(refused))
        erased = {row.id for row in rows} - {one.row for one in records}
        _forget(sent | refused | erased)
        return bool(sent or refused or erased)


def run(batch: int) -> int:
    """Publish until a signal comes."""
    log.setup_logging()
    stop = threading.Event()
    stream = Stream(stop, batch)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.info("stream.started", brokers=settings().kafka_brokers)
    asyncio.run(stream.run())
    log.info("stream.ended")
    return 0
