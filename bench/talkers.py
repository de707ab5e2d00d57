"""Speaking to a Rasa server over HTTP and taking the time."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from bench.processes import BenchmarkError

_TURN_SECONDS = 120


@dataclass(frozen=True)
class Heard:
    """An answer: its words, and milliseconds until it was there."""

    words: str
    milliseconds: float


class Talker(Protocol):
    """One way to reach the bot."""

    def say(self, conversation: str, text: str) -> Heard:
        """Send a message and wait for the answer."""


def _words(replies: Iterable[dict[str, Any]]) -> str:
    return "\n".join(str(reply.get("text") or "") for reply in replies)


class _Http:
    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self._url = url
        self._client = httpx.Client(timeout=_TURN_SECONDS, trust_env=False, headers=headers)

    def post(self, body: dict[str, Any]) -> tuple[Any, float]:
        """The JSON of the answer, and milliseconds."""
        started = time.perf_counter()
        response = self._client.post(self._url, json=body)
        milliseconds = (time.perf_counter() - started) * 1000
        if response.status_code != 200:
            raise BenchmarkError(f"{self._url} answered {response.status_code}: {response.text}")
        return response.json(), milliseconds


class GatewayTalker(_Http):
    """Our channel (`bot/dialogue/channel.py`)."""

    def __init__(self, rasa_url: str, secret: str) -> None:
        super().__init__(f"{rasa_url}/webhooks/gateway/webhook", {"X-Gateway-Secret": secret})

    def say(self, conversation: str, text: str) -> Heard:
        """A message of the channel contract."""
        message = {"sender": conversation, "message_id": uuid.uuid4().hex, "text": text}
        answer, milliseconds = self.post({**message, "channel": "web", "metadata": {}})
        return Heard(_words(answer["replies"]), milliseconds)


class RestTalker(_Http):
    """Rasa's own REST channel."""

    def __init__(self, rasa_url: str) -> None:
        super().__init__(f"{rasa_url}/webhooks/rest/webhook", {})

    def say(self, conversation: str, text: str) -> Heard:
        """A message as the REST channel takes it."""
        answer, milliseconds = self.post({"sender": conversation, "message": text})
        return Heard(_words(answer), milliseconds)
