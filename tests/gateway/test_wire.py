"""What gateways tell each other, through real PostgreSQL and real Redis."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from bot.gateway.wire import NEWS, Wire
from tests.conftest import POSTGRES
from tests.fakes.serving import free_port, wait_until
from tests.gateway.conftest import Setenv


@pytest.fixture
def redis_url(tmp_path) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        import redis

        wait_until(lambda: _pings(redis.Redis(port=port)), what="Redis")
        yield f"redis://127.0.0.1:{port}/0"
        server.kill()


def _pings(client) -> bool:
    import redis

    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


async def _told(count: int) -> list[tuple[str, str]]:
    """What a second gateway hears of `count` pieces of news that a first one tells."""
    heard: list[tuple[str, str]] = []
    own: list[tuple[str, str]] = []
    first = Wire(lambda *news: own.append(news))
    second = Wire(lambda *news: heard.append(news))
    running = [asyncio.create_task(wire.run()) for wire in (first, second)]
    try:
        while not heard:  # until both lines are open
            first.tell(NEWS, WARM)
            await asyncio.sleep(0.05)
        for number in range(count):
            first.tell(NEWS, f"web:{number:060}")
        first.tell(NEWS, LAST)
        while (NEWS, LAST) not in heard:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    assert own == []  # nobody hears themselves
    return [news for news in heard if news[1] not in (WARM, LAST)]


WARM, LAST = "web:warm", "web:last"
EXPECTED = [(NEWS, f"web:{number:060}") for number in range(300)]


@pytest.mark.skipif(POSTGRES is None, reason="needs PostgreSQL")
async def test_by_postgresql(database: None) -> None:
    assert await asyncio.wait_for(_told(300), 60) == EXPECTED


async def test_by_redis(setenv: Setenv, redis_url: str) -> None:
    setenv(REDIS_URL=redis_url)
    assert await asyncio.wait_for(_told(300), 60) == EXPECTED


@pytest.mark.skipif(POSTGRES is not None, reason="SQLite only")
async def test_on_sqlite_there_is_nobody(database: None) -> None:
    wire = Wire(lambda what, conversation: None)
    wire.tell(NEWS, "web:1")
    assert not wire.needed
    assert wire._waiting.empty()
