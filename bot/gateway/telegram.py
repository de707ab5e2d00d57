"""The Telegram channel: long polling on a laptop, a webhook on a server."""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

# python-telegram-bot then gives durations as timedelta, its coming way, without a warning each.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import Update
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.documents import DocumentGone, make
from bot.delivery.senders import CarrierError, PermanentError
from bot.gateway import log
from bot.gateway.edge import Refusal, read_body
from bot.gateway.inbox import Waiting
from bot.gateway.leases import Leases
from bot.gateway.outgoing import Outgoing
from bot.gateway.sender import PartlySent, Unreachable
from bot.gateway.storage import read
from bot.gateway.telegram_files import fetch_file, photo_of
from bot.gateway.telegram_intake import Intake
from bot.gateway.telegram_send import Part, compose
from bot.gateway.telegram_updates import ALLOWED_UPDATES
from bot.settings import SettingsError, settings
from bot.transcripts.record import content_of_id

WEBHOOK_PATH = "/telegram/webhook"
POLL_SECONDS = 25
_TYPING_AFTER = 0.7
"""An answer that comes sooner needs no typing sign, and Telegram counts each call."""
_LONGEST_PAUSE = 60.0
_UPDATE_LIMIT = 256 * 1024
_LEASE = "updates"
_LEASE_SECONDS = 2.0
"""How often a gateway that does not poll looks whether the one that did is gone."""


def _make_bot(token: str) -> ExtBot[Any]:
    base = settings().telegram_api_base
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(connection_pool_size=32, read_timeout=20, write_timeout=20),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=POLL_SECONDS + 10),
        rate_limiter=AIORateLimiter(overall_max_rate=settings().telegram_rate),
    )


