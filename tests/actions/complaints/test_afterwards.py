"""After a complaint was filed: who may read what, reopening, additions, escalation."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from bot.cases import steps
from bot.cases.tables import CaseState
from bot.clock import now
from bot.database import transaction
from tests.actions.complaints.conftest import filed
from tests.actions.conftest import cases
from tests.actions.talk import Talk


def test_the_state_is_told_by_reference_and_words_only_to_its_owner(talk: Talk) -> None:
    reference = filed(talk)
    assert talk.tell("complaint_status", "وين وصلت شكواي") == ["utter_complaints_status_received"]
    with transaction() as session:
        steps.answer(session, reference, by="sara", words="زارك الفني وتم الإصلاح")
    talk.tell("complaint_status", reference, reference=reference)
    assert talk.reply("utter_complaints_status_answered")["words"] == "زارك الفني وتم الإصلاح"
    stranger = Talk(talk.actions, talk.rules, conversation="web:stranger")
    said = stranger.tell("complaint_status", reference, reference=reference)
    assert said == ["utter_complaints_status_answered_unread"]
    assert stranger.reply(said[0])["words"] == ""
    assert stranger.tell("reopen_complaint", "ما انحلت", reference=reference) == [
        "utter_complaints_unknown"
    ]
    assert cases()[0].state == CaseState.ANSWERED


def test_not_satisfied_reopens_with_the_reason(talk: Talk) -> None:
    reference = filed(talk)
    with transaction() as session:
        steps.close(session, reference, by="sara", words="تم الحل")
    assert talk.tell("reopen_complaint", "ما انحلت") == ["utter_complaints_reopened"]
    assert talk.tell("complaint", "الكهرب لسه يرمش كل ليلة")[-1] == "utter_complaints_added"
    (case,) = cases()
    assert case.state == CaseState.REOPENED
    assert [e.words for e in case.history][-2:] == ["ما انحلت", "الكهرب لسه يرمش كل ليلة"]


def test_what_staff_asked_for_is_added_to_the_case(talk: Talk) -> None:
    reference = filed(talk)
    with transaction() as session:
        steps.ask_information(session, reference, by="sara", words="صورة العداد")
    assert talk.tell("complaint", reference=reference)[-1] == "utter_complaints_ask_addition"
    assert talk.tell("inform", "العداد رقمه داخل الغرفة") == ["utter_complaints_added"]
    (case,) = cases()
    assert (case.state, case.history[-1].words) == ("assigned", "العداد رقمه داخل الغرفة")


def test_content_closes_it(talk: Talk) -> None:
    reference = filed(talk)
    with transaction() as session:
        steps.answer(session, reference, by="sara", words="تم")
    said = talk.tell("complaint_status", reference=reference, satisfied="yes")
    assert said == ["utter_complaints_accepted"] and cases()[0].state == CaseState.CLOSED


def test_escalation_follows_the_promise(talk: Talk) -> None:
    assert talk.tell("escalate", "ابي اصعد") == ["utter_complaints_escalate_first"]
    filed(talk)
    assert talk.tell("escalate", "ابي اصعد") == ["utter_complaints_escalate_waiting"]
    with time_machine.travel(now() + timedelta(days=60), tick=False):
        assert talk.tell("escalate", "ابي اصعد") == ["utter_complaints_escalate_overdue"]
        assert talk.tell("complaint_status", "وين وصلت") == ["utter_complaints_status_overdue"]
    assert talk.reply("utter_complaints_status_overdue")["reference"] == cases()[0].reference


def test_other_references_go_to_their_topic(talk: Talk) -> None:
    talk.tell("complaint_status", "O1234567", reference="O1234567")
    assert talk.followed == ["action_report_status"]
    assert talk.tell("complaint_status", "C0000000", reference="C0000000") == [
        "utter_complaints_unknown"
    ]
    assert talk.tell("complaint_status", "شكواي") == ["utter_complaints_none"]
