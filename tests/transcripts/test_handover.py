from datetime import datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from bot.clock import RIYADH, now
from bot.transcripts import marks
from bot.transcripts.handover import ask_for_person, let_a_person_look, next_opening
from bot.transcripts.record import add_trace, ensure_conversation, record_subscriber_message
from bot.transcripts.tables import ConversationState
from bot.transcripts.trace import Trace

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (MONDAY_NOON, MONDAY_NOON),
        (datetime(2026, 11, 23, 8, tzinfo=RIYADH), datetime(2026, 11, 23, 8, tzinfo=RIYADH)),
        (datetime(2026, 11, 23, 5, 30, tzinfo=RIYADH), datetime(2026, 11, 23, 8, tzinfo=RIYADH)),
        (datetime(2026, 11, 23, 16, tzinfo=RIYADH), datetime(2026, 11, 24, 8, tzinfo=RIYADH)),
        # Thursday evening: Friday and Saturday are the weekend.
        (datetime(2026, 11, 26, 20, tzinfo=RIYADH), datetime(2026, 11, 29, 8, tzinfo=RIYADH)),
        # The founding day, a Monday: nobody answers; nor from its eve until the day after.
        (datetime(2027, 2, 22, 12, tzinfo=RIYADH), datetime(2027, 2, 23, 8, tzinfo=RIYADH)),
        (datetime(2027, 2, 21, 16, tzinfo=RIYADH), datetime(2027, 2, 23, 8, tzinfo=RIYADH)),
        # The last of Ramadan 1448 is a Monday: four days of feast, then the weekend.
        (datetime(2027, 3, 8, 17, tzinfo=RIYADH), datetime(2027, 3, 14, 8, tzinfo=RIYADH)),
    ],
)
def test_when_a_person_answers(moment: datetime, opens: datetime) -> None:
    assert next_opening(moment) == opens


def test_the_queue_keeps_places_and_a_second_call_changes_none(session: Session) -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        first = ask_for_person(session, "web:a", "human", "ابي موظف")
        second = ask_for_person(session, "web:b", "complaint")
        again = ask_for_person(session, "web:a", "complaint", "الفاتورة غلط")
    assert (first.position, second.position, again.position) == (1, 2, 1)
    assert first.open_now and first.opens_at == MONDAY_NOON
    row = ensure_conversation(session, "web:a")
    assert row.state == ConversationState.WAITING.value
    assert (row.waiting_reason, row.waiting_summary) == ("complaint", "الفاتورة غلط")


def test_with_a_clerk_already(session: Session) -> None:
    row = ensure_conversation(session, "web:a")
    row.state = ConversationState.CLERK.value
    assert ask_for_person(session, "web:a", "human").position == 0
    assert row.state == ConversationState.CLERK.value


def test_after_a_clerk_closed_it_one_queues_anew(session: Session) -> None:
    row = ensure_conversation(session, "web:a")
    row.state, row.waiting_since = ConversationState.CLOSED.value, MONDAY_NOON
    ask_for_person(session, "web:a", "human")
    assert row.state == ConversationState.WAITING.value
    assert row.waiting_since is not None and abs((now() - row.waiting_since).total_seconds()) < 60


def test_outside_hours(session: Session) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=RIYADH), tick=False):
        handover = ask_for_person(session, "web:a", "human")
    assert not handover.open_now
    assert handover.opens_at == datetime(2026, 11, 29, 8, tzinfo=RIYADH)


def _hear(session: Session, text: str, intent: str) -> None:
    row = ensure_conversation(session, "web:a")
    add_trace(record_subscriber_message(session, row, {"text": text}, text), Trace(intent, 0.9))


def test_who_was_not_understood_waits_until_understood(session: Session) -> None:
    with time_machine.travel(MONDAY_NOON, tick=False):
        _hear(session, "زرنخ", "nlu_fallback")
        let_a_person_look(session, "web:a", "زرنخ")
        row = ensure_conversation(session, "web:a")
        assert (row.state, row.waiting_since) == (ConversationState.WAITING.value, MONDAY_NOON)
        _hear(session, "طيب", "affirm")
        assert row.state == ConversationState.WAITING.value
        _hear(session, "كم فاتورتي", "ask_bill")
    assert row.state == ConversationState.BOT.value
    assert row.waiting_since is row.waiting_reason is row.waiting_summary is None
    # Nobody asked for a person and nobody came: it counts as solved by the bot.
    assert marks.HANDOFF not in marks.of(session, [row.id])[row.id]


def test_who_asked_for_a_person_keeps_waiting_when_understood(session: Session) -> None:
    let_a_person_look(session, "web:a", "زرنخ")
    ask_for_person(session, "web:a", "human", "ابي موظف")
    let_a_person_look(session, "web:a", "زرنخ")
    _hear(session, "كم فاتورتي", "ask_bill")
    row = ensure_conversation(session, "web:a")
    assert (row.state, row.waiting_reason) == (ConversationState.WAITING.value, "human")


def test_a_clerks_conversation_is_left_alone(session: Session) -> None:
    row = ensure_conversation(session, "web:a")
    row.state = ConversationState.CLERK.value
    let_a_person_look(session, "web:a", "زرنخ")
    assert row.state == ConversationState.CLERK.value
