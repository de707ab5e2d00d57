"""Plays a conversation file and checks what was said and what was stored."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

import pytest
from sqlalchemy import desc, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.accounts.failing import contact_failed, failing_contacts
from bot.accounts.records import find_account, on_file, primary_contact
from bot.accounts.tables import Account, ContactKind
from bot.attachments.tables import Attachment
from bot.billing.tables import Bill
from bot.cases.tables import Case
from bot.clock import now
from bot.console import desk
from bot.delivery.tables import OutboxMessage, Route
from bot.outages.tables import OutageWatcher
from bot.rendering.words import kwh, money, month_words
from bot.settings import ROOT
from bot.text.normalise import fold_text
from bot.transcripts.tables import Conversation
from bot.updates.tables import UpdateRequest
from tests.dialogues.people import Copy
from tests.dialogues.web import Reply

_REFERENCE = re.compile(r"\b[UOCSP]\d{7}\b")
_ACTS = {
    "say": "say",
    "press": "press",
    "code": "say",
    "contact": "share_contact",
    "strangers_contact": "share_strangers_contact",
    "send": "send",
}
CLERK = "huda"
_BILL_WORDS = ("total", "kwh", "month", "month_before", "previous_balance")
"""Placeholders that are read from the newest bill."""
_CHARGE = re.compile("هللة|رسم العداد|ضريبة|رصيد سابق")
"""Labels of the rows that a bill's total adds up from."""


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
    environment: dict[str, str]
    """Of the running system, for the commands that staff run."""
    transcript: list[str] = field(default_factory=list)
    reference: str = ""
    unused_code: str = ""
    """A code that came and was not typed yet, because a wrong one was typed first."""

    def run(self, conversation: dict[str, Any]) -> None:
        """All turns, then the database."""
        __tracebackhide__ = True
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
            "second": self.copy.second,
        }
        if any(f"{{{name}}}" in text for name in _BILL_WORDS):
            values |= self._bill_words()
        return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], m[0]), text)

    def _bill_words(self) -> dict[str, str]:
        """The newest bill on record, as it should be said."""
        # Asked for also while a check reads the database: it must not wait for itself.
        reader = self.engine.execution_options(sqlite_begin="DEFERRED")
        with Session(reader, future=True) as session:
            query = select(Bill).join(Account).where(Account.number == self.copy.account)
            newest, before = session.execute(query.order_by(desc(Bill.period)).limit(2)).scalars()
            return {
                "total": money(newest.total),
                "kwh": kwh(newest.kwh),
                "month": month_words(newest.period),
                "month_before": month_words(before.period),
                "previous_balance": money(newest.previous_balance),
            }

    def _speak(self, turn: dict[str, Any]) -> list[Reply]:
        if "run" in turn:
            return self._run_command(self.fill(turn["run"]))
        if "clerk" in turn:
            return self._let_clerk(turn["clerk"])
        if "fails" in turn:
            return self._let_contact_fail(turn["fails"], self.fill(turn.get("of", "{account}")))
        kind = next(key for key in _ACTS if key in turn)
        words = self.fill(str(turn[kind]))
        if kind == "code":
            words = self._digits(right=words == "right")
        self.transcript.append(f"  👤 {words}")
        replies: list[Reply] = getattr(self.subscriber, _ACTS[kind])(words)
        for reply in replies:
            self._note(reply)
        return replies

    def _run_command(self, command: str) -> list[Reply]:
        """What staff run; then what reaches the subscriber because of it."""
        self.transcript.append(f"  ⚙ python -m bot {command}")
        subprocess.run(
            [sys.executable, "-m", "bot", *command.split()],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )
        replies: list[Reply] = self.subscriber.arrived()
        for reply in replies:
            self._note(reply)
        return replies

    def _let_clerk(self, act: str) -> list[Reply]:
        """A clerk takes the conversation or hands it back; then what reaches the subscriber."""
        self.transcript.append(f"  🧑 {act}")
        acts = {"takes": desk.take, "hands back": desk.hand_back}
        with Session(self.engine, future=True) as session, session.begin():
            query = select(Conversation).where(Conversation.key == self.subscriber.conversation)
            row = session.execute(query).scalar_one()
            assert acts[act](session, row.id, CLERK)
            if act == "takes":  # a browser that stays open, however slow this machine is
                row.clerk_seen_at = now() + timedelta(days=1)
        replies: list[Reply] = self.subscriber.arrived()
        for reply in replies:
            self._note(reply)
        return replies

    def _let_contact_fail(self, kind: str, number: str) -> list[Reply]:
        """What is sent to the account's contact of that kind comes back; nobody hears of it."""
        self.transcript.append(f"  ✉ {kind} fails")
        with Session(self.engine, future=True) as session, session.begin():
            account = find_account(session, number)
            value = primary_contact(account, ContactKind(kind)) if account else None
            assert value, f"{number} has no {kind}"
            contact_failed(session, value, "mail returned: 5.1.1")
        return []

    def _digits(self, *, right: bool) -> str:
        """The code that came, or another one; then the one that came is kept for later."""
        code = self.unused_code or self.subscriber.code()
        self.unused_code = "" if right else code
        return code if right else f"{(int(code) + 1) % 1_000_000:06d}"

    def _note(self, reply: Reply) -> None:
        rows = "".join(f"\n       | {row['label']}: {row['value']}" for row in reply.card)
        picture = " 🖼" if reply.image else ""
        self.transcript.append(f"  🤖 {reply.text}{picture}{rows}  {reply.titles() or ''}")
        found = _REFERENCE.findall(reply.text)
        self.reference = found[-1] if found else self.reference

    def _check_turn(self, turn: dict[str, Any], replies: list[Reply]) -> None:
        __tracebackhide__ = True
        said = fold_text(" ".join(reply.text for reply in replies))
        for words in turn.get("hear", []):
            self._expect(fold_text(self.fill(words)) in said, f"should say {words!r}")
        for words in turn.get("not_hear", []):
            self._expect(fold_text(self.fill(words)) not in said, f"should not say {words!r}")
        titles = [title for reply in replies for title in reply.titles()]
        for title in turn.get("buttons", []):
            self._expect(self.fill(title) in titles, f"should offer {title!r}, offers {titles}")
        rows = {row["label"]: row["value"] for reply in replies for row in reply.card}
        for label, value in turn.get("card", {}).items():
            shown = fold_text(rows.get(self.fill(label), ""))
            self._expect(fold_text(self.fill(value)) in shown, f"card {label}: {value}, is {rows}")
        if turn.get("adds_up"):
            charges = [_riyals(value) for label, value in rows.items() if _CHARGE.search(label)]
            total = _riyals(rows.get("المبلغ", ""))
            self._expect(sum(charges) == total > 0, f"{charges} do not add up to {total}")
        if "document" in turn:
            came = any(reply.document for reply in replies)
            self._expect(came == turn["document"], "a file")
        if "image" in turn:
            self._expect(any(reply.image for reply in replies) == turn["image"], "picture")

    def _check_database(self, expected: dict[str, Any]) -> None:
        __tracebackhide__ = True
        with Session(self.engine, future=True) as session:
            self._check_account(session, expected.get("account", {}))
            if "failing" in expected:
                self._check_failing(session, expected["failing"])
            if "requests" in expected:
                query = select(UpdateRequest.state).where(
                    UpdateRequest.conversation == self.subscriber.conversation
                )
                states = session.execute(query.order_by(UpdateRequest.id)).scalars().all()
                self._expect(states == expected["requests"], f"requests are {states}")
            if "reports" in expected:
                self._check_reports(session, expected["reports"])
            if "cases" in expected:
                self._check_cases(session, expected["cases"])
            if "files" in expected:
                self._check_files(session, expected["files"])
            for words in expected.get("mailed", []):
                self._check_mail(session, self.fill(words))
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

    def _check_failing(self, session: Session, wanted: list[str]) -> None:
        account = find_account(session, self.copy.account)
        found = [c.kind for c in failing_contacts(session, account.id)] if account else []
        self._expect(found == wanted, f"failing contacts are {found}")

    def _check_reports(self, session: Session, count: int) -> None:
        query = select(OutageWatcher.report_id).where(
            OutageWatcher.conversation == self.subscriber.conversation,
            OutageWatcher.report_id.isnot(None),  # type: ignore[union-attr]
        )
        reports = set(session.execute(query).scalars())
        self._expect(len(reports) == count, f"{len(reports)} outage reports")

    def _check_cases(self, session: Session, wanted: list[str]) -> None:
        """`<category> <state>` of this conversation's cases, oldest first."""
        query = select(Case).where(Case.conversation == self.subscriber.conversation)
        found = session.execute(query.order_by(Case.id)).scalars()
        cases = [f"{case.category} {case.state}" for case in found]
        self._expect(cases == wanted, f"cases are {cases}")

    def _check_files(self, session: Session, wanted: dict[str, int]) -> None:
        """How many files are `linked` to a case, and how many are `loose`."""
        query = select(Attachment.case_id).where(
            Attachment.conversation == self.subscriber.conversation
        )
        owners = list(session.execute(query).scalars())
        found = {"linked": sum(o is not None for o in owners), "loose": owners.count(None)}
        self._expect(found == {"linked": 0, "loose": 0, **wanted}, f"files: {found}")

    def _check_mail(self, session: Session, words: str) -> None:
        """An e-mail about this conversation's account with a bill, and these words in it."""
        query = select(OutboxMessage.body).where(OutboxMessage.route == Route.EMAIL.value)
        bodies = [json.loads(body) for body in session.execute(query).scalars() if body]
        tail = self.copy.account[-4:]
        mine = [b["text"] for b in bodies if b.get("document") and tail in b["text"]]
        found = any(fold_text(words) in fold_text(body) for body in mine)
        self._expect(found, f"no e-mail with a bill says {words!r}: {mine}")

    def _check_sms(self, session: Session, mobile: str, words: str) -> None:
        query = select(OutboxMessage.body).where(
            OutboxMessage.route == Route.SMS.value, OutboxMessage.recipient == mobile
        )
        bodies = [json.loads(b)["text"] for b in session.execute(query).scalars() if b]
        found = any(fold_text(words) in fold_text(body) for body in bodies)
        self._expect(found, f"SMS to {mobile}: {bodies}")

    def _expect(self, holds: bool, what: str) -> None:
        __tracebackhide__ = True
        if not holds:
            conversation = "\n".join(self.transcript)
            pytest.fail(f"{what}\n{conversation}", pytrace=False)


def _riyals(words: str) -> Decimal:
    """ "1,234.50 ريال" → the amount; zero for other words."""
    found = re.match(r"([\d,]+\.\d\d) ريال$", words)
    return Decimal(found[1].replace(",", "")) if found else Decimal(0)


def dialled(mobile: str) -> str:
    """+9665… → 05…"""
    return "0" + mobile.removeprefix("+966")


def international(mobile: str) -> str:
    """05… → +9665…"""
    return "+966" + mobile[1:] if mobile.startswith("0") else mobile
