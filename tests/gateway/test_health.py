"""Alive, ready, and what Prometheus may know."""

from __future__ import annotations

from datetime import timedelta

import httpx

from bot.clock import now
from bot.database import transaction
from bot.delivery.outbox import send_sms
from tests.fakes.serving import wait_until

_WORKERS = ("turns", "sender", "campaigns", "watch", "wire", "live", "desk", "recounting")


def test_ready_only_when_a_message_would_be_answered(rasa, start_gateway):
    server = start_gateway()
    good = httpx.get(f"{server.url}/readyz")
    assert good.status_code == 200
    assert good.json() == {
        "ready": True,
        "database": True,
        "rasa": True,
        "workers": dict.fromkeys(_WORKERS, True),
    }
    rasa.serving.stop()
    bad = httpx.get(f"{server.url}/readyz")
    assert (bad.status_code, bad.json()["rasa"]) == (503, False)
    assert httpx.get(f"{server.url}/healthz").status_code == 200


def test_metrics_count_and_name_nobody(page, rasa):
    page.say("جوالي 0551234567")
    page.read(2)
    with transaction() as session:
        send_sms(session, "+966550000000", "تم", "k", due_at=now() + timedelta(days=1))
    shown = page.client.get("/metrics").text
    assert 'gateway_messages_total{channel="web",direction="in"}' in shown
    assert "gateway_turn_seconds_bucket" in shown
    assert "gateway_inbox_waiting 0.0" in shown
    assert 'gateway_outbox{route="sms",state="waiting"} 1.0' in shown
    assert 'state="sent"' not in shown  # the answer to the page: nearly all of the table
    assert page.conversation not in shown and "551234567" not in shown
    rasa.serving.stop()
    page.say("هلا")
    wait_until(lambda: "gateway_inbox_waiting 1.0" in page.client.get("/metrics").text)