class TelegramChannel:
    """Takes updates in and carries outbox rows out. One per gateway."""

    def __init__(
        self, on_stored: Callable[[], None], crowded: Callable[[], bool] = lambda: False
    ) -> None:
        """`on_stored` is called when the inbox has something new; `crowded` says whether others
        wait already.

        Raises:
            SettingsError: webhook mode without a secret, so that anyone could post updates.
        """
        if settings().telegram_webhook_url and not settings().telegram_webhook_secret:
            raise SettingsError(
                "TELEGRAM_WEBHOOK_URL is set but TELEGRAM_WEBHOOK_SECRET is not. Make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
        self.bot = _make_bot(str(settings().telegram_token))
        self.on_outbox: Callable[[], None] = lambda: None
        self._intake = Intake(self.bot, on_stored, lambda: self.on_outbox(), crowded)
        self._leases = Leases("telegram")
        self._typing: dict[str, asyncio.Task[None]] = {}
        self._quiet_until = 0.0

    async def run(self) -> None:
        """Listen until cancelled; whatever Telegram does, try again."""
        pause = 1.0
        while True:
            try:
                await self.bot.initialize()
                if settings().telegram_webhook_url:
                    await self._announce_webhook()
                    await asyncio.Event().wait()  # updates come through our own route
                await self._poll()
            except TelegramError as error:
                log.warn("telegram.away", error=type(error).__name__, pause=f"{pause:.0f}")
            except Exception as error:  # the database: the offset has not moved
                log.failed("telegram.take", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _announce_webhook(self) -> None:
        url = str(settings().telegram_webhook_url).rstrip("/")
        await self.bot.set_webhook(
            url if urlsplit(url).path else url + WEBHOOK_PATH,
            secret_token=settings().telegram_webhook_secret,
            allowed_updates=ALLOWED_UPDATES,
        )

    async def _poll(self) -> None:
        """Telegram gives updates to one caller only: of several gateways the one with the lease."""
        while True:
            if not self._leases.needed or await self._leases.take_one(_LEASE):
                break
            await asyncio.sleep(_LEASE_SECONDS)
        try:
            await self._poll_alone()
        finally:
            await self._leases.close()

    async def _poll_alone(self) -> None:
        await self.bot.delete_webhook()
        offset: int | None = None
        while True:
            await self._leases.check()
            updates = await self.bot.get_updates(
                offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
            )
            for update in updates:
                await self._intake.take(update)
                offset = update.update_id + 1  # only now: it is stored

    async def webhook(self, request: Request) -> Response:
        """`POST /telegram/webhook`: stored before it is acknowledged."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        secret = str(settings().telegram_webhook_secret)
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        try:
            update = Update.de_json(json.loads(await read_body(request, _UPDATE_LIMIT)), self.bot)
        except (ValueError, LookupError, TypeError, AttributeError, Refusal):
            return Response(status_code=400)
        await self._intake.take(update)
        return Response(status_code=200)

    def routes(self) -> list[BaseRoute]:
        """The webhook's route, in webhook mode."""
        if not settings().telegram_webhook_url:
            return []
        return [Route(WEBHOOK_PATH, self.webhook, methods=["POST"])]

    async def fetch(self, waiting: Waiting) -> dict[str, Any]:
        """A message's metadata, with the file that it names fetched and kept."""
        return await fetch_file(self.bot, waiting)

    def show_typing(self, conversation: str, on: bool) -> None:
        """Show the typing sign if the answer takes a moment; `on` False: it came."""
        waiting = self._typing.pop(conversation, None)
        if waiting:
            waiting.cancel()
        if on:
            self._typing[conversation] = asyncio.create_task(self._type(conversation))

    async def _type(self, conversation: str) -> None:
        await asyncio.sleep(_TYPING_AFTER)
        try:
            await self.bot.send_chat_action(_chat_id(conversation), ChatAction.TYPING)
        except TelegramError:
            return  # a sign only

    async def carry(self, item: Outgoing) -> dict[str, Any]:
        """Send one outbox row; a retry goes on behind the parts that left."""
        if time.monotonic() < self._quiet_until:
            raise CarrierError("Telegram asked for quiet", self._quiet_until - time.monotonic())
        parts = await self._parts(item)
        done = list(item.extra.get("sent") or [])
        for part in parts[len(done) :]:
            try:
                done.append(await self._send(_chat_id(item.letter.recipient), part))
            except TelegramError as error:
                raise self._judge(error, {"sent": done}) from error
            except DocumentGone as error:
                raise PermanentError("the document is gone") from error
        return {"sent": done}

    async def _parts(self, item: Outgoing) -> list[Part]:
        if item.message_id is None:
            return [Part(item.letter.body["text"])]
        return compose(item.message_id, await read(content_of_id, item.message_id))

    async def _send(self, chat_id: int, part: Part) -> int:
        photo = await run_sync(photo_of, part)
        if photo is not None:
            sent = await self.bot.send_photo(
                chat_id, photo, caption=part.text or None, reply_markup=part.markup
            )
        elif part.document is not None:
            made = await run_sync(make, part.document)
            sent = await self.bot.send_document(
                chat_id,
                made.data,
                filename=made.name,
                caption=part.text or None,
                reply_markup=part.markup,
            )
        else:
            sent = await self.bot.send_message(chat_id, part.text, reply_markup=part.markup)
        return sent.message_id

    def _judge(self, error: TelegramError, extra: dict[str, Any]) -> Exception:
        if isinstance(error, RetryAfter):
            wait = error._retry_after.total_seconds()
            self._quiet_until = time.monotonic() + wait
            return PartlySent("429", wait, extra)
        if isinstance(error, Forbidden) or "chat not found" in error.message.lower():
            return Unreachable("403: blocked or gone")
        if isinstance(error, BadRequest | ChatMigrated):
            return PermanentError(f"Telegram refuses: {error.message}")
        return PartlySent(type(error).__name__, None, extra)

    async def close(self) -> None:
        """Let connections go."""
        for task in self._typing.values():
            task.cancel()
        await self._intake.close()
        await self.bot.shutdown()


def _chat_id(conversation: str) -> int:
    return int(conversation.removeprefix("telegram:"))
