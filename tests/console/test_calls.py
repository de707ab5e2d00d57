"""The list of calls asked for: the number on request only, one result, and the subscriber told."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from bot.audit.tables import AuditEntry
from bot.clock import RIYADH
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.person.calls import book
from bot.person.tables import CallBack
from bot.transcripts.record import ensure_conversation
from bot.transcripts.tables import Message
from tests.console.conftest import post

MOBILE = "+966551234567"


@pytest.fixture
def asked(database: None) -> int:
    with transaction() as session:
        ensure_conversation(session, "web:caller")
        at = datetime(2026, 11, 23, 15, tzinfo=RIYADH)
        return book(session, "web:caller", MOBILE, at, "فاتورتي مرتفعة", "m1").id


def _audit() -> list[str]:
    with reading() as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars()
        return [row.action for row in rows if row.object.startswith("call:")]


def test_the_number_only_for_a_reason(sign_in, asked):
    client = sign_in(Role.AGENT)
    page = client.get("/staff/calls").text
    assert "فاتورتي مرتفعة" in page and MOBILE not in page and "2026-11-23 15:00" in page
    shown = post(client, f"/staff/calls/{asked}/reveal", reason="للاتصال به الآن")
    assert MOBILE in shown.text
    assert _audit() == ["value.revealed"]


def test_one_result_and_the_subscriber_hears_it(sign_in, asked):
    client = sign_in(Role.AGENT)
    assert post(client, f"/staff/calls/{asked}", result="nonsense").status_code == 422
    assert post(client, f"/staff/calls/{asked}", result="missed").status_code == 303
    assert post(client, f"/staff/calls/{asked}", result="done").status_code == 404
    with reading() as session:
        assert session.get(CallBack, asked).state == "missed"
        (text,) = session.execute(select(Message.text)).scalars()
        assert "ما قدرنا نوصلك" in text
    assert _audit() == ["call.missed"]
    assert "ينتظر" not in client.get("/staff/calls").text.split("<h2>")[1]


def test_a_viewer_only_looks(sign_in, asked):
    client = sign_in(Role.VIEWER)
    assert f'action="/staff/calls/{asked}"' not in client.get("/staff/calls").text
    assert post(client, f"/staff/calls/{asked}", result="done").status_code == 403


def test_what_is_overdue_shows(sign_in, asked):
    with time_machine.travel(datetime(2026, 11, 23, 16, tzinfo=RIYADH), tick=False):
        assert "فات موعده" in sign_in(Role.AGENT).get("/staff/calls").text
