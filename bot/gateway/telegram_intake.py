"""Telegram updates on their way into the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.delivery.outbox import enqueue, notify
from bot.delivery.tables import Route
from bot.gateway import metrics
from bot.gateway.inbox import Incoming, store
from bot.gateway.limits import Limiter, Rate
from bot.gateway.outgoing import note_reachability
from bot.gateway.presses import read_press
from bot.gateway.storage import read, write
from bot.gateway.telegram_updates import (
    Aside,
    GroupChat,
    Meaning,
    Pressed,
    Reachability,
    read_update,
)
from bot.gateway.words import word
from bot.transcripts.record import ensure_conversation, find_message, record_subscriber_message

RATE = Rate(per_minute=60, burst=30)
"""A chat; generous, because what waited on Telegram's side comes all at once."""


class Intake:
    """Stores what an update means; wakes who has to do something about it."""

    def __init__(
        self,
        bot: ExtBot[Any],
        on_stored: Callable[[], None],
        on_outbox: Callable[[], None],
        crowded: Callable[[], bool],
    ) -> None:
        """`crowded`: whether others wait already, so that who writes now is told so at once."""
        self._bot = bot
        self._on_stored = on_stored
        self._on_outbox = on_outbox
        self._crowded = crowded
        self._limiter = Limiter(RATE)
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Store one update; when this returns it may be acknowledged. Repeats change nothing."""
        meaning = read_update(update)
        if isinstance(meaning, Pressed):
            meaning = await self._press(meaning)
        if isinstance(meaning, Incoming):
            meaning = self._limited(meaning)
        await self._store(meaning)

    async def _store(self, meaning: Meaning) -> None:
        if isinstance(meaning, Incoming):
            crowded = self._crowded()
            stored = await write(store, meaning, crowded)
            if stored.new:
                metrics.MESSAGES.labels("telegram", "in").inc()
            self._on_stored()
            if crowded:
                self._on_outbox()
        elif isinstance(meaning, Aside):
            await write(_store_aside, meaning)
            self._on_outbox()
        elif isinstance(meaning, GroupChat):
            await write(_store_group_word, meaning)
            self._on_outbox()
        elif isinstance(meaning, Reachability):
            await write(note_reachability, meaning.conversation, meaning.unreachable)

    async def _press(self, press: Pressed) -> Incoming | None:
        incoming = await read(read_press, press.conversation, press.external_id, press.button)
        text = None if incoming else word("old_button")
        # In the background: Telegram's spinner must not hold back the next update.
        task = asyncio.create_task(self._answer(press.query_id, text))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)
        return incoming

    async def _answer(self, query_id: str, text: str | None) -> None:
        try:
            await self._bot.answer_callback_query(query_id, text, show_alert=text is not None)
        except TelegramError:
            return  # too old to be answered; the message itself is stored

    def _limited(self, incoming: Incoming) -> Incoming | Aside:
        seconds = self._limiter.take(incoming.conversation)
        if not seconds:
            return incoming
        answer = word("too_fast", seconds=seconds)
        return Aside(incoming.conversation, incoming.external_id, incoming.shown, answer)

    async def close(self) -> None:
        """Wait for the answers on their way."""
        await asyncio.gather(*self._answers, return_exceptions=True)


def _store_aside(session: Session, aside: Aside) -> None:
    conversation = ensure_conversation(session, aside.conversation)
    conversation.unreachable = False
    if find_message(session, conversation, aside.external_id) is not None:
        return
    record_subscriber_message(session, conversation, {"text": aside.shown}, aside.external_id)
    notify(session, aside.conversation, aside.answer, f"aside:{aside.external_id}")


def _store_group_word(session: Session, group: GroupChat) -> None:
    body = {"text": word("only_private")}
    enqueue(session, Route.TELEGRAM, group.conversation, body, f"group:{group.conversation}")
