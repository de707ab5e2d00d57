"""One person at the widget's end of the wire: POST a message, hear the answers as events."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx

from bench.processes import BenchmarkError
from bot.gateway.inbox import queue_words
from bot.gateway.words import word
from bot.rendering.bidi import isolate

TURN_SECONDS = 90
_RETRY_SECONDS = 2.0
"""As the widget does when a connection was cut: a server closes idle ones, perhaps just when it is
used again."""


@dataclass
class Person:
    """A session with its event stream. Use as `async with Person(client) as person`."""

    client: httpx.AsyncClient
    address: str | None = None
    """Address that a proxy in front of the gateway names; None: the machine's own."""
    patience: float = TURN_SECONDS
    """Seconds that an answer may take."""
    conversation: str = ""
    sent: list[str] = field(default_factory=list)
    """Ids of the messages sent."""
    events: list[dict[str, Any]] = field(default_factory=list)
    """Every `message` event as it came."""
    milliseconds: list[float] = field(default_factory=list)
    """From sending a message until its first answer was here."""
    first_words: list[float] = field(default_factory=list)
    """Milliseconds until anything at all was said to it: the answer, or "one moment"."""
    excuses: int = 0
    """How often "one moment" was said."""
    cut: int = 0
    """How often a connection broke and was made anew."""
    refused: int = 0
    """Messages that the gateway asked to send again later (429)."""
    _asked: int = 0
    _headers: dict[str, str] = field(default_factory=dict)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Person:
        proxied = {"X-Forwarded-For": self.address} if self.address else {}
        opened = await self.client.post("/api/session", json={}, headers=proxied)
        session = opened.raise_for_status().json()
        self.conversation = session["conversation"]
        self._headers = {**proxied, "Authorization": f"Bearer {session['token']}"}
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def say(self, text: str) -> list[dict[str, Any]]:
        """Type a message; the answers that came with the first one.

        Raises:
            BenchmarkError: no answer in `patience`.
        """
        client_id = uuid.uuid4().hex
        started = time.perf_counter()
        asked = await self._post({"id": client_id, "text": text})
        self.sent.append(client_id)
        self._asked = asked
        try:
            await asyncio.wait_for(self._answered(asked, started), self.patience)
        except asyncio.TimeoutError:
            raise BenchmarkError(f"no answer to {text!r} in {self.patience:g} s") from None
        self.milliseconds.append((time.perf_counter() - started) * 1000)
        return self.answers()

    def answers(self) -> list[dict[str, Any]]:
        """What has come by now in answer to the last message, the newest first."""
        return self._answers(self._asked)

    async def _answered(self, asked: int, started: float) -> None:
        async with self._news:
            await self._news.wait_for(lambda: self._said(asked))
            self.first_words.append((time.perf_counter() - started) * 1000)
            await self._news.wait_for(lambda: self._answers(asked))

    async def _post(self, body: dict[str, str]) -> int:
        while True:
            try:
                answer = await self.client.post("/api/messages", json=body, headers=self._headers)
            except httpx.TransportError:  # the same id again changes nothing
                self.cut += 1
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return int(answer.raise_for_status().json()["seq"])
            self.refused += 1
            await asyncio.sleep(int(answer.headers.get("Retry-After", "1")))

    def _said(self, asked: int) -> list[dict[str, Any]]:
        return [e for e in reversed(self.events) if e["seq"] > asked and e["from"] == "bot"]

    def _answers(self, asked: int) -> list[dict[str, Any]]:
        return [event for event in self._said(asked) if event["text"] not in _excuses()]

    async def _listen(self) -> None:
        while True:
            with suppress(httpx.TransportError):
                await self._hear()
            self.cut += 1
            await asyncio.sleep(_RETRY_SECONDS)

    async def _hear(self) -> None:
        last = max((event["seq"] for event in self.events), default=0)
        url, params = "/api/events", {"after": str(last)}
        async with self.client.stream("GET", url, params=params, headers=self._headers) as stream:
            async for event in _messages(stream):
                self.excuses += event["text"] in _excuses()
                async with self._news:
                    self.events.append(event)
                    self._news.notify_all()


@lru_cache(maxsize=1)
def _excuses() -> frozenset[str]:
    """What is said while an answer is not there yet."""
    return frozenset({word("wait"), isolate(queue_words())})


async def _messages(stream: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """Data of the `message` events of a stream."""
    name = ""
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: ") and name == "message":
            yield json.loads(line.removeprefix("data: "))
