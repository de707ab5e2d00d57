"""The gateway's web channel as the widget sees it, without Rasa and database.

Keeps to "Web channel contract" in docs/architecture.md. A test scripts the answers, stops the
server and starts it again on the same port; conversations live in the object and survive that.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.fakes.serving import Serving
from tests.fakes.web_talk import Conversation, Reply, Script, now, parrot

STATIC = Path(__file__).resolve().parents[2] / "bot" / "widget" / "static"

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)

HOST_PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8">
<title>A page of somebody else</title><meta name="viewport" content="width=device-width">
</head><body><main><h1>صفحة أخرى</h1><p>نص الصفحة.</p></main>
<script src="/widget.js" {attributes}></script></body></html>"""


class _PageHeaders:
    """The strictest policy that the widget promises to work under, on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = CSP
                headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, with_headers)


class WebServer:
    """Runs in a thread. A test may read the state and call `push` at any time."""

    def __init__(self, port: int | None = None, script: Script = parrot) -> None:
        self.script = script
        self.delay = 0.0
        """Seconds between a message and its answer; the typing indicator shows meanwhile."""
        self.holds = False
        """While set no message is answered."""
        self.refusal: tuple[int, str] | None = None
        """Status and Arabic sentence that every POST of a message gets while set."""
        self.lose_answers = 0
        """So many POSTs are accepted and then answered 502, as by a proxy that lost its server."""
        self.files: list[tuple[str, bytes]] = []
        """Id and content of every file that came, refused ones too."""
        self.conversations: dict[str, Conversation] = {}
        """By key. Taking one out makes its tokens invalid."""
        self.tokens: dict[str, str] = {}
        """Every token ever given, and the key of its conversation."""
        self.accounts: list[dict[str, str]] = []
        self.phone_looks = 0
        """How often a page looked at its demo phone."""
        self._lock = threading.Lock()
        self._serving = Serving(self._app(), port)
        self.url = self._serving.url
        """Address without a slash at the end."""

    @property
    def only(self) -> Conversation:
        """The single conversation of a test."""
        (conversation,) = self.conversations.values()
        return conversation

    def start(self) -> None:
        """Listen; returns once connections are accepted."""
        self._serving.start()

    def stop(self) -> None:
        """Cut every connection, as a crash would."""
        self._serving.cut()

    def push(self, conversation: Conversation, reply: Reply, sender: str = "bot") -> None:
        """A message from bot or clerk, as the gateway's outbox would deliver it."""
        with self._lock:
            conversation.add(reply, sender)

    # -- Endpoints

    def _app(self) -> Starlette:
        return Starlette(
            middleware=[Middleware(_PageHeaders)],
            routes=[
                Route("/", lambda request: FileResponse(STATIC / "demo.html")),
                Route("/host", self._host_page),
                Route("/widget.js", lambda request: FileResponse(STATIC / "widget.js")),
                Mount("/static", StaticFiles(directory=STATIC)),
                Route("/media/{name}.png", self._media),
                Route("/api/session", self._session, methods=["POST"]),
                Route("/api/events", self._events),
                Route("/api/messages", self._message, methods=["POST"]),
                Route("/api/files", self._file, methods=["POST"]),
                Route("/api/demo/phone", self._phone),
                Route("/api/demo/accounts", self._accounts),
            ],
        )

    async def _host_page(self, request: Request) -> Response:
        query = request.query_params
        attributes = " ".join(
            f'data-{name}="{value}"' for name, value in query.items() if name.isalpha()
        )
        lang = query.get("lang", "ar")
        direction = "ltr" if lang == "en" else "rtl"
        return HTMLResponse(HOST_PAGE.format(lang=lang, dir=direction, attributes=attributes))

    async def _media(self, request: Request) -> Response:
        path = Path(__file__).with_name("chart.svg")
        return FileResponse(path, media_type="image/svg+xml")

    async def _session(self, request: Request) -> Response:
        body = await request.json()
        key = self.tokens.get(body.get("token"), "")
        if key not in self.conversations:
            key = f"web:{secrets.token_hex(6)}"
            self.conversations[key] = Conversation(key)
        # Renewed at every call, as the gateway does; older ones stay good.
        token = secrets.token_urlsafe(16)
        self.tokens[token] = key
        return JSONResponse({"token": token, "conversation": key})

    def _conversation(self, request: Request) -> Conversation | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self.conversations.get(self.tokens.get(token, ""))

    async def _events(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return JSONResponse({"error": "الجلسة انتهت"}, 401)
        after = int(request.query_params.get("after", "0"))
        return StreamingResponse(self._stream(conversation, after), media_type="text/event-stream")

    async def _stream(self, conversation: Conversation, after: int) -> AsyncIterator[str]:
        position, typing = after, False
        yield ": hello\n\n"
        while True:
            for message in conversation.messages[position:]:
                position = message["seq"]
                data = json.dumps(message, ensure_ascii=False)
                yield f"id: {position}\nevent: message\ndata: {data}\n\n"
            if conversation.typing != typing:
                typing = conversation.typing
                yield f"event: typing\ndata: {json.dumps({'on': typing})}\n\n"
            await asyncio.sleep(0.03)

    async def _message(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return JSONResponse({"error": "الجلسة انتهت"}, 401)
        if self.refusal:
            status, sentence = self.refusal
            return JSONResponse({"error": sentence}, status, headers={"Retry-After": "1"})
        body = await request.json()
        known = next((m for m in conversation.messages if m["id"] == body["id"]), None)
        if known is None:
            if "button" in body and body["button"] not in conversation.offered:
                return JSONResponse({"error": "هذا الخيار لم يعد متاحًا"}, 422)
            known = self._accept(conversation, body)
        if self.lose_answers:
            self.lose_answers -= 1
            return JSONResponse({}, 502)
        return JSONResponse({"seq": known["seq"]}, 202)

    async def _file(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return JSONResponse({"error": "الجلسة انتهت"}, 401)
        name = request.query_params["id"]
        self.files.append((name, await request.body()))
        if self.refusal:
            status, sentence = self.refusal
            return JSONResponse({"error": sentence}, status)
        return JSONResponse(
            {"seq": self._accept(conversation, {"id": name, "text": "(صورة)"})["seq"]}, 202
        )

    def _accept(self, conversation: Conversation, body: dict[str, Any]) -> dict[str, Any]:
        text = body.get("text") or body["title"]
        message = {"id": body["id"], "from": "you", "at": now(), "text": text}
        with self._lock:
            message["seq"] = len(conversation.messages) + 1
            conversation.messages.append(message)
        conversation.posts.append(body)
        asyncio.get_running_loop().create_task(self._answer(conversation, text))
        return message

    async def _answer(self, conversation: Conversation, text: str) -> None:
        conversation.typing = True
        await asyncio.sleep(self.delay)
        while self.holds:  # noqa: ASYNC110 - let go from the test's thread
            await asyncio.sleep(0.02)
        conversation.typing = False
        for reply in self.script(text):
            self.push(conversation, reply)

    async def _phone(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return JSONResponse({"error": "الجلسة انتهت"}, 401)
        self.phone_looks += 1
        return JSONResponse({"messages": conversation.phone})

    async def _accounts(self, request: Request) -> Response:
        return JSONResponse({"accounts": self.accounts})
