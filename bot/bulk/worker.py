"""The campaign worker: claims notices in batches and sends them, at what is left of each carrier's
rate.

It runs inside the gateway, and as `python -m bot campaign work` in as many processes as wanted.
What it has in hand is leased; a worker that is killed loses nothing, and at most what was in the
air or not written down yet is sent once more.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from anyio import CancelScope, move_on_after
from sqlalchemy.orm import Session

from bot.accounts.failing import contact_failed
from bot.campaigns import holding, outcomes
from bot.campaigns.campaigns import pause
from bot.campaigns.claiming import Batch, Claimed, active, claim
from bot.campaigns.filling import fill_slice
from bot.campaigns.outcomes import Outcome, Result
from bot.campaigns.tables import CampaignState
from bot.delivery.rates import Rates, limit_of
from bot.delivery.senders import BadAddress, CarrierError, Letter, PermanentError
from bot.delivery.tables import Route
from bot.gateway import log, metrics, outgoing
from bot.gateway.outgoing import Outgoing
from bot.gateway.sender import Carrier, Unreachable
from bot.gateway.storage import read, write

BATCH = 500
"""The most that is claimed at once; with a rate, what leaves in two seconds."""
AT_ONCE = 16
"""Attempts in the air on one route."""
IDLE_SECONDS = 1.0
KEEP_SECONDS = 5.0
GRACE_SECONDS = 5.0
"""How long the end waits for what is in the air."""
_NOTE_SECONDS = 0.05
_LONGEST_DELAY = 900.0
_REFUSED_IN_A_ROW = 20
"""So many refusals that are nobody's own: the carrier or its settings are at fault."""

Part = Callable[[], Awaitable[None]]


