"""A subscriber on Telegram, through a local Bot API server."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.delivery.tables import OutboxMessage
from bot.gateway.tables import InboxMessage
from tests.dialogues.web import TURN_SECONDS, Reply, asks_for_patience
from tests.fakes.files import FILES, picture
from tests.fakes.telegram_server import Call, TelegramServer

_chats = itertools.count(70_001)
_ISOLATES = re.compile("[\u2066-\u2069]")
_MEDIA: dict[str, dict[str, Any]] = {
    "voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    "location": {"location": {"latitude": 24.7, "longitude": 46.7}},
}


@dataclass
class TelegramSubscriber:
    """Sends, waits until everything was answered and delivered, reads what reached the chat."""

    server: TelegramServer
    engine: Engine
    var_dir: Path
    chat: int = field(default_factory=lambda: next(_chats))
    replies: list[Reply] = field(default_factory=list)
    _codes_used: int = 0
    _read: int = 0

    @property
    def conversation(self) -> str:
        """The conversation key."""
        return f"telegram:{self.chat}"

    def say(self, text: str) -> list[Reply]:
        """Type a message."""
        return self._turn(lambda: self.server.say(self.chat, text))

    def press(self, title: str) -> list[Reply]:
        """Tap the newest inline button of that name; a card row's is called "تعديل: …"."""
        data = {t: d for call in self.server.sent_to(self.chat) for t, d in call.buttons.items()}
        found = data.get(title) or next((d for t, d in data.items() if t.endswith(title)), None)
        if found is None:
            raise AssertionError(f"no button {title!r} among {list(data)}")
        return self._turn(lambda: self.server.press(self.chat, found))

    def share_contact(self, mobile: str) -> list[Reply]:
        """Share the own contact; Telegram gives the number in international form."""
        number = "966" + mobile.lstrip("0")
        return self._turn(lambda: self.server.share_contact(self.chat, number, self.chat))

    def share_strangers_contact(self, mobile: str) -> list[Reply]:
        """Share the card of somebody else."""
        number = "966" + mobile.lstrip("0")
        return self._alone(
            lambda: self.server.share_contact(self.chat, number, self.chat + 900_000)
        )

    def send(self, kind: str) -> list[Reply]:
        """Send something that is no text: `photo`, `pdf`, `webpage`, `voice` or `location`;
        `photo: <words>` is a picture with these words below it."""
        name, _, caption = kind.partition(": ")
        if name == "photo":
            return self._turn(lambda: self.server.send_photo(self.chat, picture(), caption or None))
        if name in FILES:
            return self._turn(lambda: self.server.send_document(self.chat, FILES[name]))
        message = self.server.message(self.chat, **_MEDIA[kind])
        return self._alone(lambda: self.server.update(message=message))

    def _alone(self, act: Callable[[], Any]) -> list[Reply]:
        """A turn that the gateway answers by itself."""
        seen = len(self._sent())
        act()
        return self._after(seen)

    def arrived(self) -> list[Reply]:
        """What came by itself since the last reply."""
        return self._after(self._read)

    def _sent(self) -> list[Call]:
        """What reached the chat, without asking for patience."""
        sent = self.server.sent_to(self.chat)
        return [call for call in sent if not asks_for_patience(call.params.get("text") or "")]

    def _after(self, seen: int) -> list[Reply]:
        self._wait(lambda: len(self._sent()) > seen, "a message")
        return self._replies_since(seen)

    def _replies_since(self, seen: int) -> list[Reply]:
        sent = self._sent()
        self._read = len(sent)
        self.replies = [_reply(call) for call in sent[seen:]]
        return self.replies

    def code(self) -> str:
        """The newest code that went to the demo phone for this conversation."""
        end = time.monotonic() + TURN_SECONDS
        while time.monotonic() < end:
            codes = re.findall(r"\b\d{6}\b", " ".join(self._phone()))
            if len(codes) > self._codes_used:
                self._codes_used = len(codes)
                return str(codes[-1])
            time.sleep(0.05)
        raise AssertionError("no new code came")

    def _phone(self) -> list[str]:
        kept = [
            json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((self.var_dir / "outbox").glob("*.json"))
        ]
        return [one["text"] for one in kept if one["conversation"] == self.conversation]

    def _turn(self, act: Callable[[], Any]) -> list[Reply]:
        seen, stored = len(self._sent()), self._count_inbox()
        act()
        self._wait(lambda: self._count_inbox() > stored and not self._waiting(), "an answer")
        self._wait(lambda: not self._unsent(), "the delivery")
        return self._replies_since(seen)

    def _wait(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + TURN_SECONDS
        while not done():
            if time.monotonic() > end:
                raise AssertionError(f"waited {TURN_SECONDS} s for {what}")
            time.sleep(0.02)

    def _count_inbox(self, *conditions: Any) -> int:
        query = select(func.count(InboxMessage.id)).where(
            InboxMessage.conversation == self.conversation, *conditions
        )
        return self._one(query)

    def _waiting(self) -> int:
        return self._count_inbox(InboxMessage.state == "waiting")

    def _unsent(self) -> int:
        return self._one(
            select(func.count(OutboxMessage.id)).where(
                OutboxMessage.recipient == self.conversation, OutboxMessage.state == "waiting"
            )
        )

    def _one(self, query: Any) -> int:
        with Session(self.engine, future=True) as session:
            return int(session.execute(query).scalar_one())


def _reply(call: Call) -> Reply:
    text = call.params.get("text") or call.params.get("caption") or ""
    buttons = [{"title": title, "id": data} for title, data in call.buttons.items()]
    image = "photo" if call.method == "sendPhoto" else None
    shown = _ISOLATES.sub("", text)
    lines = [line.partition(": ") for line in shown.splitlines()]
    card = [{"label": label, "value": value} for label, colon, value in lines if colon]
    document = "file" if call.method == "sendDocument" else None
    return Reply(shown, buttons, card, image, document)
