"""Pages are woken for what they have not read, whoever wrote it."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import now
from bot.database import transaction
from bot.gateway import hub
from bot.gateway.hub import Hub
from bot.transcripts.record import ensure_conversation, record_bot_message

pytestmark = pytest.mark.database
READ, UNREAD = f"web:{'a' * 24}", f"web:{'b' * 24}"


async def test_a_page_that_has_read_all_is_not_woken(database, monkeypatch):
    with transaction() as session:
        for key in (READ, UNREAD):
            owner = ensure_conversation(session, key)
            record_bot_message(session, owner, {"text": "رجعت الكهرباء"}, None)
            assert owner.last_activity <= now()
    looks = asyncio.Semaphore(0)
    look = hub.read

    async def counted(*arguments):
        found = await look(*arguments)
        looks.release()
        return found

    monkeypatch.setattr(hub, "read", counted)
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.01)
    pages = Hub()
    with pages.listen(READ) as up_to_date, pages.listen(UNREAD) as behind:
        up_to_date.news = behind.news = False
        up_to_date.seen = 1
        watching = asyncio.create_task(pages.watch())
        await behind.stirred.wait()
        for _ in range(2):
            await looks.acquire()
        watching.cancel()
        assert behind.news
        assert not up_to_date.news
        assert not up_to_date.stirred.is_set()
