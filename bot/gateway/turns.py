"""The turn worker: takes due inbox messages to Rasa and brings the answers back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.clock import now
from bot.gateway import inbox, log, metrics
from bot.gateway.answers import record_answer
from bot.gateway.due_work import Due, DueWork
from bot.gateway.file_intake import FileAway, Refused
from bot.gateway.inbox import Waiting
from bot.gateway.meanwhile import unheard
from bot.gateway.rasa import Answer, RasaClient, RasaUnavailable, TurnFailed
from bot.gateway.storage import read, write
from bot.text.danger import names_danger

CONCURRENCY = 12
"""Conversations in work at once. Rasa computes one turn at a time; more only hides its I/O."""
QUEUE_SECONDS = 0.3
"""How often messages whose turn has not begun are looked for …"""
QUEUE_TOLD = 40
"""… and how many are told in one transaction, so that turns need not wait for it."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for Rasa, all in seconds except `failures`."""

    tell_after: float = 1.5
    """The subscriber is told to wait once an answer takes this long."""
    queue_after: float = 0.8
    """Who waits behind others is told so once the turn has not begun for this long, so that within
    two seconds there is an answer or an honest word."""
    first_delay: float = 0.5
    longest_delay: float = 20.0
    give_up_after: float = 6 * 3600.0
    """For a Rasa that is down or loading; counted from the message or our start, the later."""
    failures: int = 5
    """For a turn that fails although Rasa is up: the message itself may be what breaks it."""


Typing = Callable[[str, bool], Awaitable[None]]
Changed = Callable[[str], None]
Fetch = Callable[[Waiting], Awaitable[dict[str, Any]]]
"""Gets the file that a message only names; gives the message's metadata with the file in it."""


async def nothing_to_fetch(waiting: Waiting) -> dict[str, Any]:
    """For channels whose files come with the message."""
    return waiting.metadata


