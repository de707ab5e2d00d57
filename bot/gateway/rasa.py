"""The channel contract with Rasa, from the gateway's side (see docs/architecture.md)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from bot.gateway import metrics
from bot.gateway.rasa_addresses import Addresses
from bot.sealing import derive
from bot.transcripts.trace import Trace

CHANNEL_SECRET_PURPOSE = "rasa-channel"
_PATH = "/webhooks/gateway"
TURN_SECONDS = 60.0
"""A turn takes milliseconds; one that takes this long hangs."""


class RasaUnavailable(Exception):
    """Rasa is not there or still loads: nothing was processed, ask again."""


class TurnFailed(Exception):
    """Rasa was there and this turn failed: ask again a few times only."""


@dataclass(frozen=True)
class Answer:
    """Rasa's answer to one message."""

    replies: list[dict[str, Any]]
    trace: Trace


def channel_secret() -> str:
    """The value of `X-Gateway-Secret`."""
    return derive(CHANNEL_SECRET_PURPOSE).hex()


def _read(response: httpx.Response) -> Answer:
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        raise RasaUnavailable("the model is not loaded yet")
    if response.status_code == httpx.codes.FORBIDDEN:
        raise RasaUnavailable("Rasa refuses our secret: is SECRET_KEY the same in both processes?")
    if response.status_code != httpx.codes.OK:
        raise TurnFailed(f"Rasa answered {response.status_code}")
    try:
        body = response.json()
        replies = list(body["replies"])
        trace = body.get("trace") or {}
    except (ValueError, KeyError, TypeError) as error:
        raise TurnFailed("Rasa's answer cannot be read") from error
    if not replies:
        raise TurnFailed("Rasa had nothing to say")
    known = {name: trace[name] for name in Trace.__dataclass_fields__ if trace.get(name)}
    return Answer(replies, Trace(**known))


class RasaClient:
    """Asks Rasa; one per gateway, its connections are kept open."""

    def __init__(self, addresses: Addresses, client: httpx.AsyncClient | None = None) -> None:
        self._addresses = addresses
        # Rasa's server closes a connection that was idle for five seconds: never write into one.
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=16, keepalive_expiry=3)
        self._client = client or httpx.AsyncClient(
            timeout=httpx.Timeout(TURN_SECONDS, connect=3), limits=limits, trust_env=False
        )

    async def ask(self, message: dict[str, Any]) -> Answer:
        """Send one message of the contract and give the answer.

        A process that is gone is passed over for the next one: it finds the conversation in the
        database, and knows by the message's id whether the first had answered already.

        Raises:
            RasaUnavailable: not running, loading, or refusing us; all of them.
            TurnFailed: an error, an empty or unreadable answer, or no answer in TURN_SECONDS.
        """
        reason = RasaUnavailable("RASA_URL names no process")
        for number, url in enumerate(await self._addresses.of(message["sender"])):
            if number:
                metrics.RASA_FAILURES.labels("passed_over").inc()
            try:
                answer = await self._ask_one(url, message)
            except RasaUnavailable as error:
                self._addresses.note_away(url)
                reason = error
            except TurnFailed:
                self._addresses.note_away(url)  # the next try goes elsewhere if it can
                raise
            else:
                self._addresses.note_there(url)
                return answer
        raise reason

    async def _ask_one(self, url: str, message: dict[str, Any]) -> Answer:
        try:
            response = await self._client.post(
                f"{url}{_PATH}/webhook",
                json=message,
                headers={"X-Gateway-Secret": channel_secret()},
            )
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise TurnFailed(f"no answer in {TURN_SECONDS:.0f} s") from error
        except httpx.TransportError as error:
            raise RasaUnavailable(type(error).__name__) from error
        return _read(response)

    async def ready(self) -> bool:
        """Whether a message would be answered now."""
        asked = [self._is_ready(url) for url in await self._addresses.all()]
        return any(await asyncio.gather(*asked))

    async def _is_ready(self, url: str) -> bool:
        try:
            response = await self._client.get(f"{url}{_PATH}/ready", timeout=3)
        except httpx.TransportError:
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
