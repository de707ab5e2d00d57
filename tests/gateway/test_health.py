"""Alive, ready, and what Prometheus may know."""

from __future__ import annotations

import httpx

from tests.fakes.serving import wait_until

_WORKERS = ("turns", "sender", "campaigns", "watch", "wire", "live", "desk")


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
    shown = page.client.get("/metrics").text
    assert 'gateway_messages_total{channel="web",direction="in"}' in shown
    assert "gateway_turn_seconds_bucket" in shown
    assert "gateway_inbox_waiting 0.0" in shown
    assert 'gateway_outbox{route="web",state="sent"} 1.0' in shown
    assert page.conversation not in shown and "551234567" not in shown
    rasa.serving.stop()
    page.say("هلا")
    wait_until(lambda: "gateway_inbox_waiting 1.0" in page.client.get("/metrics").text)
