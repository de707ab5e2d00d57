"""Who waits behind others hears so: at once, once in a while, and never in place of an answer."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from bot.clock import RIYADH
from bot.database import reading, transaction
from bot.gateway import inbox
from bot.gateway.inbox import Incoming, queue_words
from bot.gateway.tables import InboxMessage
from bot.gateway.words import word
from bot.transcripts.record import ensure_conversation
from bot.transcripts.tables import ConversationState, Message

pytestmark = pytest.mark.database
PAGE = f"web:{'a' * 24}"


@pytest.fixture
def clock(database):
    """A clock that stands still."""
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=RIYADH), tick=False) as moving:
        yield moving


def _come(text: str, crowded: bool = True, conversation: str = PAGE) -> Incoming:
    incoming = Incoming(conversation, f"{conversation}:{uuid.uuid4()}", text, text)
    with transaction() as session:
        inbox.store(session, incoming, crowded)
    return incoming


def _said() -> list[str]:
    with reading() as session:
        query = select(Message.text).where(Message.author == "bot").order_by(Message.id)
        return list(session.execute(query).scalars())


def _one_moment(incoming: Incoming) -> bool:
    """What the turn worker does for an answer that takes long."""
    with transaction() as session:
        row = select(InboxMessage.id).where(InboxMessage.external_id == incoming.external_id)
        return inbox.tell_to_wait(session, session.execute(row).scalar_one())


def _tell_those_behind() -> list[str]:
    with transaction() as session:
        return inbox.tell_queue(session, inbox.queued(session, 1, (), 10))


def test_while_others_wait_the_word_comes_with_the_message(clock):
    _come("الكهرباء طافية", crowded=False)
    assert _said() == []
    other = f"web:{'b' * 24}"
    _come("الكهرباء طافية", conversation=other)
    assert _said() == [queue_words()]
    assert "911" in queue_words() and "933" not in queue_words()


def test_the_same_message_again_says_nothing_again(clock):
    incoming = _come("الكهرباء طافية")
    with transaction() as session:
        assert not inbox.store(session, incoming, True).new
    assert len(_said()) == 1


def test_who_writes_on_is_not_told_at_every_message(clock):
    for text in ("الكهرباء طافية", "وينكم", "؟"):
        _come(text)
    clock.shift(inbox.QUEUE_AGAIN - timedelta(seconds=1))
    assert _tell_those_behind() == []
    _come("للحين")
    assert len(_said()) == 1
    clock.shift(timedelta(seconds=2))
    _come("فيه احد")
    assert len(_said()) == 2


def test_one_excuse_covers_the_late_answers_of_a_while(clock):
    first = _come("الكهرباء طافية")
    assert not _one_moment(first)
    clock.shift(timedelta(seconds=40))
    assert not _one_moment(_come("لا ما فيه شرار", crowded=False))
    assert _said() == [queue_words()]
    clock.shift(inbox.QUEUE_AGAIN)
    late = _come("الحي كله", crowded=False)
    assert _one_moment(late) and not _one_moment(late)
    assert _said() == [queue_words(), word("wait")]
    other = _come("كم فاتورتي", crowded=False, conversation=f"web:{'b' * 24}")
    assert _one_moment(other)


def test_a_danger_goes_first_and_a_clerk_answers_himself(clock):
    _come("سلك كهرب طاح بالشارع")
    with transaction() as session:
        owner = ensure_conversation(session, PAGE)
        owner.state = ConversationState.CLERK.value
    _come("الو")
    assert _said() == []


def test_crowded_is_who_waits_long_told_or_not(clock):
    with reading() as session:
        assert not inbox.crowded(session, 1, ())
    _come("الكهرباء طافية")
    with reading() as session:
        assert not inbox.crowded(session, 1, ())
    clock.shift(timedelta(seconds=2))
    with reading() as session:
        assert inbox.crowded(session, 1, ())
        assert not inbox.crowded(session, 1, (PAGE,))
    assert len(_said()) == 1


def test_who_was_there_before_the_crowd_is_told_by_the_next_look(clock):
    _come("الكهرباء طافية", crowded=False)
    clock.shift(timedelta(seconds=2))
    assert _tell_those_behind() == [PAGE]
    assert _tell_those_behind() == []
    assert _said() == [queue_words()]
