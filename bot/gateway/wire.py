"""What gateways tell each other at once: news and typing in a conversation.

A browser may be connected to another gateway than the one that answers. Nothing depends on it:
whoever misses something finds it in the database a second later (`bot/gateway/hub.py`). It goes by
Redis where REDIS_URL is set, else by PostgreSQL's NOTIFY; on SQLite there is nobody to tell.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

import redis.asyncio
from anyio.to_thread import run_sync

from bot.database import engine
from bot.gateway import log
from bot.sealing import fingerprint
from bot.settings import settings

NEWS, TYPING, QUIET = "news", "typing", "quiet"
_WAITING = 2000
"""What may wait to be told; beyond it the oldest is dropped, and found by looking."""
_AT_ONCE = 50
"""A NOTIFY holds 8000 bytes; a conversation's key at most 80."""
_AGAIN_SECONDS = 2.0
_GATHER_SECONDS = 0.02
"""What happens together is told together: a turn's news and its typing sign."""

Heard = Callable[[str, str], None]
"""`heard(what, conversation)`, on the event loop."""


class Line(Protocol):
    """An open connection to the others."""

    async def send(self, words: str) -> None:
        """Tell everybody on the channel, us too."""

    async def receive(self) -> str:
        """What was told next."""


class Wire:
    """Tells the other gateways, and hears them."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._me = secrets.token_hex(4)
        self._waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue(_WAITING)

    @property
    def needed(self) -> bool:
        """Whether there can be others."""
        return bool(settings().redis_url) or engine().dialect.name == "postgresql"

    def tell(self, what: str, conversation: str) -> None:
        """Tell the others, soon and without waiting."""
        if not self.needed:
            return
        if self._waiting.full():
            self._waiting.get_nowait()
        self._waiting.put_nowait((what, conversation))

    async def run(self) -> None:
        """Tell and hear until cancelled; a line that breaks is opened again."""
        while self.needed:
            try:
                async with _open_line() as line:
                    await _first_to_fail(self._send(line), self._receive(line))
            except Exception as error:  # Redis or the database is away: pages look by themselves
                log.failed("wire.broke", error)
            await asyncio.sleep(_AGAIN_SECONDS)
        await asyncio.Event().wait()

    async def _send(self, line: Line) -> None:
        while True:
            told = [await self._waiting.get()]
            await asyncio.sleep(_GATHER_SECONDS)
            while not self._waiting.empty() and len(told) < _AT_ONCE:
                told.append(self._waiting.get_nowait())
            await line.send(json.dumps([self._me, told]))

    async def _receive(self, line: Line) -> None:
        while True:
            who, told = json.loads(await line.receive())
            if who != self._me:
                for what, conversation in told:
                    self._heard(what, conversation)


async def _first_to_fail(*work: Any) -> None:
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _channel() -> str:
    """Another key, another channel: installations that share a Redis do not hear each other."""
    return f"mushtarik_{fingerprint('wire', 'channel')[:16]}"


@asynccontextmanager
async def _open_line() -> AsyncIterator[Line]:
    url = settings().redis_url
    if not url:
        line = _PostgresLine(*await run_sync(_two_connections))
        with line:
            yield line
        return
    client = redis.asyncio.from_url(url, health_check_interval=10, socket_connect_timeout=5)
    try:
        async with client.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(_channel())
            yield _RedisLine(client, heard)
    finally:
        await client.close(close_connection_pool=True)


class _RedisLine:
    def __init__(self, client: Any, heard: Any) -> None:
        self._client = client
        self._heard = heard

    async def send(self, words: str) -> None:
        await self._client.publish(_channel(), words)

    async def receive(self) -> str:
        while True:
            message = await self._heard.get_message(timeout=30)
            if message is not None:
                return str(message["data"].decode())


def _two_connections() -> tuple[Any, Any]:
    """One that hears the channel and one to tell by, taken out of the pool for good."""
    hearing, telling = _connection(), _connection()
    hearing.cursor().execute(f"LISTEN {_channel()}")
    return hearing, telling


def _connection() -> Any:
    connection = engine().raw_connection()
    connection.detach()
    connection.rollback()
    connection.dbapi_connection.autocommit = True
    return connection


class _PostgresLine:
    """Hears as soon as the server says something, and tells in a thread."""

    def __init__(self, hearing: Any, telling: Any) -> None:
        self._open = (hearing, telling)  # they are closed when they are forgotten
        self._hearing, self._telling = (each.dbapi_connection for each in self._open)
        self._stirred = asyncio.Event()

    def __enter__(self) -> None:
        self._socket = self._hearing.fileno()
        asyncio.get_running_loop().add_reader(self._socket, self._stirred.set)

    def __exit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        for each in self._open:
            each.close()

    async def send(self, words: str) -> None:
        await run_sync(self._notify, words)

    def _notify(self, words: str) -> None:
        self._telling.cursor().execute("SELECT pg_notify(%s, %s)", (_channel(), words))

    async def receive(self) -> str:
        while not self._hearing.notifies:
            await self._stirred.wait()
            self._stirred.clear()
            self._hearing.poll()
        return str(self._hearing.notifies.pop(0).payload)
