"""A Rasa that speaks the channel contract over real HTTP and does what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.gateway.rasa import channel_secret
from tests.fakes.serving import Serving

Reply = dict[str, Any]


def echo(message: dict[str, Any]) -> list[Reply]:
    """Says what was said."""
    return [{"text": f"سمعت: {message['text']}"}]


class FakeRasa:
    """`asked` holds every message that came in, in order."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.replies: Callable[[dict[str, Any]], list[Reply]] = echo
        self.trace: dict[str, Any] = {"intent": "greet", "confidence": 0.9, "milliseconds": 3}
        self.status: Callable[[dict[str, Any]], int] = lambda message: 200
        self.seconds: Callable[[dict[str, Any]], float] = lambda message: 0.0
        self.holds: Callable[[dict[str, Any]], bool] = lambda message: False
        """Messages that are answered only once a test lets them go."""
        self.in_work: dict[str, int] = {}
        self.most_at_once_of_one = 0
        self.most_at_once = 0
        routes = [
            Route("/webhooks/gateway/webhook", self._webhook, methods=["POST"]),
            Route("/webhooks/gateway/ready", self._ready),
        ]
        self.serving = Serving(Starlette(routes=routes))

    def texts(self) -> list[str]:
        """The texts that were asked, in order."""
        return [message["text"] for message in self.asked]

    async def _ready(self, _request: Request) -> Response:
        return JSONResponse({"model": "fake"})

    async def _webhook(self, request: Request) -> Response:
        if request.headers["x-gateway-secret"] != channel_secret():
            return JSONResponse({"error": "wrong secret"}, 403)
        message = await request.json()
        self.asked.append(message)
        sender = message["sender"]
        self.in_work[sender] = self.in_work.get(sender, 0) + 1
        self.most_at_once_of_one = max(self.most_at_once_of_one, self.in_work[sender])
        self.most_at_once = max(self.most_at_once, sum(self.in_work.values()))
        try:
            await asyncio.sleep(self.seconds(message))
            # Let go from the test's thread, so there is no event to wait for.
            while self.holds(message):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        finally:
            self.in_work[sender] -= 1
        status = self.status(message)
        if status != 200:
            return JSONResponse({"error": "as told"}, status)
        return JSONResponse({"replies": self.replies(message), "trace": self.trace})
