"""Cases: opened once, each step on record, each step of staff told in the same transaction."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.cases import steps
from bot.cases.records import case_by_reference, cases_of, may_read, open_case
from bot.cases.tables import Case, CaseKind, CaseState
from bot.database import transaction
from bot.delivery.tables import OutboxMessage
from bot.transcripts.record import content_of
from bot.transcripts.tables import Message

ME, OTHER = "web:me", "telegram:7"


def opened(session: Session, key: str = "message-1", **over: Any) -> Case:
    given: dict[str, Any] = {
        "kind": CaseKind.COMPLAINT,
        "category": "bill_high",
        "account_id": None,
        "conversation": ME,
        "text": "فاتورتي غلط",
        "details": {"month": "2026-10"},
        "promised_on": date(2026, 11, 26),
    }
    return open_case(session, key=key, **{**given, **over})


def told(session: Session) -> list[dict[str, Any]]:
    """What was said, oldest first, each with a row in the outbox."""
    messages = session.execute(select(Message).order_by(Message.id)).scalars().all()
    sent = set(session.execute(select(OutboxMessage.message_id)).scalars())
    assert {m.id for m in messages} == sent
    return [content_of(m) for m in messages]


def test_the_same_key_opens_one_case(session: Session) -> None:
    first = opened(session)
    assert opened(session, text="other words") is first
    assert first.reference[0] == "C" and len(first.reference) == 8
    assert [(e.actor, e.from_state, e.to_state) for e in first.history] == [(ME, None, "received")]
    assert opened(session, "2", kind=CaseKind.SERVICE).reference[0] == "S"


def test_what_was_typed_is_sealed(session: Session) -> None:
    case = opened(session)
    session.flush()
    row = session.execute(text("SELECT text, details FROM cases")).one()
    assert "فاتورتي" not in row.text and "2026" not in row.details
    session.expire(case)
    assert (case.text, case.details) == ("فاتورتي غلط", {"month": "2026-10"})


def test_cases_of_a_conversation_newest_first(session: Session) -> None:
    one, two = opened(session, "1"), opened(session, "2", kind=CaseKind.SERVICE)
    opened(session, "3", conversation=OTHER)
    assert cases_of(session, ME) == [two, one]
    assert cases_of(session, ME, CaseKind.SERVICE) == [two]
    steps.withdraw(session, two.reference, actor=ME, key="w")
    assert cases_of(session, ME, only_open=True) == [one]
    assert may_read(session, one, ME) and not may_read(session, one, OTHER)
    assert case_by_reference(session, one.reference) is one
    assert case_by_reference(session, "C0000000") is None


def test_staff_steps_are_told(session: Session) -> None:
    case = opened(session)
    steps.assign(session, case.reference, by="sara")
    steps.ask_information(session, case.reference, by="sara", words="صورة العداد لو سمحت")
    steps.add_information(session, case.reference, actor=ME, words="هذي الصورة", key="m2")
    assert case.state == CaseState.ASSIGNED
    steps.answer(session, case.reference, by="sara", words="صححنا القراءة")
    steps.close(session, case.reference, by="sara", words="تم تعديل الفاتورة")
    said = told(session)
    assert [case.reference in c["text"] for c in said] == [True] * 4
    assert "صورة العداد" in said[1]["text"] and "صححنا" in said[2]["text"]
    assert "تم تعديل" in said[3]["text"]
    assert case.clerk == "sara" and case.state == CaseState.CLOSED
    assert steps.last_words_of_staff(case) == "تم تعديل الفاتورة"
    payloads = [b["payload"] for c in said for b in c["buttons"]]
    assert all(len(p.encode()) <= 64 for p in payloads)
    assert all(
        json.loads("{" + p.partition("{")[2])["reference"] == case.reference for p in payloads
    )


@pytest.mark.parametrize("step", [steps.close, steps.answer, steps.ask_information])
def test_no_words_no_step(session: Session, step: Any) -> None:
    case = opened(session)
    with pytest.raises(steps.NoWordsError):
        step(session, case.reference, by="sara", words=" \n")
    assert case.state == CaseState.RECEIVED and len(case.history) == 1


def test_the_second_of_two_clerks_is_refused(session: Session) -> None:
    case = opened(session)
    seen = case.version
    steps.answer(session, case.reference, by="sara", words="الرد", expected=seen)
    with pytest.raises(steps.OutdatedError):
        steps.close(session, case.reference, by="omar", words="السبب", expected=seen)
    assert len(told(session)) == 1


def test_not_satisfied_reopens_and_the_same_message_only_once(session: Session) -> None:
    case = opened(session)
    steps.assign(session, case.reference, by="sara")
    steps.close(session, case.reference, by="sara", words="ما لقينا خطأ")
    for _ in range(2):
        steps.reopen(session, case.reference, actor=ME, key="m9", words="لسه غلط")
    assert (case.state, case.clerk, len(case.history)) == (CaseState.REOPENED, "sara", 4)
    with pytest.raises(steps.OutdatedError):
        steps.reopen(session, case.reference, actor=ME, key="m10")


def test_content_closes_what_was_answered(session: Session) -> None:
    case = opened(session)
    with pytest.raises(steps.OutdatedError):
        steps.accept(session, case.reference, actor=ME, key="a")
    steps.answer(session, case.reference, by="sara", words="الرد")
    steps.accept(session, case.reference, actor=ME, key="a")
    assert steps.accept(session, case.reference, actor=ME, key="a").state == CaseState.CLOSED


def test_what_is_over_cannot_be_withdrawn_or_answered(session: Session) -> None:
    case = opened(session)
    steps.withdraw(session, case.reference, actor=ME, key="w")
    assert steps.withdraw(session, case.reference, actor=ME, key="w").state == CaseState.WITHDRAWN
    for step in (steps.answer, steps.close, steps.ask_information):
        with pytest.raises(steps.OutdatedError):
            step(session, case.reference, by="sara", words="شي")
    with pytest.raises(steps.StepError):
        steps.withdraw(session, "C0000000", actor=ME, key="x")


def test_a_crash_leaves_neither_the_step_nor_the_message(database: None) -> None:
    with transaction() as session:
        reference = opened(session).reference
    with pytest.raises(RuntimeError), transaction() as session:
        steps.close(session, reference, by="sara", words="السبب")
        raise RuntimeError("killed before the commit")
    with transaction() as session:
        case = case_by_reference(session, reference)
        assert case is not None and case.state == CaseState.RECEIVED
        assert told(session) == []
        steps.close(session, reference, by="sara", words="السبب")
        assert len(told(session)) == 1
