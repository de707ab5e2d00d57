"""Each figure, counted from rows that a test can count by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
import time_machine

from bot.audit.log import Action, record
from bot.clock import now
from bot.console.clerk_times import clerks
from bot.counting.period import Period, period
from bot.database import reading, transaction
from bot.numbers import cities, field, talk
from bot.outages.tables import OutageReport
from bot.transcripts.handover import note_handover
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    find_conversation,
    record_subscriber_message,
)
from bot.transcripts.trace import Trace
from tests.console.asking import LANDLORD, NUMBER, OTHER, make_account

USUAL = period("", "", "")
TODAY = str(USUAL.last)


def hear(key: str, text: str, intent: str, actions: tuple[str, ...] = (), asked: str = "") -> None:
    """A subscriber's message, as the gateway records it."""
    with transaction() as session:
        conversation = ensure_conversation(session, key)
        message = record_subscriber_message(
            session, conversation, {"text": text}, f"{key}:{text}:{intent}"
        )
        slots = {"requested_slot": asked or None} if actions else {}
        add_trace(message, Trace(intent, 0.9, [[intent, 0.9]], [], list(actions), slots, 5))


@pytest.fixture
def talked(database: None) -> None:
    hear("web:1", "كم فاتورتي", "ask_bill", ("action_bill",))
    hear("web:1", "هلا", "greet", ("action_greet",))
    hear("web:2", "خرابيط", "nlu_fallback", ("action_fallback",))
    hear("web:2", "خرابيط!", "nlu_fallback", ("action_fallback",))
    hear("web:3", "ابي احدث", "update_details", ("update_form",), asked="update_name")
    hear("web:2", "300", "inform", ("action_inform",))
    hear("web:4", "الكهربا طافيه", "report_outage", ("outage_form", "action_outage_filed"))
    with transaction() as session:
        conversation = find_conversation(session, "web:2")
        note_handover(session, conversation.id)


def test_conversations_are_counted_on_their_day(talked: None):
    with reading() as session:
        report = talk.conversations(session, USUAL)
    row = next(row for row in report.rows if row[0] == TODAY)
    assert row[1:] == (4, 7, 2, 28.6, 1, 75.0)
    assert len(report.rows) == 30 and report.rows[0][1:] == (0, 0, 0, None, 0, None)


def test_a_day_before_the_period_does_not_count(talked: None):
    before = Period(USUAL.first - timedelta(days=30), USUAL.first - timedelta(days=1))
    with reading() as session:
        assert all(row[1] == 0 for row in talk.conversations(session, before).rows)
        assert talk.intents(session, before).rows == []


def test_the_commonest_intent_comes_first(talked: None):
    with reading() as session:
        assert talk.intents(session, USUAL).rows[0] == ("nlu_fallback", 2, 90.0)


def test_what_says_the_same_is_one_phrase(talked: None):
    with reading() as session:
        assert talk.phrases(session, USUAL).rows == [("خرابيط!", 2)]


def test_likeness_folds_letters_and_order():
    said = ["كم سعر الذهب", "سعر الذهب كم؟", "كم سعر الذّهب", "وش أخبار الطقس"]
    assert talk.group(said) == [("كم سعر الذهب", 3), ("وش أخبار الطقس", 1)]


def test_forms_are_told_with_the_question_at_which_people_stopped(talked: None):
    hear("web:5", "عندي شكوى", "complaint", ("complaint_form",), asked="complaint_when")
    hear("web:5", "كنسل", "cancel", ("action_cancel",))
    hear("web:6", "نقل عداد", "service_request", ("service_form",), asked="service_reason")
    with reading() as session:
        assert talk.forms(session, USUAL).rows == [
            ("complaint_form", 1, 0, 1, 0, 0.0),
            ("outage_form", 1, 1, 0, 0, 100.0),
            ("service_form", 1, 0, 0, 1, 0.0),
            ("update_form", 1, 0, 0, 1, 0.0),
        ]
        assert talk.steps(session, USUAL).rows == [
            ("complaint_when", "complaint_form", 1, 0),
            ("service_reason", "service_form", 0, 1),
            ("update_name", "update_form", 0, 1),
        ]


def test_reports_are_counted_by_district(database: None):
    with transaction() as session:
        account = make_account(NUMBER, LANDLORD)
        session.add(account)
        session.flush()
        area = account.area_id
        for number, state in enumerate(("received", "restored")):
            session.add(
                OutageReport(
                    reference=f"O{number}",
                    premise=f"P{number}",
                    area_id=area,
                    state=state,
                    created_at=now(),
                )
            )
    with reading() as session:
        ((_, count, still_open),) = field.districts(session, USUAL).rows
    assert (count, still_open) == (2, 1)


def test_the_update_is_counted_by_city(database: None):
    with transaction() as session:
        tenant = make_account(NUMBER, LANDLORD)
        tenant.beneficiary_kind, tenant.updated_at = "tenant", now()
        tenant.contacts[0].verified_at = now()
        session.add_all([tenant, make_account(OTHER, LANDLORD)])
    with reading() as session:
        report = cities.campaign(session, USUAL)
    assert report.rows == [("الرياض", 2, 1, 1, 1, 0, 1, 50.0, 1)]


def test_of_many_accounts_the_last_count_is_shown(database: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cities, "FEW", 0)
    with transaction() as session:
        account = make_account(NUMBER, LANDLORD)
        account.updated_at = now()
        session.add(account)
    with transaction() as session:
        assert cities.is_stale(session)
        counted = cities.count(session)
        cities.keep(session, counted)
        assert not cities.is_stale(session)
        session.add(make_account(OTHER, LANDLORD))
    with reading() as session:
        report = cities.campaign(session, USUAL)
        assert report.rows == [("الرياض", 1, 1, 0, 0, 0, 1, 100.0, 1)]
        assert report.counted_at == counted.at
    with transaction() as session, time_machine.travel(now() + cities.COUNTED_FOR * 2):
        assert cities.is_stale(session)
        cities.keep(session, cities.count(session))
        assert cities.campaign(session, USUAL).rows[0][1] == 2


def test_a_clerks_time_is_from_taking_to_handing_back(database: None):
    with transaction() as session:
        record(session, "staff:huda", Action.CONVERSATION_TAKEN, "conversation:1")
        record(session, "staff:huda", Action.CONVERSATION_HANDED_BACK, "conversation:1")
        record(session, "staff:sara", Action.CONVERSATION_TAKEN, "conversation:2")
    with reading() as session:
        assert clerks(session, USUAL).rows == [("huda", 1, 0.0), ("sara", 1, None)]


def test_the_end_of_a_period_is_midnight_in_riyadh():
    one = Period(date(2026, 11, 22), date(2026, 11, 22))
    assert one.start.astimezone(timezone.utc) == datetime(2026, 11, 21, 21, tzinfo=timezone.utc)
    assert one.end - one.start == timedelta(days=1)
