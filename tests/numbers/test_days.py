"""Counted days say what counting the messages says, whatever happened to the messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from bot.__main__ import main
from bot.clock import RIYADH, now
from bot.counting.period import Period, Step, bucket_of
from bot.counting.stale import forget_all
from bot.counting.tables import CountedDay, CountedIntent
from bot.database import reading, transaction
from bot.numbers import days, talk
from bot.privacy.erasing import erase_words
from bot.privacy.retention import purge
from bot.transcripts.handover import ask_for_person, note_handover
from bot.transcripts.masking import ERASED
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    find_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.tables import Author, Conversation, ConversationMark, Message
from bot.transcripts.trace import Trace

WEDNESDAY = datetime(2026, 7, 1, 9, tzinfo=RIYADH)
"""A month begins in the middle of a week; what is said below is of seven weeks, three months."""
SPAN = 45
PERIODS = [
    Period(bucket_of(first, step), WEDNESDAY.date() + timedelta(days=SPAN), step)
    for step in Step
    for first in (WEDNESDAY.date() - timedelta(days=3), WEDNESDAY.date() + timedelta(days=20))
]
INTENTS = ("ask_bill", "nlu_fallback", "human", None)
TALK = st.tuples(
    st.integers(0, 3),  # whose
    st.integers(-5, SPAN),  # days after WEDNESDAY
    st.integers(0, 23),
    st.sampled_from(INTENTS),
    st.booleans(),  # a person was wanted
)


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """Long after all that is said here."""
    with time_machine.travel(WEDNESDAY + timedelta(days=SPAN + 2), tick=False) as traveller:
        yield traveller


def _write(talks: list[tuple[int, int, int, str | None, bool]]) -> None:
    """Messages as they would have come, without the way that they came."""
    with transaction() as session:
        for table in (CountedIntent, CountedDay, ConversationMark, Message, Conversation):
            session.execute(delete(table))
        for who in range(4):
            ensure_conversation(session, f"web:{who}")
        ids = [find_conversation(session, f"web:{who}").id for who in range(4)]
        for seq, (who, day, hour, intent, handed) in enumerate(talks, start=1):
            session.add(
                Message(
                    conversation_id=ids[who],
                    seq=seq,
                    author=(Author.BOT if intent is None and handed else Author.SUBSCRIBER).value,
                    at=WEDNESDAY + timedelta(days=day, hours=hour),
                    text="نص",
                    content="{}",
                    intent=intent,
                    confidence=None if intent is None else 0.5,
                    led_to_person=handed and intent is not None,
                )
            )


def _by_hand(period: Period) -> list[tuple]:
    """The report of conversations, counted in the plainest way."""
    with reading() as session:
        said = session.execute(select(Message).order_by(Message.id)).scalars().all()
    heard = [m for m in said if m.author == "subscriber" and period.start <= m.at < period.end]
    rows = []
    for first in period.buckets():
        of_it = [
            m for m in heard if bucket_of(m.at.astimezone(RIYADH).date(), period.step) == first
        ]
        people = {m.conversation_id for m in of_it}
        handed = {m.conversation_id for m in of_it if m.led_to_person}
        lost = sum(m.intent == "nlu_fallback" for m in of_it)
        rows.append((str(first), len(people), len(of_it), lost, len(handed)))
    return rows


def _reported(period: Period) -> list[tuple]:
    with reading() as session:
        report = talk.conversations(session, period)
    return [(*row[:4], row[5]) for row in report.rows]


def _settle(period: Period) -> None:
    more = True
    while more:
        with transaction() as session:
            more = days.settle(session, period)


def _check() -> None:
    """Kept or live, every period says what is there."""
    for period in PERIODS:
        assert _reported(period) == _by_hand(period)
        _settle(period)
        with reading() as session:
            assert not days.lacks(session, period)
        assert _reported(period) == _by_hand(period)


@given(talks=st.lists(TALK, max_size=40))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_kept_days_say_what_counting_says(database: None, clock, talks) -> None:
    _write(talks)
    _check()
    with reading() as session:
        meant = talk.intents(session, PERIODS[0]).rows
    with transaction() as session:
        forget_all(session)
        assert talk.intents(session, PERIODS[0]).rows == meant


def _say(key: str, moment: datetime, intent: str = "ask_bill") -> int:
    with time_machine.travel(moment, tick=False), transaction() as session:
        conversation = ensure_conversation(session, key)
        said = record_subscriber_message(session, conversation, {"text": "نص"}, f"{moment}{intent}")
        add_trace(said, Trace(intent, 0.9))
        return int(said.id)


@pytest.fixture
def counted(database: None, clock) -> None:
    """Somebody talks on a Wednesday, the Friday after and a month later; another on the Friday."""
    for key, after in (("web:0", 0), ("web:0", 2), ("web:1", 2), ("web:0", 30)):
        _say(key, WEDNESDAY + timedelta(days=after))
    _check()


def test_a_turn_that_is_answered_days_later_is_counted_on_its_own_day(counted: None) -> None:
    with transaction() as session:
        message = session.execute(select(Message).order_by(Message.id)).scalars().first()
        add_trace(message, Trace("nlu_fallback", 0.4))
    assert sum(row[3] for row in _reported(PERIODS[0])) == 1
    _check()


def test_a_person_wanted_long_after_the_last_words_counts_on_their_day(counted: None) -> None:
    with transaction() as session:
        ask_for_person(session, "web:1", "human")
    handed = {row[0]: row[4] for row in _reported(PERIODS[0])}
    assert handed[str((WEDNESDAY + timedelta(days=2)).date())] == 1 and sum(handed.values()) == 1
    _check()


def test_what_was_purged_is_not_counted_and_later_days_of_the_month_know_it(counted: None) -> None:
    assert purge(timedelta(days=SPAN + 1), "terminal:test").counts["messages"] == 1
    by_month = PERIODS[-2]
    assert _reported(by_month)[1][1] == 2  # web:0 still talked on the Friday
    _check()
    with transaction() as session:
        session.execute(update(Conversation).values(state="bot"))
    purge(timedelta(days=1), "terminal:test")
    assert {row[1] for row in _reported(by_month)} == {0}
    _check()


def test_erasing_what_was_said_leaves_the_counts_and_no_words(database: None, clock) -> None:
    _say("web:1", WEDNESDAY + timedelta(days=3), "nlu_fallback")
    _check()
    before = _by_hand(PERIODS[0])
    with transaction() as session:
        erase_words(session, find_conversation(session, "web:1").id)
    assert _reported(PERIODS[0]) == before
    with reading() as session:
        assert ERASED not in str(talk.phrases(session, PERIODS[0]).rows)
    _check()


def test_rebuilding_counts_every_day_anew(counted: None) -> None:
    with transaction() as session:
        session.execute(update(CountedDay).values(messages=99, month_conversations=99))
    assert _reported(PERIODS[0]) != _by_hand(PERIODS[0])
    assert main(["transcripts", "rebuild"]) == 0
    with reading() as session:
        kept = session.execute(select(func.count()).select_from(CountedDay)).scalar_one()
    assert kept == SPAN + 2  # from the first message to yesterday
    _check()


def test_today_is_never_kept_nor_is_yesterday_just_after_midnight(database: None) -> None:
    midnight = datetime.combine(WEDNESDAY.date(), time(), RIYADH)
    for moment, newest in ((timedelta(minutes=59), 2), (timedelta(minutes=61), 1)):
        with time_machine.travel(midnight + moment, tick=False):
            _settle(Period(date(2026, 6, 25), now().astimezone(RIYADH).date()))
            with reading() as session:
                last = session.execute(select(func.max(CountedDay.day))).scalar_one()
        assert last == WEDNESDAY.date() - timedelta(days=newest)


def test_a_clerks_words_count_nowhere(counted: None) -> None:
    before = _by_hand(PERIODS[0])
    with time_machine.travel(WEDNESDAY + timedelta(days=40), tick=False), transaction() as session:
        conversation = find_conversation(session, "web:0")
        record_bot_message(session, conversation, {"text": "هلا"}, "c", Author.CLERK)
    assert _reported(PERIODS[0]) == before


def test_whoever_never_said_anything_leads_to_nobody(database: None) -> None:
    with transaction() as session:
        note_handover(session, ensure_conversation(session, "web:9").id)
    with reading() as session:
        assert session.execute(select(ConversationMark.mark)).scalars().all() == ["handoff"]