def worker_name() -> str:
    """Names this worker in claims and tallies."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:6]}"


class Bulk:
    """Sends campaigns until cancelled."""

    def __init__(
        self,
        carriers: Mapping[Route, Carrier],
        rates: Rates,
        changed: Callable[[str], None] = lambda conversation: None,
    ) -> None:
        """Routes without a carrier are left to other workers. `changed` is told of conversations
        that a message was written to."""
        self._carriers = dict(carriers)
        self._rates = rates
        self._changed = changed
        self.name = worker_name()
        self._going = asyncio.Event()
        self._active: frozenset[int] = frozenset()
        """Campaigns that go on; what is in hand of others is given back."""
        self._notes: deque[Outcome] = deque()
        self._streaks: dict[Route, list[Claimed]] = {route: [] for route in carriers}
        self._refusing: set[Route] = set()
        self._noting = asyncio.Lock()
        self._in_air = 0
        self._landed = asyncio.Event()
        self._landed.set()
        self._ending = False

    async def run(self) -> None:
        """Work until cancelled; what was not sent is given back."""
        lanes = [partial(self._lane, route) for route in (*self._carriers, Route.WEB)]
        parts: list[Part] = [self._look, self._keep, self._note_regularly, self._fill, *lanes]
        tasks = [asyncio.create_task(_for_ever(part)) for part in parts]
        try:
            await asyncio.wait(tasks)  # unlike gather, it does not cancel them when it is cancelled
        finally:
            with CancelScope(shield=True):
                await self._land()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self._note_all()
                await write(holding.release, self.name)

    async def _land(self) -> None:
        """Begin nothing more, and wait for what is in the air: whether it arrived is then known."""
        self._ending = True
        with move_on_after(GRACE_SECONDS):
            await self._landed.wait()

    async def _look(self) -> None:
        """Let the lanes go while there is a campaign; idling costs one look a second."""
        self._active = await read(_active_ids)
        if self._active:
            self._going.set()
        else:
            self._going.clear()
        await asyncio.sleep(IDLE_SECONDS)

    async def _fill(self) -> None:
        await self._going.wait()
        lists = await read(_unfilled)
        more = [await write(fill_slice, campaign) for campaign in lists]
        if not any(more):
            await asyncio.sleep(IDLE_SECONDS)

    async def _keep(self) -> None:
        """Renew what we have, take back what others lost, and close what is finished."""
        await self._going.wait()
        await write(holding.renew, self.name)
        lost = await write(holding.take_back_expired)
        if lost:
            log.warn("campaign.leases_ran_out", notices=lost)
        await write(holding.close_finished)
        await asyncio.sleep(KEEP_SECONDS)

    async def _lane(self, route: Route) -> None:
        await self._going.wait()
        rate = limit_of(route)
        size = min(BATCH, rate * 2) if rate else BATCH
        batch: Batch = await write(claim, self.name, route, size)
        self._active |= {notice.campaign_id for notice in batch.ready}
        if batch.ready:
            await self._send_all(route, batch.ready)
        elif not batch.looked_at:
            await asyncio.sleep(IDLE_SECONDS)

    async def _send_all(self, route: Route, ready: list[Claimed]) -> None:
        left = deque(ready)
        held: list[int] = []

        async def send_some() -> None:
            while left:
                notice = left.popleft()
                await self._rates.take(route, bulk=True)
                if self._may_leave(notice):
                    await self._send(notice)
                else:
                    held.append(notice.id)

        await asyncio.gather(*(send_some() for _ in range(min(AT_ONCE, len(ready)))))
        if held:
            await write(holding.release, self.name, held)
        if route in self._refusing:
            await self._undo_refusals(route)

    def _may_leave(self, notice: Claimed) -> bool:
        goes_on = notice.campaign_id in self._active and notice.route not in self._refusing
        return goes_on and not self._ending

    async def _send(self, notice: Claimed) -> None:
        self._in_air += 1
        self._landed.clear()
        outcome = await self._try(notice)
        self._in_air -= 1
        if not self._in_air:
            self._landed.set()
        metrics.SENT.labels(f"bulk_{notice.route.value}", outcome.result.value).inc()
        self._notes.append(outcome)
        await self._watch_refusals(outcome)

    async def _try(self, notice: Claimed) -> Outcome:
        try:
            await self._carriers[notice.route](_as_outgoing(notice))
        except (Unreachable, BadAddress) as error:
            return Outcome(notice, Result.NOT_REACHED, str(error))
        except PermanentError as error:
            return Outcome(notice, Result.REFUSED, str(error))
        except CarrierError as error:
            if error.retry_after is None:
                return Outcome(notice, Result.AGAIN, str(error), _backoff(notice.attempts))
            await self._rates.hush(notice.route, error.retry_after)
            return Outcome(notice, Result.AGAIN, str(error), error.retry_after, counts=False)
        except Exception as error:  # ours: the notice waits, the worker lives
            log.failed("campaign.broke", error, id=notice.id)
            return Outcome(notice, Result.AGAIN, type(error).__name__, _backoff(notice.attempts))
        if notice.message_id is not None:
            self._changed(notice.recipient)
        return Outcome(notice, Result.SENT)

    async def _watch_refusals(self, outcome: Outcome) -> None:
        """A provider that refuses everybody must not use up the list: pause, and say why."""
        route = outcome.notice.route
        streak = self._streaks[route]
        if outcome.result is Result.REFUSED:
            streak.append(outcome.notice)
        elif outcome.result is Result.SENT and route not in self._refusing:
            streak.clear()
        if len(streak) >= _REFUSED_IN_A_ROW and route not in self._refusing:
            self._refusing.add(route)
            await write(_pause_all, {notice.campaign_id for notice in streak}, outcome.error)
            log.warn("campaign.paused", route=route.value, error=outcome.error)

    async def _undo_refusals(self, route: Route) -> None:
        """Nothing is in the air any more: whoever was refused in that row waits again."""
        await self._note_all()
        await write(outcomes.put_back, self.name, self._streaks[route])
        self._streaks[route] = []
        self._refusing.discard(route)

    async def _note_regularly(self) -> None:
        await asyncio.sleep(_NOTE_SECONDS)
        await self._note_all()

    async def _note_all(self) -> None:
        """Write down everything that came back since the last time, in one transaction."""
        async with self._noting:
            if not self._notes:
                return
            noted = list(self._notes)
            await write(_note, self.name, noted)
            for _ in noted:
                self._notes.popleft()


async def _for_ever(part: Part) -> None:
    """Do a part again and again; a database that hiccups ends no worker."""
    while True:
        try:
            await part()
        except Exception as error:
            log.failed("campaign.worker", error)
            await asyncio.sleep(IDLE_SECONDS)


def _backoff(attempts: int) -> float:
    return min(2.0 ** min(attempts + 1, 12), _LONGEST_DELAY) * random.uniform(0.8, 1.2)


def _as_outgoing(notice: Claimed) -> Outgoing:
    return Outgoing(
        route=notice.route,
        letter=Letter(notice.id, "", notice.recipient, notice.body, box="notice"),
        message_id=notice.message_id,
        secret=False,
        attempts=notice.attempts,
        created_at=notice.started_at,
        extra={},
    )


def _note(session: Session, worker: str, noted: list[Outcome]) -> None:
    for one in noted:
        if one.result is Result.NOT_REACHED:
            if one.notice.message_id is not None:
                outgoing.note_reachability(session, one.notice.recipient, True)
            else:
                contact_failed(session, one.notice.recipient, one.error)
    outcomes.note(session, worker, noted)


def _pause_all(session: Session, campaign_ids: set[int], why: str) -> None:
    for campaign in active(session):
        if campaign.id in campaign_ids:
            pause(session, campaign, why)


def _active_ids(session: Session) -> frozenset[int]:
    return frozenset(campaign.id for campaign in active(session))


def _unfilled(session: Session) -> list[int]:
    filling = CampaignState.FILLING.value
    return [one.id for one in active(session) if one.state == filling]
