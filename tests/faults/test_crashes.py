"""kill -9 in the middle of a conversation: nothing lost, nothing doubled, and it goes on."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.database import make_engine
from bot.gateway.tables import InboxMessage
from bot.outages.tables import OutageReport, OutageWatcher
from bot.transcripts.tables import Conversation, Message
from bot.updates.tables import UpdateRequest
from tests.dialogues.people import Copy, copy_account
from tests.dialogues.script import dialled
from tests.dialogues.web import Reply, WebSubscriber
from tests.faults.processes import Processes

CODE = "<code>"
UPDATE = (
    "ابغى احدث بياناتي حسابي {account}",
    "مستأجر",
    "منى علي الشهري",
    "1000000008",
    "تخطي",
    "{new_mobile}",
    CODE,
    "تخطي",
    "تخطي",
    "رسالة نصية",
    "أؤكد",
)
REPORT = ("الكهرباء طافية عندنا", "{account}", "لا ما فيه", "بيتي بس")
MOMENTS = (0.0, 0.004, 0.012, 0.03, 0.08)
"""Seconds between sending a message and the kill: before, during and after the turn."""


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """One system for the module; the tests kill its processes one after the other."""
    made = Processes(tmp_path_factory.mktemp("faults"))
    made.prepare()
    for name in ("rasa", "gateway"):
        made.start(name)
    try:
        made.wait_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def records(processes: Processes) -> Iterator[Engine]:
    """Its database."""
    engine = make_engine(processes.environment["DATABASE_URL"])
    yield engine
    engine.dispose()


@dataclass
class Stubborn(WebSubscriber):
    """Like the widget: sends the same message again until it is stored. One turn meets a crash."""

    processes: Any = None
    victim: str = ""
    moment: float = 0.0
    crash_next: bool = False

    def _send(self, body: dict[str, str]) -> list[Reply]:
        if not self.crash_next:
            return super()._send(body)
        self.crash_next = False
        sent = {"id": str(uuid.uuid4()), **body}
        self._try_to_send(sent)
        time.sleep(self.moment)
        self.processes.kill(self.victim)
        self.processes.start(self.victim)
        self.processes.wait_ready()
        self.client.post("/api/messages", json=sent).raise_for_status()
        self._wait_answered(f"{self.conversation}:{sent['id']}")
        self.replies = self._read_new(self._seq_of(f"{self.conversation}:{sent['id']}"))
        return self.replies

    def _try_to_send(self, sent: dict[str, str]) -> None:
        try:
            self.client.post("/api/messages", json=sent)
        except httpx.HTTPError:
            return  # the widget keeps it and sends it again

    def _seq_of(self, external_id: str) -> int:
        with Session(self.engine, future=True) as session:
            query = select(Message.seq).where(Message.external_id == external_id)
            return int(session.execute(query).scalar_one())


def talk(subscriber: Stubborn, copy: Copy, lines: tuple[str, ...], crash_at: int) -> None:
    """All lines in order; the crash meets the one at `crash_at`."""
    for number, line in enumerate(lines):
        subscriber.crash_next = number == crash_at
        words = subscriber.code() if line == CODE else line
        words = words.replace("{account}", copy.account)
        subscriber.say(words.replace("{new_mobile}", dialled(copy.new_mobile)))


@pytest.fixture
def fresh_copy(records: Engine) -> Copy:
    """An account of its own."""
    with Session(records, future=True) as session, session.begin():
        return copy_account(session, "30000000002")


def count(records: Engine, query: Any) -> int:
    with Session(records, future=True) as session:
        return int(session.execute(query).scalar_one())


def said_once(records: Engine, conversation: str, lines: int) -> None:
    """Each message was stored once, answered once, and no answer stands twice in a row."""
    mine = InboxMessage.conversation == conversation
    assert count(records, select(func.count(InboxMessage.id)).where(mine)) == lines
    waiting = select(func.count(InboxMessage.id)).where(mine, InboxMessage.state != "answered")
    assert count(records, waiting) == 0
    with Session(records, future=True) as session:
        query = select(Message.external_id).join(Conversation)
        keys = session.execute(query.where(Conversation.key == conversation)).scalars().all()
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("victim", ["rasa", "gateway"])
@pytest.mark.parametrize("place", range(3))
def test_an_update_survives(
    processes: Processes, records: Engine, fresh_copy: Copy, victim: str, place: int
) -> None:
    crash_at = (4, 6, len(UPDATE) - 1)[place]
    subscriber = Stubborn(
        processes.address, records, processes=processes, victim=victim, moment=MOMENTS[place + 1]
    )
    talk(subscriber, fresh_copy, UPDATE, crash_at)
    mine = UpdateRequest.conversation == subscriber.conversation
    assert count(records, select(func.count(UpdateRequest.id)).where(mine)) == 1
    said_once(records, subscriber.conversation, len(UPDATE))
    assert any("رقم المرجع" in reply.text for reply in subscriber.replies)


@pytest.mark.parametrize("victim", ["rasa", "gateway"])
@pytest.mark.parametrize("place", range(2))
def test_an_outage_report_survives(
    processes: Processes, records: Engine, fresh_copy: Copy, victim: str, place: int
) -> None:
    crash_at = (1, len(REPORT) - 1)[place]
    subscriber = Stubborn(
        processes.address, records, processes=processes, victim=victim, moment=MOMENTS[place * 4]
    )
    talk(subscriber, fresh_copy, REPORT, crash_at)
    query = (
        select(func.count(func.distinct(OutageReport.id)))
        .join(OutageWatcher, OutageWatcher.report_id == OutageReport.id)
        .where(OutageWatcher.conversation == subscriber.conversation)
    )
    assert count(records, query) == 1
    said_once(records, subscriber.conversation, len(REPORT))
