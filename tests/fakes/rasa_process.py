"""`python -m tests.fakes.rasa_process PORT LOG`: a Rasa-like process that a test may kill.

It answers after a while by the channel contract and appends what it does to LOG, one JSON object a
line: `{"at": …, "did": "asked" | "answered", "port": …, "sender": …, "message_id": …, "text": …}`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECONDS = 0.08
"""What a turn takes."""
SLOWLY = "على مهل"
"""A message that is answered once the file `LOG.go` is there."""


def app(port: int, log: Path) -> Starlette:
    """The server, with nothing remembered."""

    def note(did: str, message: dict[str, str]) -> None:
        named = {name: message[name] for name in ("sender", "message_id", "text")}
        with log.open("a", encoding="utf-8") as file:
            line = {"at": time.time(), "did": did, "port": port, **named}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    async def webhook(request: Request) -> Response:
        message = await request.json()
        note("asked", message)
        await asyncio.sleep(SECONDS)
        held = message["text"] == SLOWLY
        while held and not log.with_suffix(".go").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        note("answered", message)
        reply = {"text": f"سمعت: {message['text']}"}
        return JSONResponse({"replies": [reply], "trace": {"intent": "greet", "confidence": 0.9}})

    async def ready(_request: Request) -> Response:
        return JSONResponse({"model": "fake"})

    return Starlette(
        routes=[
            Route("/webhooks/gateway/webhook", webhook, methods=["POST"]),
            Route("/webhooks/gateway/ready", ready),
        ]
    )


if __name__ == "__main__":
    number, path = int(sys.argv[1]), Path(sys.argv[2])
    uvicorn.run(app(number, path), host="127.0.0.1", port=number, ws="none", log_config=None)
