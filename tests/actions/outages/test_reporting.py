"""The way to a filed report: what was said is not asked, and once means once."""

from __future__ import annotations

import pytest

from bot.database import reading, transaction
from bot.identity.links import current_link
from bot.outages.crowd import CROWD
from bot.outages.reports import Answers, Where, file_report
from tests.actions.outages.conftest import claimed, reported, reports
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_a_report_by_account_number(talk: Talk, town: Town) -> None:
    assert talk.tell("report_outage", "الكهرباء طافية") == ["utter_outages_ask_where"]
    said = talk.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_ask_danger_account"]
    assert talk.reply("utter_outages_ask_danger_account")["account"] == town.account
    assert talk.tell("deny", "لا") == ["utter_outages_ask_scope"]
    assert talk.tell("inform", outage_scope="district") == ["utter_outages_filed"]
    (report,) = reports()
    assert talk.reply("utter_outages_filed")["reference"] == report.reference
    assert (report.premise, report.danger, report.neighbours_out) == ("P00001", False, True)
    assert talk.form is None
    with reading() as session:
        link = current_link(session, talk.conversation)
    assert link is not None and link.account_number == town.account


def test_a_linked_account_is_not_asked_for_again(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    assert talk.tell("report_outage", "طفت") == ["utter_outages_ask_danger_account"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    assert [r.premise for r in reports()] == ["P00001"]


def test_a_report_by_area_and_landmark(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "الكهرباء مقطوعة")
    assert talk.tell("inform", "ما اعرف رقم الحساب") == ["utter_outages_ask_area"]
    said = talk.tell("inform", "النرجس بالرياض", district="النرجس", city="الرياض")
    assert said == ["utter_outages_ask_landmark"]
    assert talk.tell("inform", "جنب مسجد النور") == ["utter_outages_ask_danger"]
    talk.tell("deny", "ما فيه شي")
    assert talk.tell("inform", "الجيران شغالين") == [
        "utter_outages_filed",
        "utter_outages_tip_home",
    ]
    (report,) = reports()
    assert (report.area_id, report.place, report.premise) == (town.narjis, "جنب مسجد النور", None)
    assert report.neighbours_out is False


def test_all_in_one_message(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "الكهرباء طافية بحي النرجس والحي كله طافي", district="النرجس")
    assert said == ["utter_outages_ask_landmark"]
    assert talk.tell("skip") == ["utter_outages_ask_danger"]
    assert talk.tell("deny", "لا") == ["utter_outages_filed"]
    (report,) = reports()
    assert (report.area_id, report.neighbours_out) == (town.narjis, True)


def test_a_curt_no_is_an_answer(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    assert talk.tell("upset", "ما نشوف شي") == ["utter_outages_ask_scope"]


def test_a_breaker_that_falls_is_no_danger_unless_a_hazard_is_named(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    said = talk.tell("danger", "القاطع الرئيسي ينزل كل ما ارفعه", confidence=0.6)
    assert said == ["utter_outages_filed", "utter_outages_tip_breaker"]
    (report,) = reports()
    assert (report.danger, report.breaker_tripped) == (False, True)


def test_many_reports_of_one_area_shorten_the_next(talk: Talk, town: Town) -> None:
    with transaction() as session:
        for n in range(CROWD):
            where = Where(area_id=town.narjis, place=str(n))
            file_report(session, f"web:{n}", f"key{n}", where, Answers())
    said = talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    assert said == ["utter_outages_crowd", "utter_outages_ask_danger"]
    assert talk.tell("deny", "لا") == ["utter_outages_filed"]
    claimed(talk, town.account)
    other = Talk(talk.actions, talk.rules, conversation="web:other")
    other.tell("report_outage", "طافية")
    said = other.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_crowd", "utter_outages_ask_danger_account"]


def test_a_place_nobody_could_find_is_not_filed(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    talk.tell("skip")
    talk.tell("skip")
    assert talk.tell("skip") == ["utter_outages_help_landmark"]
    assert reports() == []


def test_the_same_message_after_a_crash_files_once(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    before = (dict(talk.slots), talk.form, list(talk.events))
    talk.tell("inform", outage_scope="district", key="m9")
    first = talk.reply("utter_outages_filed")["reference"]
    talk.slots, talk.form, talk.events = before
    talk.tell("inform", outage_scope="district", key="m9")
    assert talk.reply("utter_outages_filed")["reference"] == first
    assert len(reports()) == 1


def test_a_second_report_of_the_premise_joins(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    for _ in range(2):
        talk.tell("report_outage", "طافية", account_number=town.account)
        talk.tell("deny", "لا")
        talk.tell("inform", outage_scope="district")
    assert [r["response"] for r in talk.said] == ["utter_outages_joined"]
    assert len(reports()) == 1


def test_a_report_of_ones_own_is_not_taken_again(talk: Talk, town: Town) -> None:
    reference = reported(talk, town)
    assert talk.tell("report_outage", "الكهرباء لسه طافية") == ["utter_outages_open_already"]
    assert talk.reply("utter_outages_open_already")["reference"] == reference
    said = talk.tell("report_outage", "طافية بالروضة بعد", district="الروضة")
    assert said == ["utter_outages_ask_city"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("انقطعت امس ٥ ساعات", "utter_outages_past"),
        ("امس انقطعت ورجعت", "utter_outages_past"),
        ("لو انقطعت الكهرباء وش اسوي", "utter_outages_if"),
    ],
)
def test_what_was_or_might_be_opens_no_report(
    talk: Talk, town: Town, text: str, answer: str
) -> None:
    assert talk.tell("report_outage", text, district="النرجس") == [answer]
    assert talk.form is None
    assert talk.tell("report_outage", "طافية الحين") == ["utter_outages_ask_landmark"]


def test_power_cut_for_debt_is_no_fault(talk: Talk, town: Town) -> None:
    assert talk.tell("report_outage", "مقطوعة عشان ما سددت") == ["utter_outages_debt"]
    assert talk.form is None
