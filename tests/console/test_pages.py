"""Staff pages: behind the password, masked, escaped."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.console import guard
from bot.console.password import staff_password
from bot.database import transaction
from bot.gateway.app import create_app
from bot.gateway.limits import Limiter, Limits
from bot.transcripts.record import (
    Trace,
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from tests.conftest import forget_settings


@pytest.fixture
def client(database, monkeypatch):
    monkeypatch.setenv("STAFF_PASSWORD", "كلمة سر طويلة")
    monkeypatch.setattr(guard, "_failures", Limiter(Limits().staff_failures))
    forget_settings()
    return TestClient(create_app())  # without its lifespan: no workers are needed


GOOD = ("staff", "كلمة سر طويلة")


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


def _get(client, path, auth):
    return client.get(path, auth=(auth[0].encode(), auth[1].encode()) if auth else None)


def test_the_list_and_one_conversation(client):
    number = _talk()
    listed = _get(client, "/staff", GOOD)
    assert listed.status_code == 200 and f"/staff/conversations/{number}" in listed.text
    shown = _get(client, f"/staff/conversations/{number}", GOOD)
    assert shown.status_code == 200
    assert "inform" in shown.text and "91%" in shown.text and "14 ms" in shown.text
    assert "update_form" in shown.text
    assert "1023456789" not in shown.text and "10234" not in shown.text
    assert "<script" not in shown.text and "&lt;\u2066script\u2069&gt;" in shown.text
    assert 'dir="rtl"' in shown.text
    assert "unsafe-inline" not in shown.headers["content-security-policy"]
    assert shown.headers["cache-control"] == "no-store"
    assert _get(client, "/staff/conversations/999", GOOD).status_code == 404


def test_many_conversations_have_pages(client):
    with transaction() as session:
        for number in range(51):
            ensure_conversation(session, f"web:{number}")
    first, second = _get(client, "/staff", GOOD), _get(client, "/staff?page=1", GOOD)
    assert first.text.count("/staff/conversations/") == 50 and "?page=1" in first.text
    assert second.text.count("/staff/conversations/") == 1 and "?page=0" in second.text
    assert _get(client, "/staff?page=-1", GOOD).status_code == 200
    assert _get(client, "/staff?page=x", GOOD).status_code == 200


def test_nobody_else_gets_in(client):
    number = _talk()
    for path in ("/staff", f"/staff/conversations/{number}"):
        answer = _get(client, path, None)
        assert answer.status_code == 401 and "Basic" in answer.headers["www-authenticate"]
    assert client.get("/staff", headers={"Authorization": "Basic !!"}).status_code == 401
    assert client.get("/staff", headers={"Authorization": "Bearer x"}).status_code == 401


def test_guessing_is_slowed_down(client):
    answers = [_get(client, "/staff", ("staff", f"guess {n}")).status_code for n in range(6)]
    assert answers == [401] * 5 + [429]
    assert _get(client, "/staff", GOOD).status_code == 429


def test_production_without_a_password_has_no_staff_pages(database, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    forget_settings()
    client = TestClient(create_app())
    for auth in (None, ("staff", ""), ("staff", "None")):
        assert _get(client, "/staff", auth).status_code == 404


def test_the_demo_makes_its_own_password(database):
    made = staff_password()
    assert len(made) >= 16 and staff_password() == made
