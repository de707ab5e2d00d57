"""What leaves is stored first, once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import now
from bot.delivery.outbox import Button, enqueue, notify, send_email, send_sms
from bot.delivery.tables import OutboxMessage, OutboxState, Route
from bot.gateway.outgoing import due, note_failed, note_postponed, note_sent
from bot.transcripts.record import content_of
from bot.transcripts.tables import Conversation, Message

ALL = tuple(Route)


def _count(session, table):
    return session.execute(select(func.count(table.id))).scalar_one()


def test_a_key_is_stored_once(session):
    first = send_sms(session, "+966551234567", "رمزك 123456", "code:1", secret=True)
    assert send_sms(session, "+966551234567", "غيره", "code:1") is first
    assert _count(session, OutboxMessage) == 1
    assert json.loads(first.body)["text"] == "رمزك 123456"


def test_notify_writes_transcript_and_outbox_once(session):
    buttons = [Button("نعم", "/affirm")]
    first = notify(session, "telegram:5", "عادت الكهرباء", "restored:9", buttons=buttons)
    again = notify(session, "telegram:5", "عادت الكهرباء", "restored:9", buttons=buttons)
    assert again.id == first.id
    assert content_of(first)["buttons"] == [{"title": "نعم", "payload": "/affirm"}]
    assert (_count(session, Message), _count(session, OutboxMessage)) == (1, 1)
    (row,) = due(ALL, session, 10, ())
    assert (row.route, row.letter.recipient, row.message_id) == (
        Route.TELEGRAM,
        "telegram:5",
        first.id,
    )


def test_the_same_key_in_two_conversations_is_two_messages(session):
    one = notify(session, "telegram:5", "عادت الكهرباء", "restored:9")
    two = notify(session, "telegram:6", "عادت الكهرباء", "restored:9")
    assert one.id != two.id and _count(session, OutboxMessage) == 2


def test_seq_counts_up_within_a_conversation(session):
    seqs = [notify(session, "web:a", "x", f"k{number}").seq for number in range(3)]
    assert seqs == [1, 2, 3]
    assert notify(session, "web:b", "x", "k0").seq == 1
    last = session.execute(select(Conversation.last_seq).where(Conversation.key == "web:a"))
    assert last.scalar_one() == 3


def test_the_web_needs_no_carrier(session):
    notify(session, "web:a", "x", "k")
    (row,) = session.execute(select(OutboxMessage)).scalars()
    assert row.state == OutboxState.SENT.value and row.sent_at
    assert due(ALL, session, 10, ()) == []


def test_due_rows_in_order_one_a_recipient(session):
    first = send_sms(session, "+966550000001", "1", "a")
    send_sms(session, "+966550000001", "2", "b")
    other = send_sms(session, "+966550000002", "3", "c")
    assert [row.letter.outbox_id for row in due(ALL, session, 10, ())] == [first.id, other.id]
    note_postponed(session, first.id, "later", 60, {})
    session.flush()
    # The second text to the same mobile still waits for the first.
    assert [row.letter.outbox_id for row in due(ALL, session, 10, ())] == [other.id]
    assert due(ALL, session, 10, (other.id,)) == []
    assert due((Route.EMAIL,), session, 10, ()) == []


def test_what_is_planned_does_not_hold_back_what_is_due(session):
    tomorrow = now() + timedelta(days=1)
    body = {"text": "موعد القطع غدا"}
    enqueue(session, Route.SMS, "+966550000001", body, "plan", due_at=tomorrow)
    now_row = send_sms(session, "+966550000001", "رمزك", "code")
    assert [row.letter.outbox_id for row in due(ALL, session, 10, ())] == [now_row.id]


@pytest.mark.parametrize("end", [note_sent, note_failed])
def test_a_secret_is_wiped_once_it_is_over(session, end):
    secret = send_sms(session, "+966550000001", "رمزك 123456", "a", secret=True)
    plain = send_email(session, "a@example.com", "طلبك", "تم", "b")
    for row in (secret, plain):
        end(session, row.id, {} if end is note_sent else "no")
    assert secret.body is None and plain.body is not None
