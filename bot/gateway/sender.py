"""The sender worker: carries due outbox rows, each by its route."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from anyio.to_thread import run_sync

from bot.accounts.failing import contact_failed
from bot.clock import now
from bot.delivery.rates import Rates
from bot.delivery.senders import BadAddress, CarrierError, PermanentError, carry
from bot.delivery.tables import Route
from bot.gateway import log, metrics, outgoing
from bot.gateway.due_work import Due, DueWork
from bot.gateway.outgoing import Outgoing
from bot.gateway.storage import write

CONCURRENCY = 16
_FAULT_SECONDS = 1.0
"""Rest after a fault of ours, so that a row that always breaks does not spin."""
_LONGEST_DELAY = 300.0
_KEEP_TRYING = timedelta(hours=24)
_KEEP_TRYING_SECRET = timedelta(minutes=4, seconds=30)
"""A code lives five minutes; sent later it only confuses."""

Carrier = Callable[[Outgoing], Awaitable[dict[str, Any]]]


class Unreachable(PermanentError):
    """The recipient does not want us or is gone."""


class PartlySent(CarrierError):
    """Some parts left; `extra` says which, so that the next try goes on behind them."""

    def __init__(self, reason: str, retry_after: float | None, extra: dict[str, Any]) -> None:
        super().__init__(reason, retry_after)
        self.extra = extra


async def carry_letter(item: Outgoing) -> dict[str, Any]:
    """SMS and e-mail: blocking libraries, so in a thread."""
    return await run_sync(carry, item.route, item.letter)


class Sender:
    """Sends what is due; several recipients at once, one recipient in order.

    Of several gateways only the one that has a row's lease sends it.
    """

    def __init__(self, carriers: dict[Route, Carrier], rates: Rates) -> None:
        """Routes without a carrier stay in the outbox untouched."""
        self._carriers = carriers
        self._rates = rates
        routes = tuple(carriers)
        due = Due(
            partial(outgoing.due_names, routes), partial(outgoing.due, routes), lambda i: i.name
        )
        self._work = DueWork("send", due, self._send, CONCURRENCY)

    def wake(self) -> None:
        """Something was stored: look now."""
        self._work.wake()

    async def run(self) -> None:
        """Work until cancelled; what cannot be finished then is sent again at the next start."""
        await self._work.run()

    async def _send(self, item: Outgoing) -> None:
        try:
            result = await self._try(item)
        except Exception as error:  # ours or the database's: the row waits, the worker lives
            result = "error"
            log.failed("sender.broke", error, id=item.letter.outbox_id)
            await asyncio.sleep(_FAULT_SECONDS)
        metrics.SENT.labels(item.route.value, result).inc()

    async def _try(self, item: Outgoing) -> str:
        outbox_id = item.letter.outbox_id
        try:
            await self._rates.take(item.route)
            answer = await self._carriers[item.route](item)
        except PermanentError as error:
            if isinstance(error, BadAddress):
                await write(contact_failed, item.letter.recipient, str(error))
            return await self._fail(item, str(error), isinstance(error, Unreachable))
        except CarrierError as error:
            limit = _KEEP_TRYING_SECRET if item.secret else _KEEP_TRYING
            if now() - item.created_at > limit:
                return await self._fail(item, str(error))
            extra = error.extra if isinstance(error, PartlySent) else item.extra
            if error.retry_after:
                await self._rates.hush(item.route, error.retry_after)
            delay = error.retry_after or _backoff(item.attempts)
            await write(outgoing.note_postponed, outbox_id, str(error), delay, extra)
            log.warn("sender.postponed", id=outbox_id, route=item.route.value, error=error)
            asyncio.get_running_loop().call_later(delay, self.wake)
            return "postponed"
        await write(outgoing.note_sent, outbox_id, answer)
        return "sent"

    async def _fail(self, item: Outgoing, error: str, unreachable: bool = False) -> str:
        await write(outgoing.note_failed, item.letter.outbox_id, error, unreachable)
        log.warn("sender.failed", id=item.letter.outbox_id, route=item.route.value, error=error)
        return "failed"


def _backoff(attempts: int) -> float:
    return min(2.0 ** min(attempts, 10), _LONGEST_DELAY) * random.uniform(0.8, 1.2)
