"""The gateway's door into Rasa: the channel contract of docs/architecture.md."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import Event
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue import meanwhile
from bot.dialogue.meanwhile import Said
from bot.dialogue.processor import StrictProcessor, TurnFailed
from bot.dialogue.trace import replies, trace
from bot.dialogue.warm import WarmUp
from bot.sealing import derive

logger = logging.getLogger(__name__)

_TEXTS = ("sender", "message_id", "text", "channel")


def secret() -> str:
    """What the gateway must show in `X-Gateway-Secret`."""
    return derive("rasa-channel").hex()


class Collected(CollectingOutputChannel):  # type: ignore[misc]
    """Keeps the replies; named after the subscriber's channel, so that a response of domain.yml may
    have a `channel: telegram` variation."""

    def __init__(self, channel: str) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> str:
        """`web` or `telegram`."""
        return self._channel


def read_message(body: Any) -> UserMessage:
    """The message in a request's body.

    Raises:
        ValueError: a part is missing or of the wrong type; the message says which.
    """
    if not isinstance(body, dict):
        raise ValueError("the body is not a JSON object")
    for name in _TEXTS:
        if not isinstance(body.get(name), str) or not body[name].strip():
            raise ValueError(f"{name!r} is missing or empty")
    if not isinstance(body.get("metadata") or {}, dict):
        raise ValueError("'metadata' is not an object")
    return UserMessage(
        text=body["text"],
        output_channel=Collected(body["channel"]),
        sender_id=body["sender"],
        input_channel=body["channel"],
        message_id=body["message_id"],
        metadata=body.get("metadata") or {},
    )


class GatewayChannel(InputChannel):
    """`POST …/webhook` handles a message, `GET …/ready` says whether one would be answered."""

    def __init__(self) -> None:
        self._secret = secret()
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._warm = WarmUp()

    @classmethod
    def name(cls) -> str:
        """The part of the address after `/webhooks/`."""
        return "gateway"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes."""
        routes = Blueprint("gateway_channel")

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._webhook(request)

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            """200 with the model's file name once a message would be answered at once, else 503."""
            processor = _processor(request)
            if processor is None:
                return json({"error": "no model is loaded"}, status=503)
            try:
                await self._warm.of(processor)
            except SQLAlchemyError as error:
                logger.warning("Not ready: %s", error)
                return json({"error": "the database does not answer"}, status=503)
            return json({"model": processor.model_filename})

        return routes

    async def _webhook(self, request: Request) -> HTTPResponse:
        """Handle one message, or answer again one that was handled before."""
        if not hmac.compare_digest(
            request.headers.get("X-Gateway-Secret", "").encode(), self._secret.encode()
        ):
            return json({"error": "wrong secret"}, status=403)
        processor = _processor(request)
        if processor is None:
            return json({"error": "no model is loaded"}, status=503)
        try:
            message = read_message(request.json)
            said = meanwhile.read(request.json.get("meanwhile") or [])
        except ValueError as error:
            return json({"error": str(error)}, status=400)
        return await self._answer(processor, message, said)

    async def _answer(
        self, processor: StrictProcessor, message: UserMessage, said: list[Said]
    ) -> HTTPResponse:
        started = time.perf_counter()
        # Rasa's own lock store polls once a second; the next message must not wait that long.
        order = self._orders.setdefault(message.sender_id, asyncio.Lock())
        try:
            async with order:
                events: list[Event] = await processor.answer(message, said)
        except Exception as error:
            logger.exception("The turn of message %s failed.", message.message_id)
            # Only our own words: another exception's may quote what the subscriber typed.
            reason = f": {error}" if isinstance(error, TurnFailed) else ""
            return json({"error": type(error).__name__ + reason}, status=500)
        milliseconds = round((time.perf_counter() - started) * 1000)
        return json({"replies": replies(events), "trace": trace(events, milliseconds)})


def _processor(request: Request) -> StrictProcessor | None:
    """The loaded model's processor."""
    agent = getattr(request.app.ctx, "agent", None)
    return agent.processor if agent is not None and agent.is_ready() else None
