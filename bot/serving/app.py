"""The gateway: one Starlette app, its workers, and how both start and stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from bot.bulk.worker import Bulk
from bot.console import desk
from bot.console.live import Live
from bot.console.pages import ROUTES as STAFF_ROUTES
from bot.delivery.rates import Rates
from bot.delivery.tables import Route as OutboxRoute
from bot.gateway import demo, documents, files, health, log, pages, recounting, web
from bot.gateway.edge import Edge
from bot.gateway.errors import QuietErrors
from bot.gateway.headers import SecurityHeaders
from bot.gateway.hub import Hub
from bot.gateway.limits import Limits
from bot.gateway.rasa import RasaClient
from bot.gateway.rasa_addresses import Addresses
from bot.gateway.sender import Carrier, Sender, carry_letter
from bot.gateway.sms_reports import SmsReports
from bot.gateway.turns import Patience, TurnWorker
from bot.gateway.webhooks import Webhooks
from bot.gateway.wire import Wire
from bot.serving import copies
from bot.settings import settings

if TYPE_CHECKING:
    from bot.gateway.telegram import TelegramChannel

_COMPRESS_FROM = 1024


class Gateway:
    """The parts of one gateway, wired together."""

    def __init__(self, limits: Limits, patience: Patience) -> None:
        self.wire = Wire(lambda what, conversation: self.hub.hear(what, conversation))
        self.hub = Hub(self.wire.tell)
        self.live = Live()
        self.rasa = RasaClient(Addresses(settings().rasa_url))
        self.turns = TurnWorker(self.rasa, self.changed, self._typing, patience)
        self.edge = Edge(self.hub, self.turns, limits)
        self.telegram = self._telegram() if settings().telegram_token else None
        carriers: dict[OutboxRoute, Carrier] = {
            OutboxRoute.SMS: carry_letter,
            OutboxRoute.EMAIL: carry_letter,
        }
        if self.telegram:
            carriers[OutboxRoute.TELEGRAM] = self.telegram.carry
        self.rates = Rates()
        self.sender = Sender(carriers, self.rates)
        self.bulk = Bulk(carriers, self.rates, self.changed)
        if self.telegram:
            self.telegram.on_outbox = self.sender.wake
            self.turns.fetch = self.telegram.fetch

    def _telegram(self) -> TelegramChannel:
        from bot.gateway.telegram import TelegramChannel  # its library is 20 MB that most spare

        return TelegramChannel(self.turns.wake, lambda: self.turns.crowded)

    def changed(self, conversation: str) -> None:
        """Something was said in it: wake who shows and who sends it."""
        self.hub.news(conversation)
        self.sender.wake()

    async def _typing(self, conversation: str, on: bool) -> None:
        if conversation.startswith("web:"):
            self.hub.typing(conversation, on)
        elif self.telegram:
            self.telegram.show_typing(conversation, on)

    def start(self) -> list[asyncio.Task[None]]:
        """Start the workers."""
        workers = [
            asyncio.create_task(self.turns.run(), name="turns"),
            asyncio.create_task(self.sender.run(), name="sender"),
            asyncio.create_task(self.bulk.run(), name="campaigns"),
            asyncio.create_task(self.hub.watch(), name="watch"),
            asyncio.create_task(self.wire.run(), name="wire"),
            asyncio.create_task(self.live.run(), name="live"),
            asyncio.create_task(desk.watch(self.changed), name="desk"),
            asyncio.create_task(recounting.watch(), name="recounting"),
        ]
        if self.telegram:
            workers.append(asyncio.create_task(self.telegram.run(), name="telegram"))
        url, secret = settings().webhook_url, settings().webhook_secret
        if url and secret:
            workers.append(asyncio.create_task(Webhooks(url, secret).run(), name="webhooks"))
        return workers

    async def stop(self, workers: list[asyncio.Task[None]]) -> None:
        """Stop the workers; what they leave undone is in the database."""
        self.hub.close()
        self.live.close()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await self.rasa.close()
        await self.rates.close()
        if self.telegram:
            await self.telegram.close()


def _routes(gateway: Gateway) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        *web.ROUTES,
        *copies.ROUTES,
        *documents.ROUTES,
        *files.ROUTES,
        *health.ROUTES,
        *STAFF_ROUTES,
        *pages.ROUTES,
        *SmsReports().routes(),
    ]
    if settings().demo:
        routes += demo.ROUTES
    if gateway.telegram:
        routes += gateway.telegram.routes()
    return routes


def create_app(limits: Limits | None = None, patience: Patience | None = None) -> Starlette:
    """The gateway's app; its lifespan starts and stops the workers."""
    gateway = Gateway(limits or Limits(), patience or Patience())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        workers = gateway.start()
        app.state.workers = workers
        log.info("gateway.started", telegram=bool(gateway.telegram))
        try:
            yield
        finally:
            await gateway.stop(workers)

    app = Starlette(
        routes=_routes(gateway),
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(QuietErrors),
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings().widget_origins),
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
                max_age=3600,
            ),
            Middleware(GZipMiddleware, minimum_size=_COMPRESS_FROM),
        ],
    )
    app.state.edge = gateway.edge
    app.state.rasa = gateway.rasa
    app.state.workers = []
    app.state.hub = gateway.hub
    app.state.live = gateway.live
    app.state.changed = gateway.changed
    return app
