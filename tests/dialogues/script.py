"""Plays a conversation file and checks what was said and what was stored."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.accounts.records import find_account, on_file
from bot.notices.tables import OutboxMessage, Route
from bot.outages.tables import OutageWatcher
from bot.text.normalise import fold_text
from bot.updates.tables import UpdateRequest
from tests.dialogues.people import Copy
from tests.dialogues.web import Reply

_REFERENCE = re.compile(r"\b[UO]\d{7}\b")
_SAYINGS = ("say", "press", "code", "contact")


class Subscriber(Protocol):
    """A person on a channel."""

    conversation: str

    def say(self, text: str) -> list[Reply]: ...
    def press(self, title: str) -> list[Reply]: ...
    def code(self) -> str: ...


@dataclass
class Play:
    """One conversation under way."""

    subscriber: Any
    copy: Copy
    engine: Engine
    transcript: list[str] = field(default_factory=list)
    reference: str = ""

    def run(self, conversation: dict[str, Any]) -> None:
        """All turns, then the database."""
        for turn in conversation["turns"]:
            replies = self._speak(turn)
            self._check_turn(turn, replies)
        self._check_database(conversation.get("finally", {}))

    def fill(self, text: str) -> str:
        """Replace the placeholders."""
        values = {
            "account": self.copy.account,
            "mobile": dialled(self.copy.mobile),
            "new_mobile": dialled(self.copy.new_mobile),
            "reference": self.reference,
        }
        return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], m[0]), text)

    def _speak(self, turn: dict[str, Any]) -> list[Reply]:
        kind = next(key for key in _SAYINGS if key in turn)
        words = self.fill(str(turn[kind]))
        if kind == "code":
            right = self.subscriber.code()
            words = right if words == "right" else f"{(int(right) + 1) % 1_000_000:06d}"
        self.transcript.append(f"  👤 {words}")
        act = {"press": "press", "contact": "share_contact"}.get(kind, "say")
        replies: list[Reply] = getattr(self.subscriber, act)(words)
        for reply in replies:
            self._note(reply)
        return replies

    def _note(self, reply: Reply) -> None:
        rows = "".join(f"\n       | {row['label']}: {row['value']}" for row in reply.card)
        picture = " 🖼" if reply.image else ""
        self.transcript.append(f"  🤖 {reply.text}{picture}{rows}  {reply.titles() or ''}")
        found = _REFERENCE.findall(reply.text)
        self.reference = found[-1] if found else self.reference

    def _check_turn(self, turn: dict[str, Any], replies: list[Reply]) -> None:
        said = fold_text(" ".join(reply.text for reply in replies))
        for words in turn.get("hear", []):
            self._expect(fold_text(self.fill(words)) in said, f"should say {words!r}")
        for words in turn.get("not_hear", []):
            self._expect(fold_text(self.fill(words)) not in said, f"should not say {words!r}")
        titles = [title for reply in replies for title in reply.titles()]
        for title in turn.get("buttons", []):
            self._expect(title in titles, f"should offer {title!r}, offers {titles}")
        rows = {row["label"]: row["value"] for reply in replies for row in reply.card}
        for label, value in turn.get("card", {}).items():
            shown = fold_text(rows.get(label, ""))
            self._expect(fold_text(self.fill(value)) in shown, f"card {label}: {value}, is {rows}")
        if "image" in turn:
            self._expect(any(reply.image for reply in replies) == turn["image"], "picture")

    def _check_database(self, expected: dict[str, Any]) -> None:
        with Session(self.engine, future=True) as session:
            self._check_account(session, expected.get("account", {}))
            if "requests" in expected:
                query = select(UpdateRequest.state).where(
                    UpdateRequest.conversation == self.subscriber.conversation
                )
                states = session.execute(query.order_by(UpdateRequest.id)).scalars().all()
                self._expect(states == expected["requests"], f"requests are {states}")
            if "reports" in expected:
                self._check_reports(session, expected["reports"])
            for mobile, words in expected.get("sms_to", {}).items():
                self._check_sms(session, international(self.fill(mobile)), words)

    def _check_account(self, session: Session, fields: dict[str, Any]) -> None:
        account = find_account(session, self.copy.account)
        values = on_file(account) if account else {}
        for name, value in fields.items():
            wanted = None if value is None else self.fill(str(value))
            if wanted and name in ("mobile", "second_mobile"):
                wanted = international(wanted)
            self._expect(values.get(name) == wanted, f"on file {name}: {values.get(name)}")

    def _check_reports(self, session: Session, count: int) -> None:
        query = select(OutageWatcher.report_id).where(
            OutageWatcher.conversation == self.subscriber.conversation,
            OutageWatcher.report_id.isnot(None),  # type: ignore[union-attr]
        )
        reports = set(session.execute(query).scalars())
        self._expect(len(reports) == count, f"{len(reports)} outage reports")

    def _check_sms(self, session: Session, mobile: str, words: str) -> None:
        query = select(OutboxMessage.body).where(
            OutboxMessage.route == Route.SMS.value, OutboxMessage.recipient == mobile
        )
        bodies = [json.loads(b)["text"] for b in session.execute(query).scalars() if b]
        found = any(fold_text(words) in fold_text(body) for body in bodies)
        self._expect(found, f"SMS to {mobile}: {bodies}")

    def _expect(self, holds: bool, what: str) -> None:
        if not holds:
            conversation = "\n".join(self.transcript)
            raise AssertionError(f"{what}\n{conversation}")


def dialled(mobile: str) -> str:
    """+9665… → 05…"""
    return "0" + mobile.removeprefix("+966")


def international(mobile: str) -> str:
    """05… → +9665…"""
    return "+966" + mobile[1:] if mobile.startswith("0") else mobile
