"""A subscriber on the web widget, over the gateway's real HTTP."""

from __future__ import annotations

import json
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.delivery.tables import OutboxMessage, OutboxState
from bot.gateway.inbox import queue_words
from bot.gateway.tables import InboxMessage
from bot.gateway.words import word
from bot.transcripts.tables import Conversation, Message
from tests.fakes.files import FILES, picture

TURN_SECONDS = 120
_ISOLATES = re.compile("[\u2066-\u2069]")


@dataclass
class Reply:
    """One message of the bot, as the widget gets it."""

    text: str
    buttons: list[dict[str, str]]
    card: list[dict[str, str]]
    image: str | None
    document: str | None = None
    """Title of a file that can be opened."""

    def titles(self) -> list[str]:
        """What can be pressed."""
        return [_ISOLATES.sub("", button["title"]) for button in self.buttons]


@dataclass
class WebSubscriber:
    """Sends, waits until the turn is answered, reads the replies."""

    address: str
    engine: Engine
    client: httpx.Client = field(init=False)
    conversation: str = field(init=False)
    seen: int = 0
    replies: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.address, timeout=TURN_SECONDS)
        session = self.client.post("/api/session", json={}).json()
        self.conversation = session["conversation"]
        self.client.headers["Authorization"] = f"Bearer {session['token']}"

    def say(self, text: str) -> list[Reply]:
        """Type a message."""
        return self._send({"text": text})

    def press(self, title: str) -> list[Reply]:
        """Tap a button of the last replies, or the edit button of a card row with that label."""
        for reply in reversed(self.replies):
            for button in reply.buttons:
                if _ISOLATES.sub("", button["title"]) == title:
                    return self._send({"button": button["id"], "title": title})
            for row in reply.card:
                if row["label"] == title and row.get("button"):
                    return self._send({"button": row["button"], "title": title})
        shown = [reply.titles() for reply in self.replies]
        raise AssertionError(f"no button {title!r} among {shown}")

    def send(self, kind: str) -> list[Reply]:
        """Send a file by the paper clip: `photo`, `pdf`, or `webpage`, which is refused."""
        content = picture() if kind == "photo" else FILES[kind]
        client_id = str(uuid.uuid4())
        answer = self.client.post("/api/files", params={"id": client_id}, content=content)
        if answer.status_code != 202:
            return [Reply(answer.json()["error"], [], [], None)]
        self._wait_answered(f"{self.conversation}:{client_id}")
        self.replies = self._read_new(answer.json()["seq"])
        return self.replies

    def arrived(self) -> list[Reply]:
        """What came by itself since the last reply."""
        end, seen = time.monotonic() + TURN_SECONDS, self.seen
        while self._last_seq() <= seen:
            if time.monotonic() > end:
                raise AssertionError(f"nothing came by itself in {TURN_SECONDS} s")
            time.sleep(0.05)
        self.replies = self._read_new(seen)
        return self.replies

    def phone(self) -> list[dict[str, Any]]:
        """SMS and e-mails that this conversation caused, newest last."""
        found: list[dict[str, Any]] = self.client.get("/api/demo/phone").json()["messages"]
        return found

    def code(self) -> str:
        """The newest code that came by SMS or e-mail."""
        end = time.monotonic() + TURN_SECONDS
        while time.monotonic() < end:
            if self._codes_on_their_way():
                time.sleep(0.05)
                continue
            codes = re.findall(r"\b\d{6}\b", " ".join(m["text"] for m in self.phone()))
            if len(codes) > self._codes_used:
                self._codes_used = len(codes)
                return str(codes[-1])
            time.sleep(0.05)
        raise AssertionError(f"no new code came: {self.phone()}")

    _codes_used: int = 0

    def _codes_on_their_way(self) -> bool:
        """Whether an SMS or e-mail with a code is not sent yet."""
        query = select(OutboxMessage.id).where(
            OutboxMessage.secret.is_(True), OutboxMessage.state == OutboxState.WAITING.value
        )
        with Session(self.engine, future=True) as session:
            return session.execute(query.limit(1)).first() is not None

    def _send(self, body: dict[str, str]) -> list[Reply]:
        client_id = str(uuid.uuid4())
        answer = self.client.post("/api/messages", json={"id": client_id, **body})
        if answer.status_code != 202:
            raise AssertionError(f"{answer.status_code}: {answer.text}")
        self._wait_answered(f"{self.conversation}:{client_id}")
        self.replies = self._read_new(answer.json()["seq"])
        return self.replies

    def _wait_answered(self, external_id: str) -> None:
        query = select(InboxMessage.state, InboxMessage.last_error).where(
            InboxMessage.external_id == external_id
        )
        state, error, end = "waiting", None, time.monotonic() + TURN_SECONDS
        while time.monotonic() < end:
            with Session(self.engine, future=True) as session:
                state, error = session.execute(query).one()
            if state != "waiting":
                break
            time.sleep(0.01)
        if state != "answered":
            raise AssertionError(f"the message is {state}: {error}")

    def _last_seq(self) -> int:
        query = select(func.max(Message.seq)).join(Conversation)
        with Session(self.engine, future=True) as session:
            newest = session.execute(query.where(Conversation.key == self.conversation))
            return newest.scalar_one() or 0

    def _read_new(self, asked: int) -> list[Reply]:
        last = self._last_seq()
        if last <= asked:
            return []  # said to a clerk: nobody answers at once
        events = []
        with self.client.stream("GET", "/api/events", params={"after": asked}) as stream:
            for event in sse(stream):
                events.append(event)
                self.seen = event["seq"]
                if self.seen >= last:
                    break
        replies = [_reply(event) for event in events if event["from"] != "you"]
        return [reply for reply in replies if not asks_for_patience(reply.text)]


def asks_for_patience(text: str) -> bool:
    """Whether a message only says that the answer takes a moment: on a busy machine it may."""
    return _ISOLATES.sub("", text) in (word("wait"), _ISOLATES.sub("", queue_words()))


def _reply(event: dict[str, Any]) -> Reply:
    card = (event.get("card") or {}).get("rows", [])
    text = _ISOLATES.sub("", event.get("text") or "")
    rows = [{key: _ISOLATES.sub("", value) for key, value in row.items() if value} for row in card]
    file = (event.get("document") or {}).get("title")
    return Reply(text, event.get("buttons") or [], rows, event.get("image"), file)


def sse(stream: httpx.Response) -> Any:
    """Data of the `message` events of a stream."""
    name = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: ") and name == "message":
            yield json.loads(line.removeprefix("data: "))
