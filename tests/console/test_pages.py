"""The conversations, masked and escaped."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.audit.tables import AuditEntry
from bot.console.rendering import words
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.trace import Trace


def _talk():
    with transaction() as session:
        conversation = ensure_conversation(session, "web:abc")
        said = record_subscriber_message(
            session, conversation, {"text": "رقمي 1023456789 <script>alert(1)</script>"}, "x1"
        )
        add_trace(
            said,
            Trace(
                intent="inform",
                confidence=0.91,
                entities=[{"entity": "national_id", "value": "1023456789"}],
                actions=["update_form"],
                milliseconds=14,
            ),
        )
        record_bot_message(session, conversation, {"text": "تم، 1023456789"}, "x2")
        return conversation.id


def test_the_list_and_one_conversation(sign_in):
    number = _talk()
    client = sign_in(Role.VIEWER)
    listed = client.get("/staff")
    assert listed.status_code == 200 and f"/staff/conversations/{number}" in listed.text
    shown = client.get(f"/staff/conversations/{number}")
    assert shown.status_code == 200
    assert "inform" in shown.text and "91%" in shown.text and "14 ms" in shown.text
    assert "update_form" in shown.text
    assert "1023456789" not in shown.text and "10234" not in shown.text
    assert "<script>alert" not in shown.text and "&lt;\u2066script\u2069&gt;" in shown.text
    assert 'dir="rtl"' in shown.text
    assert "unsafe-inline" not in shown.headers["content-security-policy"]
    assert shown.headers["cache-control"] == "no-store"
    assert client.get("/staff/conversations/999").status_code == 404


def test_each_view_of_a_conversation_is_written_down(sign_in):
    number = _talk()
    client = sign_in(Role.VIEWER)
    client.get(f"/staff/conversations/{number}")
    client.get(f"/staff/conversations/{number}")
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "conversation.viewed")
        rows = list(session.execute(query).scalars())
    assert [(row.actor, row.object) for row in rows] == [
        ("staff:viewer", f"conversation:{number}")
    ] * 2


def test_english_by_choice(sign_in):
    client = sign_in(Role.VIEWER)
    assert 'dir="rtl"' in client.get("/staff").text
    chosen = client.get("/staff/language/en?next=/staff/sessions", follow_redirects=False)
    assert chosen.headers["location"] == "/staff/sessions"
    page = client.get("/staff").text
    assert 'lang="en" dir="ltr"' in page and "Conversations" in page
    assert 'dir="ltr"' in client.get("/staff/language/xx").text, "an unknown one changes nothing"


def test_figures_with_a_hyphen_keep_their_order_in_arabic() -> None:
    """Beside Arabic letters "2026-10" is shown as "10-2026" unless it is isolated."""
    shown = re.findall(r".?\d+-\d+", str(words("ar")).replace(r"\u2066", "\u2066"))
    assert shown
    assert [each for each in shown if not each.startswith("\u2066")] == []
