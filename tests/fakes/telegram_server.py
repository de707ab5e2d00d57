"""A local Bot API server: what Telegram does for a bot, over real HTTP.

A test plays the subscriber (`say`, `press`, `share_contact` …) and reads what the bot sent
(`sent_to`). `fail` makes the next calls of a method answer an error.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.serving import Serving, wait_until

TOKEN = "123456:local-bot-api-server-token"
BOT = {"id": 123456, "is_bot": True, "first_name": "مشترك", "username": "mushtarik_bot"}


@dataclass
class Call:
    """One method that the bot called. `params` are decoded; an uploaded file is its bytes."""

    method: str
    params: dict[str, Any]
    at: float = field(default_factory=time.monotonic)

    @property
    def buttons(self) -> dict[str, str]:
        """Inline buttons, title → callback data."""
        rows = (self.params.get("reply_markup") or {}).get("inline_keyboard") or []
        return {button["text"]: button["callback_data"] for row in rows for button in row}


@dataclass
class Failure:
    """An error answer of the Bot API."""

    code: int
    description: str
    retry_after: int | None = None


class TelegramServer:
    """`with TelegramServer() as telegram:`, then TELEGRAM_API_BASE=telegram.url."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.webhook: dict[str, Any] = {}
        self._updates: list[dict[str, Any]] = []
        self._failures: dict[str, list[Failure]] = {}
        self._update_ids = itertools.count(1000)
        self._message_ids = itertools.count(1)
        self._closing = False
        self.holds: Callable[[Call], bool] = lambda call: False
        """Calls that are answered only once a test lets them go."""
        self.files: dict[str, bytes] = {}
        """Contents by `file_id`; the ones of `send_photo` and `send_document` lie here."""
        routes = [
            Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{name}", self._download),
        ]
        self._serving = Serving(Starlette(routes=routes))
        self.url = self._serving.url

    def __enter__(self) -> TelegramServer:
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self._serving.stop()

    # What a test does

    def update(self, **content: Any) -> dict[str, Any]:
        """Put an update into the queue; returns it as Telegram would send it."""
        made = {"update_id": next(self._update_ids), **content}
        self._updates.append(made)
        return made

    def message(
        self, chat: int, *, user: int | None = None, chat_type: str = "private", **content: Any
    ) -> dict[str, Any]:
        """A message object of a user in a chat."""
        sender = {"id": user or chat, "is_bot": False, "first_name": "سارة"}
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": chat, "type": chat_type, "first_name": "سارة"},
            "from": sender,
            **content,
        }

    def say(self, chat: int, text: str, **more: Any) -> dict[str, Any]:
        """The subscriber types."""
        return self.update(message=self.message(chat, text=text, **more))

    def press(self, chat: int, data: str) -> dict[str, Any]:
        """The subscriber presses an inline button."""
        query = {
            "id": str(next(self._message_ids)),
            "from": {"id": chat, "is_bot": False, "first_name": "سارة"},
            "chat_instance": "1",
            "data": data,
            "message": self.message(chat, text="…"),
        }
        return self.update(callback_query=query)

    def share_contact(self, chat: int, number: str, owner: int) -> dict[str, Any]:
        """The subscriber shares a contact card whose owner is Telegram user `owner`."""
        contact = {"phone_number": number, "first_name": "سارة", "user_id": owner}
        return self.update(message=self.message(chat, contact=contact))

    def send_photo(self, chat: int, content: bytes, caption: str | None = None) -> dict[str, Any]:
        """The subscriber sends a picture; Telegram offers it in two sizes."""
        small, large = self._keep(b"small"), self._keep(content)
        sizes = [_photo(small, 90), _photo(large, 1280)]
        more = {"caption": caption} if caption else {}
        return self.update(message=self.message(chat, photo=sizes, **more))

    def send_document(self, chat: int, content: bytes, name: str = "file") -> dict[str, Any]:
        """The subscriber sends a file."""
        file_id = self._keep(content)
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
        return self.update(message=self.message(chat, document=document))

    def _keep(self, content: bytes) -> str:
        file_id = f"f{len(self.files)}"
        self.files[file_id] = content
        return file_id

    def fail(self, method: str, failure: Failure, times: int = 1) -> None:
        """The next `times` calls of `method` answer `failure`."""
        self._failures.setdefault(method, []).extend([failure] * times)

    def called(self, method: str) -> list[Call]:
        """All calls of a method, failed ones too."""
        return [call for call in list(self.calls) if call.method == method]

    def sent_to(self, chat: int) -> list[Call]:
        """Messages and pictures that reached a chat, in order."""
        return [
            call
            for call in list(self.calls)
            if call.method in ("sendMessage", "sendPhoto", "sendDocument")
            and int(call.params["chat_id"]) == chat
            and not call.params.get("_failed")
        ]

    def wait_for(self, chat: int, count: int, seconds: float = 60.0) -> list[Call]:
        """What reached a chat, once it is `count` messages."""
        wait_until(
            lambda: len(self.sent_to(chat)) >= count, seconds, f"message {count} to chat {chat}"
        )
        return self.sent_to(chat)

    def unconfirmed(self) -> list[dict[str, Any]]:
        """Updates that the bot has not confirmed by a later offset."""
        return list(self._updates)

    # What Telegram does

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _error(Failure(401, "Unauthorized"))
        params = await _params(request)
        call = Call(method, params)
        self.calls.append(call)
        # Let go from the test's thread, so there is no event to wait for.
        while self.holds(call) and not self._closing:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        if self._failures.get(method):
            params["_failed"] = True
            return _error(self._failures[method].pop(0))
        handler = getattr(self, f"_on_{method}", None)
        result = await handler(params) if handler else True
        return JSONResponse({"ok": True, "result": result})

    async def _on_getMe(self, _params: dict[str, Any]) -> Any:
        return BOT

    async def _on_getUpdates(self, params: dict[str, Any]) -> Any:
        offset = int(params.get("offset") or 0)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        deadline = time.monotonic() + float(params.get("timeout") or 0)
        # Filled from the test's thread, so there is no event to wait for.
        while not self._updates and time.monotonic() < deadline and not self._closing:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return self._updates[:100]

    async def _on_setWebhook(self, params: dict[str, Any]) -> Any:
        self.webhook = params
        return True

    async def _on_deleteWebhook(self, _params: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    async def _on_sendMessage(self, params: dict[str, Any]) -> Any:
        return self._made(params, text=params["text"])

    async def _on_sendPhoto(self, params: dict[str, Any]) -> Any:
        photo = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
        return self._made(params, photo=[photo], caption=params.get("caption"))

    async def _on_sendDocument(self, params: dict[str, Any]) -> Any:
        document = {"file_id": "d", "file_unique_id": "d", "file_name": "file.pdf"}
        return self._made(params, document=document, caption=params.get("caption"))

    async def _on_getFile(self, params: dict[str, Any]) -> Any:
        file_id = params["file_id"]
        size = len(self.files[file_id])
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": size,
            "file_path": file_id,
        }

    async def _download(self, request: Request) -> Response:
        if request.path_params["token"] != TOKEN:
            return Response(status_code=404)
        return Response(self.files[request.path_params["name"]])

    def _made(self, params: dict[str, Any], **content: Any) -> dict[str, Any]:
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": int(params["chat_id"]), "type": "private"},
            "from": BOT,
            **content,
        }


def _photo(file_id: str, width: int) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": file_id, "width": width, "height": width}


def _error(failure: Failure) -> Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": failure.code,
        "description": failure.description,
    }
    if failure.retry_after is not None:
        body["parameters"] = {"retry_after": failure.retry_after}
    return JSONResponse(body, failure.code)


async def _params(request: Request) -> dict[str, Any]:
    async with request.form() as form:
        return {name: await _value(value) for name, value in form.items()}


async def _value(value: UploadFile | str) -> Any:
    if isinstance(value, UploadFile):
        return await value.read()
    if value[:1] in ("{", "["):
        return json.loads(value)
    return value
