"""The sender worker on real rows: SMS through the demo phone, retries, codes that expire."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.clock import now
from bot.database import reading, transaction
from bot.delivery import senders
from bot.delivery.outbox import send_email, send_sms
from bot.delivery.senders import CarrierError
from bot.delivery.tables import OutboxMessage
from tests.fakes.serving import wait_until


def _row():
    with reading() as session:
        return session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars().first()


def test_a_code_reaches_the_demo_phone_of_its_own_page_only(page, open_page):
    other = open_page(str(page.client.base_url))
    with transaction() as session:
        send_sms(
            session,
            "+966551234567",
            "رمزك 123456",
            "code:1",
            secret=True,
            conversation=page.conversation,
        )
        send_email(session, "a@example.com", "طلبك", "تم", "m", conversation=page.conversation)

    def phone(of):
        return of.client.get("/api/demo/phone").json()["messages"]

    wait_until(lambda: len(phone(page)) == 2)
    texts = {message["kind"]: message["text"] for message in phone(page)}
    assert texts == {"sms": "رمزك 123456", "email": "طلبك\n\nتم"}  # carriers keep no order
    assert phone(other) == []
    page.client.headers["Authorization"] = "Bearer x"
    assert page.client.get("/api/demo/phone").status_code == 401
    wait_until(lambda: _row().state == "sent")
    assert _row().body is None  # the code is not kept


def test_a_carrier_that_fails_is_tried_again(page, monkeypatch):
    tries = []

    def flaky(outbox_id, kind, to, body):
        tries.append(kind)
        if len(tries) == 1:
            raise CarrierError("away", retry_after=0.1)

    monkeypatch.setattr(senders.demo_phone, "keep", flaky)
    with transaction() as session:
        send_sms(session, "+966551234567", "تم", "k")
    wait_until(lambda: _row().state == "sent")
    assert (len(tries), _row().attempts) == (2, 2)


def test_a_code_too_old_to_be_used_is_not_sent_late(page, monkeypatch):
    def away(outbox_id, kind, to, body):
        raise CarrierError("away", retry_after=0.1)

    monkeypatch.setattr(senders.demo_phone, "keep", away)
    with transaction() as session:
        row = send_sms(session, "+966551234567", "رمزك 123456", "k", secret=True)
        row.created_at = now() - timedelta(minutes=5)
    wait_until(lambda: _row().state == "failed")
    assert _row().body is None


def test_a_broken_row_does_not_stop_the_worker(page, monkeypatch):
    with transaction() as session:
        send_sms(session, "+966551234567", "x", "bad").body = "{}"  # no text: a bug of ours
        send_sms(session, "+966550000002", "y", "good")

    def good():
        with reading() as session:
            query = select(OutboxMessage.state).where(OutboxMessage.key == "good")
            return session.execute(query).scalar_one() == "sent"

    wait_until(good)
    assert _row().state == "waiting"
