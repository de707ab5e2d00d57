"""The webhook worker: calls the utility about applied updates and new cases, until it is heard."""

from __future__ import annotations

import asyncio
import time

import httpx

from bot.clock import now
from bot.events.tables import Delivery
from bot.exchange import webhooks
from bot.exchange.webhooks import Call
from bot.gateway import log, metrics
from bot.gateway.storage import read, write

AT_ONCE = 8
"""Calls in the air; they may arrive in another order."""
IDLE_SECONDS = 1.0
TIMEOUT_SECONDS = 10.0
_RESULTS = {Delivery.DELIVERED: "sent", Delivery.FAILED: "failed"}


class Webhooks:
    """Calls one address, with as many gateways as there are."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret

    async def run(self) -> None:
        """Work until cancelled; a call in the air then is made again two minutes later."""
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            while True:
                try:
                    called = await self.call_due(client)
                except Exception as error:  # the database hiccups: the rows are still there
                    log.failed("webhook.look", error)
                    called = 0
                if not called:
                    await asyncio.sleep(IDLE_SECONDS)

    async def call_due(self, client: httpx.AsyncClient) -> int:
        """Make the calls that are due; how many they were."""
        if not await read(webhooks.is_any_due):
            return 0
        calls = await write(webhooks.claim, AT_ONCE)
        await asyncio.gather(*(self._call(client, call) for call in calls))
        return len(calls)

    async def _call(self, client: httpx.AsyncClient, call: Call) -> None:
        began = time.monotonic()
        status = error = None
        headers = webhooks.headers(self._secret, call, now())
        try:
            answer = await client.post(self._url, content=call.body, headers=headers)
            status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            error = f"{type(problem).__name__}: {problem}"
        took = round((time.monotonic() - began) * 1000)
        stands = await write(webhooks.note, call, status, error, took)
        result = _RESULTS.get(stands, "postponed")
        metrics.SENT.labels("webhook", result).inc()
        if result != "sent":
            log.warn(f"webhook.{result}", id=call.event_id, status=status, error=error)
