"""The gateway's web channel as the widget sees it, without Rasa and database.

Keeps to "Web channel contract" in docs/architecture.md. A test scripts the answers, stops the
server and starts it again on the same port; conversations live in the object and survive that.

By hand: `python -m tests.fakes.web_server 9141` and open http://127.0.0.1:9141/.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import uvicorn
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

Reply = dict[str, Any]
Script = Callable[[str], list[Reply]]


def say(text: str, *buttons: str, **extra: Any) -> Reply:
    """A bot message; buttons are titles."""
    reply: Reply = {"text": text, **extra}
    if buttons:
        reply["buttons"] = list(buttons)
    return reply


def parrot(text: str) -> list[Reply]:
    """The script unless a test sets another: says what it heard."""
    return [say(f"وصلني: {text}")]


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


@dataclass
class Conversation:
    """One session: its messages in order of seq, and what its demo phone shows."""

    key: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    phone: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    """Every accepted POST, in order; a repeated id is not accepted twice."""
    offered: dict[str, str] = field(default_factory=dict)
    typing: bool = False


class WebServer:
    """Runs in a thread. A test may read the state and call `push` at any time."""

    def __init__(self, port: int | None = None, script: Script = parrot) -> None:
        self.port = port or _free_port()
        self.script = script
        self.delay = 0.0
        """Seconds between a message and its answer; the typing indicator shows meanwhile."""
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
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """Address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def only(self) -> Conversation:
        """The single conversation of a test."""
        (conversation,) = self.conversations.values()
        return conversation

    def start(self) -> None:
        """Listen; returns once connections are accepted."""
        config = uvicorn.Config(
            self._app(),
            host="127.0.0.1",
            port=self.port,
            log_level="critical",
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=0,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            if time.monotonic() > deadline:
                raise TimeoutError("the fake server did not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """Cut every connection, as a crash would."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)
        self._server = None

    def push(self, conversation: Conversation, reply: Reply, sender: str = "bot") -> None:
        """A message from bot or clerk, as the gateway's outbox would deliver it."""
        with self._lock:
            self._push(conversation, reply, sender)

    def _push(self, conversation: Conversation, reply: Reply, sender: str) -> None:
        seq = len(conversation.messages) + 1
        message = {"seq": seq, "id": secrets.token_hex(8), "from": sender, "at": _now(), **reply}
        buttons = [
            {"id": f"b{seq}.{index}", "title": title}
            for index, title in enumerate(reply.get("buttons", []))
        ]
        for button in buttons:
            conversation.offered[button["id"]] = button["title"]
        message["buttons"] = buttons
        for row in reply.get("card", {}).get("rows", []):
            if row.get("button"):
                conversation.offered[row["button"]] = row["label"]
        conversation.messages.append(message)

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
        message = {"id": body["id"], "from": "you", "at": _now(), "text": text}
        with self._lock:
            message["seq"] = len(conversation.messages) + 1
            conversation.messages.append(message)
        conversation.posts.append(body)
        asyncio.get_running_loop().create_task(self._answer(conversation, text))
        return message

    async def _answer(self, conversation: Conversation, text: str) -> None:
        conversation.typing = True
        await asyncio.sleep(self.delay)
        conversation.typing = False
        for reply in self.script(text):
            self.push(conversation, reply)

    async def _phone(self, request: Request) -> Response:
        conversation = self._conversation(request)
        if conversation is None:
            return JSONResponse({"error": "الجلسة انتهت"}, 401)
        return JSONResponse({"messages": conversation.phone})

    async def _accounts(self, request: Request) -> Response:
        return JSONResponse({"accounts": self.accounts})


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


# -- A conversation worth looking at, for development and for screenshots ----------------------

LTR, POP = "\u2066", "\u2069"

DEMO_ACCOUNTS = [
    {"number": "30000000001", "mobile": "+966550000001", "label": "مالك مسجّل، فاتورته غير مدفوعة"},
    {
        "number": "10000000002",
        "mobile": "+966550000002",
        "label": "مستأجر ساكن، والحساب باسم المالك",
    },
    {"number": "30000000003", "mobile": "+966550000003", "label": "حسابان على جوال واحد"},
    {"number": "30000000004", "mobile": "+966550000004", "label": "انقطاع قائم الآن في الحي"},
    {"number": "30000000005", "mobile": "+966550000005", "label": "انقطاع مجدول بكرة"},
]


def demo_script(text: str) -> list[Reply]:
    """A few set pieces: card, picture, buttons; anything else is parroted."""
    if re.search("بيانات|مستأجر", text):
        rows = [
            {"label": "صفة المستفيد", "value": "مستأجر", "button": "e.0"},
            {"label": "الجوال", "value": f"{LTR}+966 55 123 4567{POP}", "button": "e.1"},
            {"label": "البريد الإلكتروني", "value": f"{LTR}sara@example.com{POP}", "button": "e.2"},
            {"label": "نهاية عقد إيجار", "value": f"{LTR}2027-03-31{POP}", "button": "e.3"},
            {"label": "رقم الحساب", "value": f"{LTR}30000000001{POP}"},
        ]
        return [
            say(
                "وصلتنا كل البيانات، راجعها قبل الاعتماد:",
                card={"title": "ملخص التحديث", "rows": rows},
            ),
            say("هل نعتمد البيانات؟", "نعم، اعتمد", "لا، نكمل بعدين"),
        ]
    if re.search("فاتور", text):
        return [
            say(
                f"فاتورة يوليو {LTR}2026{POP}: {LTR}412.85{POP} ريال، وآخر موعد للسداد "
                f"{LTR}2026-08-14{POP}."
            ),
            say(
                "هذا استهلاكك في آخر ستة أشهر:",
                "ليش ارتفعت؟",
                "كيف أسدد؟",
                image="/media/chart.png",
                alt="رسم الاستهلاك: من 620 إلى 1480 كيلوواط ساعة",
            ),
        ]
    return parrot(text)


def main() -> None:
    """Run by hand on the port given (default 9141) until Ctrl-C."""
    server = WebServer(int(sys.argv[1]) if len(sys.argv) > 1 else 9141, demo_script)
    server.delay = 0.8
    server.accounts = DEMO_ACCOUNTS
    server.start()
    print(f"{server.url}/   {server.url}/host?lang=ar")
    try:
        while True:
            time.sleep(2)
            _demo_codes(server)
    except KeyboardInterrupt:
        server.stop()


def _demo_codes(server: WebServer) -> None:
    """Whoever writes a mobile gets a code on the demo phone."""
    for conversation in server.conversations.values():
        asked = sum(1 for post in conversation.posts if "05" in post.get("text", ""))
        if asked > len(conversation.phone):
            later = datetime.now(timezone.utc) + timedelta(seconds=1)
            conversation.phone.append(
                {
                    "kind": "sms",
                    "to": "+966551234567",
                    "at": later.isoformat(),
                    "text": "رمز التحقق: 483920. صالح 5 دقائق، لا تشاركه مع أحد.",
                }
            )


if __name__ == "__main__":
    main()