class TurnWorker:
    """Keeps order within a conversation, works on several conversations at once.

    Of several gateways only the one that has a conversation's lease works on it.
    """

    def __init__(
        self, rasa: RasaClient, changed: Changed, typing: Typing, patience: Patience | None = None
    ) -> None:
        """`changed(conversation)` is called after each commit, `typing` round each turn."""
        self._rasa = rasa
        self._changed = changed
        self._typing = typing
        self._patience = patience or Patience()
        self.fetch: Fetch = nothing_to_fetch
        due = Due(inbox.due_conversations, inbox.due_heads, lambda w: w.conversation)
        self._work = DueWork("turn", due, self._turn, CONCURRENCY)
        self._started = now()
        self._rasa_was_away = False
        self.crowded = False
        """Somebody waits behind others: who comes now is told so at once."""

    def wake(self) -> None:
        """Something was stored: look now."""
        self._work.wake()

    async def run(self) -> None:
        """Work until cancelled; turns in work are let go (their rows are still waiting)."""
        queue = asyncio.create_task(self._tell_queue())
        try:
            await self._work.run()
        finally:
            queue.cancel()

    async def _tell_queue(self) -> None:
        """An honest word to those who wait behind many others."""
        while True:
            await asyncio.sleep(QUEUE_SECONDS)
            try:
                await self._tell_those_behind()
            except Exception as error:  # a courtesy; the turns go on
                log.failed("turn.queue", error)

    async def _tell_those_behind(self) -> None:
        after, busy = self._patience.queue_after, self._work.busy
        self.crowded = await read(inbox.crowded, after, busy)
        behind = await read(inbox.queued, after, busy, QUEUE_TOLD) if self.crowded else ()
        for conversation in await write(inbox.tell_queue, behind) if behind else ():
            self._changed(conversation)

    async def _turn(self, waiting: Waiting) -> None:
        try:
            waiting = replace(waiting, metadata=await self.fetch(waiting))
        except Refused as refused:
            await write(inbox.refuse_file, waiting.id, refused.sentence())
            self._changed(waiting.conversation)
        except FileAway as error:
            await self._wait_for_rasa(waiting, str(error))
        except Exception as error:  # never lose a conversation to one bad row
            log.failed("turn.fetch", error, conversation=log.who(waiting.conversation))
            await asyncio.sleep(self._patience.first_delay)
        else:
            await self._take(waiting)

    async def _take(self, waiting: Waiting) -> None:
        # A danger to life does not wait for a person to read it.
        if not waiting.with_clerk or names_danger(waiting.text):
            await self._answer(waiting)
            return
        try:
            if await write(inbox.leave_to_clerk, waiting.id):
                log.info("turn.left_to_clerk", conversation=log.who(waiting.conversation))
        except Exception as error:  # the row waits, and is looked at again
            log.failed("turn.broke", error, conversation=log.who(waiting.conversation))
            await asyncio.sleep(self._patience.first_delay)

    async def _answer(self, waiting: Waiting) -> None:
        excuse = asyncio.create_task(self._excuse_if_slow(waiting))
        try:
            await self._typing(waiting.conversation, True)
            await self._ask_and_record(waiting)
        except Exception as error:  # never lose a conversation to one bad row
            log.failed("turn.broke", error, conversation=log.who(waiting.conversation))
            await asyncio.sleep(self._patience.first_delay)
        finally:
            excuse.cancel()
            await self._typing(waiting.conversation, False)

    async def _ask_and_record(self, waiting: Waiting) -> None:
        begun = time.monotonic()
        said = await read(unheard, waiting.conversation, waiting.external_id)
        try:
            answer = await self._rasa.ask(
                {
                    "sender": waiting.conversation,
                    "message_id": waiting.external_id,
                    "text": waiting.text,
                    "channel": waiting.channel,
                    "metadata": waiting.metadata,
                    **({"meanwhile": said} if said else {}),
                }
            )
        except RasaUnavailable as error:
            self._rasa_was_away = True
            metrics.RASA_FAILURES.labels("unavailable").inc()
            await self._wait_for_rasa(waiting, str(error))
        except TurnFailed as error:
            metrics.RASA_FAILURES.labels("failed").inc()
            await self._after_failure(waiting, str(error))
        else:
            metrics.TURN_SECONDS.labels(waiting.channel).observe(time.monotonic() - begun)
            await self._record(waiting, answer)

    async def _record(self, waiting: Waiting, answer: Answer) -> None:
        await write(record_answer, waiting.id, answer)
        metrics.MESSAGES.labels(waiting.channel, "out").inc(len(answer.replies))
        self._changed(waiting.conversation)
        log.info(
            "turn.answered",
            conversation=log.who(waiting.conversation),
            intent=answer.trace.intent,
            ms=answer.trace.milliseconds,
            waited=f"{(now() - waiting.received_at).total_seconds():.2f}",
        )
        if self._rasa_was_away:
            self._rasa_was_away = False
            await write(inbox.expedite)

    async def _wait_for_rasa(self, waiting: Waiting, error: str) -> None:
        age = (now() - max(waiting.received_at, self._started)).total_seconds()
        if age > self._patience.give_up_after:
            await self._give_up(waiting, error)
            return
        # Half of the time already waited: exponential, and the row needs no counter for it.
        delay = max(self._patience.first_delay, age / 2)
        await self._postpone(waiting, error, delay, failed_turn=False)

    async def _after_failure(self, waiting: Waiting, error: str) -> None:
        if waiting.attempts + 1 >= self._patience.failures:
            await self._give_up(waiting, error)
            return
        delay = self._patience.first_delay * 2.0**waiting.attempts
        await self._postpone(waiting, error, delay, failed_turn=True)

    async def _postpone(
        self, waiting: Waiting, error: str, delay: float, *, failed_turn: bool
    ) -> None:
        delay = min(delay, self._patience.longest_delay) * random.uniform(0.8, 1.2)
        await write(inbox.postpone, waiting.id, error, delay, failed_turn)
        log.warn("turn.postponed", conversation=log.who(waiting.conversation), error=error)
        waited = (now() - waiting.received_at).total_seconds()
        if waited >= self._patience.tell_after:
            await self._excuse(waiting)
        asyncio.get_running_loop().call_later(delay, self.wake)

    async def _give_up(self, waiting: Waiting, error: str) -> None:
        await write(inbox.give_up, waiting.id, error)
        self._changed(waiting.conversation)
        log.warn("turn.given_up", conversation=log.who(waiting.conversation), error=error)

    async def _excuse_if_slow(self, waiting: Waiting) -> None:
        waited = (now() - waiting.received_at).total_seconds()
        await asyncio.sleep(max(self._patience.tell_after - waited, self._patience.tell_after / 2))
        try:
            await self._excuse(waiting)
        except Exception as error:  # the excuse is a courtesy; the turn goes on
            log.failed("turn.excuse", error)

    async def _excuse(self, waiting: Waiting) -> None:
        if not waiting.told_to_wait and await write(inbox.tell_to_wait, waiting.id):
            self._changed(waiting.conversation)
