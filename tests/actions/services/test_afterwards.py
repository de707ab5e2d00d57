"""After a request was sent: its state, its promise, its withdrawal."""

from __future__ import annotations

import time_machine

from bot.cases import steps
from bot.database import transaction
from tests.actions.conftest import cases
from tests.actions.services.conftest import MOBILE, prove, up_to_summary
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_status_by_reference_and_of_the_newest(talk: Talk) -> None:
    assert talk.tell("service_status", "وين طلبي") == ["utter_services_none"]
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    case = cases()[0]
    assert talk.tell("service_status", "وين وصل طلب العداد") == ["utter_services_status"]
    told = talk.reply("utter_services_status")
    assert told["reference"] == case.reference and "14 فبراير" in told["promise"]
    with transaction() as session:
        steps.ask_information(session, case.reference, by="huda", words="نحتاج الصك")
    talk.tell("service_status", case.reference, reference=case.reference)
    assert "نحتاج الصك" in talk.reply("utter_services_status")["words"]
    talk.conversation = "web:stranger"
    talk.tell("service_status", case.reference, reference=case.reference)
    assert talk.reply("utter_services_status")["words"] == ""
    assert talk.tell("service_status", reference="S0000000") == ["utter_services_unknown"]


def test_overdue_is_said_plainly(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    with time_machine.travel("2027-02-16 12:00:00+03:00", tick=False):
        said = talk.tell("service_status", "وين وصل طلب العداد")
    assert said == ["utter_services_status", "utter_services_overdue"]


def test_the_promise_counts_from_the_day_that_was_asked_for(talk: Talk, town: Town) -> None:
    prove(talk, town)
    talk.tell("service_request", "بطلع من الشقة وابي اصفي الحساب")
    while talk.form and talk.slots["requested_slot"] != "service_leaves":
        talk.tell("skip", "تخطي")
    talk.tell("inform", "يوم 6/12", date="2026-12-06")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    _to_the_end(talk)
    (case,) = cases()
    assert case.details["leaves"] == "2026-12-06"
    assert str(case.promised_on) == "2026-12-09"  # three working days after that Sunday
    assert "9 ديسمبر" in talk.reply("utter_services_next")["promise"]


def _to_the_end(talk: Talk) -> None:
    """Leave out whatever may be left out, and send it."""
    for _ in range(9):
        if talk.slots["requested_slot"] == "service_confirm":
            break
        talk.tell("skip", "تخطي")
    talk.tell("affirm", "ايه")


def test_withdrawing_is_asked_once_more(talk: Talk) -> None:
    assert talk.tell("withdraw_service", "اسحب طلبي") == ["utter_services_nothing_to_withdraw"]
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    reference = cases()[0].reference
    assert talk.tell("withdraw_service", "ابي اسحب الطلب") == ["utter_services_withdraw"]
    assert cases()[0].state == "received"
    assert talk.tell("affirm", "ايه") == ["utter_services_withdrawn"]
    assert cases()[0].state == "withdrawn"
    said = talk.tell("withdraw_service", reference=reference)
    assert said == ["utter_services_over_already"]


def test_nobody_withdraws_a_strangers_request(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    talk.conversation = "web:stranger"
    said = talk.tell("withdraw_service", reference=cases()[0].reference)
    assert said == ["utter_services_unknown"] and cases()[0].state == "received"
