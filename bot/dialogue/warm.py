"""The first message is answered as fast as the tenth: what is loaded lazily is loaded beforehand.

Places and facts are read from their files when first used, the mobile numbering plan and the
database's connections likewise. Together that took up to a second of the first turn after a start.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid

from rasa.core.channels.channel import UserMessage
from sqlalchemy import select

from bot.database import reading
from bot.dialogue.processor import StrictProcessor
from bot.facts import facts

logger = logging.getLogger(__name__)

_MESSAGE = "كم فاتورة يوليو؟ حي النسيم بالرياض، جوالي 0551234567"
"""Holds a month, a place and a mobile, so that each of their readers is used once."""


async def warm_up(processor: StrictProcessor) -> None:
    """Read a message, the facts and both databases once. Nothing is saved.

    Raises:
        SQLAlchemyError: a database does not answer; a message would not be answered either.
    """
    started = time.perf_counter()
    nobody = f"warm-up:{uuid.uuid4().hex}"
    await processor.parse_message(UserMessage(_MESSAGE, sender_id=nobody))
    await processor.tracker_store.retrieve(nobody)
    facts()
    with reading() as session:
        session.execute(select(1))
    logger.info("Warmed up in %.0f ms.", (time.perf_counter() - started) * 1000)


class WarmUp:
    """Warms each loaded model up once, however many ask whether it is ready."""

    def __init__(self) -> None:
        self._order = asyncio.Lock()
        self._done: StrictProcessor | None = None

    async def of(self, processor: StrictProcessor) -> None:
        """Return when `processor` is warm. Raises as `warm_up`; the next call tries again."""
        async with self._order:
            if self._done is not processor:
                await warm_up(processor)
                self._done = processor
