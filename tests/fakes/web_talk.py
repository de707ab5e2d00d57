"""What is said in the fake gateway's conversations: messages, scripted answers, a demo phone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

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

    def add(self, reply: Reply, sender: str) -> None:
        """A message of bot or clerk comes to stand at the end."""
        seq = len(self.messages) + 1
        message = {"seq": seq, "id": secrets.token_hex(8), "from": sender, "at": now(), **reply}
        buttons = [
            {"id": f"b{seq}.{index}", "title": title}
            for index, title in enumerate(reply.get("buttons", []))
        ]
        for button in buttons:
            self.offered[button["id"]] = button["title"]
        message["buttons"] = buttons
        for row in reply.get("card", {}).get("rows", []):
            if row.get("button"):
                self.offered[row["button"]] = row["label"]
        self.messages.append(message)


def now() -> str:
    """As the gateway writes it."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
