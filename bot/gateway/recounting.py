"""Counts for the console that are made beside, see `bot/numbers/cities.py`."""

from __future__ import annotations

import asyncio

from bot.gateway import log
from bot.gateway.storage import read, write
from bot.numbers import cities

LOOK_SECONDS = 60.0


async def recount() -> None:
    """Count anew what is stale; counting holds no lock, only keeping it does."""
    if await read(cities.is_stale):
        await write(cities.keep, await read(cities.count))


async def watch() -> None:
    """Do so until cancelled."""
    while True:
        try:
            await recount()
        except Exception as error:  # a database that hiccups must not end the watch
            log.failed("numbers.cities", error)
        await asyncio.sleep(LOOK_SECONDS)
