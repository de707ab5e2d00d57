from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from actions import danger, general, other, outages, outages_form, outages_status
from bot.accounts.tables import Area
from bot.clock import now
from bot.database import reading, transaction
from bot.identity.links import claim, current_link
from bot.outages.crowd import CROWD
from bot.outages.outages import OutageInfo, announce
from bot.outages.reports import Answers, Where, file_report
from bot.outages.restoration import restore
from bot.outages.tables import OutageKind, OutageReport, OutageWatcher
from tests.actions.talk import Talk, actions_of, rules_of
from tests.outages.conftest import Town, build_town

ROOT = Path(__file__).resolve().parents[2]
MODULES = (danger, general, other, outages, outages_form, outages_status)


@pytest.fixture
def town(database: None) -> Town:
    with transaction() as session:
        return build_town(session)


@pytest.fixture
def talk(town: Town) -> Talk:
    return Talk(actions_of(*MODULES), rules_of("outages", "danger", "general"))


def _fault(area_id: int, **values: Any) -> OutageInfo:
    with transaction() as session:
        return announce(session, area_id, "عطل في محول", **values)


def _reports() -> list[OutageReport]:
    with reading() as session:
        return list(session.execute(select(OutageReport)).scalars())


def _link(talk: Talk, number: str) -> None:
    with transaction() as session:
        claim(session, talk.conversation, number)


# --- the whole way -------------------------------------------------------------------------


def test_a_report_by_account_number(talk: Talk, town: Town) -> None:
    assert talk.tell("report_outage", "الكهرباء طافية") == ["utter_outages_ask_where"]
    said = talk.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_ask_danger_account"]
    assert talk.reply("utter_outages_ask_danger_account")["account"] == town.account
    assert talk.tell("deny", "لا") == ["utter_outages_ask_scope"]
    assert talk.tell("inform", outage_scope="district") == ["utter_outages_filed"]
    (report,) = _reports()
    assert talk.reply("utter_outages_filed")["reference"] == report.reference
    assert (report.premise, report.danger, report.neighbours_out) == ("P00001", False, True)
    assert talk.form is None
    with reading() as session:
        link = current_link(session, talk.conversation)
    assert link is not None and link.account_number == town.account


def test_a_linked_account_is_not_asked_for_again(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    assert talk.tell("report_outage", "طفت") == ["utter_outages_ask_danger_account"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    assert [r.premise for r in _reports()] == ["P00001"]


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
    (report,) = _reports()
    assert (report.area_id, report.place, report.premise) == (town.narjis, "جنب مسجد النور", None)
    assert report.neighbours_out is False


def test_all_in_one_message(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "الكهرباء طافية بحي النرجس والحي كله طافي", district="النرجس")
    assert said == ["utter_outages_ask_landmark"]
    assert talk.tell("skip") == ["utter_outages_ask_danger"]
    assert talk.tell("deny", "لا") == ["utter_outages_filed"]
    (report,) = _reports()
    assert (report.area_id, report.neighbours_out) == (town.narjis, True)


def test_a_landmark_in_the_first_message_is_not_asked_for(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "طافية بالنرجس جنب مسجد النور من ساعة", district="النرجس")
    assert said == ["utter_outages_ask_danger"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    (report,) = _reports()
    assert (report.area_id, report.place) == (town.narjis, "جنب مسجد النور")


def test_a_landmark_before_the_city(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالروضة", district="الروضة")
    assert talk.tell("inform", "ورا مدرسة الامام") == [
        "utter_outages_noted",
        "utter_outages_ask_city",
    ]
    assert talk.tell("inform", "جدة", city="جدة") == ["utter_outages_ask_danger"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    (report,) = _reports()
    assert (report.area_id, report.place) == (town.rawdah_jeddah, "ورا مدرسة الامام")


def test_a_breaker_that_falls_is_no_danger_unless_a_hazard_is_named(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    said = talk.tell("danger", "القاطع الرئيسي ينزل كل ما ارفعه", confidence=0.6)
    assert said == ["utter_outages_filed", "utter_outages_tip_breaker"]
    (report,) = _reports()
    assert (report.danger, report.breaker_tripped) == (False, True)


def test_a_curt_no_is_an_answer(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    assert talk.tell("upset", "ما نشوف شي") == ["utter_outages_ask_scope"]


def test_a_breaker_that_sparks_is_danger(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    said = talk.tell("danger", "القاطع نزل وطلع منه شرار", confidence=0.6)
    assert said[0] == "utter_danger_number"
    assert [report.danger for report in _reports()] == [True]


def test_a_district_in_two_cities_asks_which(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "الكهرباء طافية بالروضة", district="الروضة")
    assert [reply["response"] for reply in talk.said] == ["utter_outages_ask_city"]
    buttons = talk.said[0]["buttons"]
    assert [button["title"] for button in buttons] == ["الرياض", "جدة"]
    assert all(len(button["payload"].encode()) <= 64 for button in buttons)
    said = talk.tell("inform", area=str(town.rawdah_jeddah))
    assert said == ["utter_outages_ask_landmark"]
    assert talk.slots["outage_draft"]["area_id"] == town.rawdah_jeddah


def test_the_city_may_be_typed(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "الكهرباء طافية بالروضة", district="الروضة")
    talk.tell("inform", "جدة", city="جدة")
    assert talk.slots["outage_draft"]["area_id"] == town.rawdah_jeddah


def test_only_a_city(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية عندنا بالرياض", city="الرياض")
    assert talk.said[0]["response"] == "utter_outages_ask_district"
    assert talk.tell("inform", "النرجس", district="النرجس") == ["utter_outages_ask_landmark"]


def test_an_unknown_district_is_taken_as_written(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية عندنا بالرياض", city="الرياض")
    said = talk.tell("nlu_fallback", "حي الغدير الجديد")
    assert said == ["utter_outages_ask_landmark_unlisted"]
    talk.tell("nlu_fallback", "ورا مدرسة الأمل")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="unknown")
    (report,) = _reports()
    assert report.place == "الرياض - حي الغدير الجديد - ورا مدرسة الأمل"
    assert report.area_id is None


def test_an_unknown_district_beside_its_city(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "الكهرباء طافية بحي الغدير بالرياض", city="الرياض")
    assert said == ["utter_outages_ask_landmark_unlisted"]
    assert talk.slots["outage_draft"]["district"] == "الغدير"


def test_an_unknown_district_goes_before_the_linked_account(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    _fault(town.narjis)
    said = talk.tell("report_outage", "طافية بحي الغدير")
    assert said == ["utter_outages_ask_landmark_and_city"]
    talk.tell("inform", "جدة، جنب الجامع", city="جدة")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="unknown")
    assert [report.place for report in _reports()] == ["الغدير - جدة، جنب الجامع"]


def test_questions_about_the_report_itself(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    said = talk.tell("ask_why_details", "ليش تبون الرقم")
    assert said == ["utter_outages_why", "utter_outages_ask_where"]
    said = talk.tell("outage_status", "متى ترجع")
    assert said == ["utter_outages_place_first", "utter_outages_ask_where"]
    said = talk.tell("outage_status", "متى ترجع بالنرجس", district="النرجس")
    assert said == ["utter_outages_ask_landmark"]
    said = talk.tell("outage_status", "متى ترجع")
    assert said == ["utter_outages_none", "utter_outages_ask_landmark"]


def test_behind_the_school_is_a_landmark(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    assert talk.tell("go_back", "ورا المدرسة") == ["utter_outages_ask_danger"]
    assert talk.slots["outage_draft"]["landmark"] == "ورا المدرسة"


def test_the_city_of_a_question_may_be_typed(talk: Talk, town: Town) -> None:
    talk.tell("outage_status", "متى ترجع بالروضة", district="الروضة")
    question = talk.slots["outage_question"]
    assert question == {"action": "action_outage_status", "district": "الروضة"}
    assert talk.tell("outage_status", "جدة", city="جدة") == ["utter_outages_none"]
    assert talk.slots["outage_question"] == {"action": "action_outage_status", "district": None}


def test_a_city_without_districts_on_record(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "طافية عندنا بعرعر", city="عرعر")
    assert said == ["utter_outages_ask_landmark_unlisted"]


def test_a_place_nobody_could_find_is_not_filed(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    talk.tell("skip")
    talk.tell("skip")
    assert talk.tell("skip") == ["utter_outages_help_landmark"]
    assert _reports() == []


# --- known outages -------------------------------------------------------------------------


def test_a_known_outage_is_said_at_once_and_watched(talk: Talk, town: Town) -> None:
    fault = _fault(town.narjis, expected_end=now() + timedelta(hours=2))
    _link(talk, town.account)
    assert talk.tell("report_outage", "الكهرباء طافية") == [
        "utter_outages_known_account_until",
        "utter_outages_offer_watch",
    ]
    reply = talk.reply("utter_outages_known_account_until")
    assert reply["cause"] == "عطل في محول" and "الساعة" in reply["until"]
    assert talk.slots["offered_action"] == "action_watch_outage"
    assert talk.tell("watch_outage") == ["utter_outages_watching"]
    assert _reports() == []
    with transaction() as session:
        assert restore(session, fault.reference).conversations_told == 1


def test_who_asked_to_be_told_is_not_offered_it_again(talk: Talk, town: Town) -> None:
    _fault(town.narjis, expected_end=now() + timedelta(hours=2))
    _link(talk, town.account)
    talk.tell("report_outage", "الكهرباء طافية")
    talk.tell("watch_outage", "ايه بلغوني")
    for intent in ("report_outage", "outage_status", "planned_outage"):
        assert talk.tell(intent) == ["utter_outages_known_account_until", "utter_outages_watched"]
        assert talk.slots["offered_action"] is None


def test_who_reported_before_the_outage_was_known_is_promised_word(talk: Talk, town: Town) -> None:
    _reported(talk, town)
    _fault(town.narjis)
    assert talk.tell("outage_status", "متى ترجع") == [
        "utter_outages_known_account_open",
        "utter_outages_watched",
    ]


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


def test_a_landmark_after_a_danger_begins_the_report(talk: Talk, town: Town) -> None:
    talk.tell("danger", "دخان من العداد بالنرجس", district="النرجس")
    assert talk.tell("inform", "جنب بقالة الخير") == ["utter_outages_filed_danger"]
    (report,) = _reports()
    assert (report.area_id, report.place, report.danger) == (town.narjis, "جنب بقالة الخير", True)


def test_power_cut_for_debt_is_no_fault(talk: Talk, town: Town) -> None:
    assert talk.tell("report_outage", "مقطوعة عشان ما سددت") == ["utter_outages_debt"]
    assert talk.form is None


def test_the_report_itself_is_given_up(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    assert talk.tell("report_status", "الغ البلاغ") == ["utter_general_cancelled"]
    assert talk.form is None and _reports() == []


def test_many_reports_of_one_area_shorten_the_next(talk: Talk, town: Town) -> None:
    with transaction() as session:
        for n in range(CROWD):
            where = Where(area_id=town.narjis, place=str(n))
            file_report(session, f"web:{n}", f"key{n}", where, Answers())
    said = talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    assert said == ["utter_outages_crowd", "utter_outages_ask_danger"]
    assert talk.tell("deny", "لا") == ["utter_outages_filed"]
    _link(talk, town.account)
    other = Talk(talk.actions, talk.rules, conversation="web:other")
    other.tell("report_outage", "طافية")
    said = other.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_crowd", "utter_outages_ask_danger_account"]


def test_a_medical_device_is_filed_even_where_the_outage_is_known(talk: Talk, town: Town) -> None:
    _fault(town.narjis)
    said = talk.tell(
        "report_outage", f"امي على جهاز اكسجين {town.account}", account_number=town.account
    )
    assert said == [
        "utter_outages_known_account_open",
        "utter_outages_medical",
        "utter_outages_ask_danger_account",
    ]
    assert talk.reply("utter_outages_medical")["ambulance"] == "997"
    assert talk.slots["taken_whole"] == talk.last_key
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    (report,) = _reports()
    assert report.place == "في البيت جهاز طبي"


def test_a_medical_device_told_in_the_middle_or_afterwards(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    told = talk.tell("ask_question", "عندنا مريض على جهاز تنفس")
    assert told == ["utter_outages_medical", "utter_outages_ask_danger"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    said = talk.tell("report_outage", "الكهرباء طافية وامي على الاكسجين")
    assert said == ["utter_outages_medical", "utter_outages_open_already"]
    assert [report.place for report in _reports()] == ["في البيت جهاز طبي"]


def test_what_was_not_asked_is_noted_before_the_question_again(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    assert talk.tell("inform", "كل الحاره") == [
        "utter_outages_noted",
        "utter_outages_ask_landmark",
    ]


def test_another_place_after_planned_work_is_the_same_question(talk: Talk, town: Town) -> None:
    talk.tell("planned_outage", "فيه فصل بالنرجس؟", district="النرجس")
    assert talk.slots["outage_question"]["action"] == "action_planned_outage"


def test_a_place_named_after_a_danger_begins_the_report(talk: Talk, town: Town) -> None:
    talk.tell("danger", "سلك طايح بالشارع")
    assert talk.slots["outage_question"] == {"action": "action_report_outage"}


def test_the_place_of_an_account_that_is_only_claimed_is_never_named(
    talk: Talk, town: Town
) -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]
    for key, variants in responses.items():
        if "_account_" in f"{key}_" and key.startswith("utter_outages"):
            assert all("{place}" not in variant["text"] for variant in variants), key
    _fault(town.narjis)
    _link(talk, town.account)
    talk.tell("outage_status", "متى ترجع")
    assert [r["response"] for r in talk.said] == [
        "utter_outages_known_account_open",
        "utter_outages_offer_watch",
    ]


def test_a_known_outage_learnt_inside_the_form_ends_it(talk: Talk, town: Town) -> None:
    _fault(town.narjis, expected_end=now() - timedelta(minutes=5))
    talk.tell("report_outage", "طافية")
    said = talk.tell("inform", "حي النرجس", district="النرجس")
    assert said == ["utter_outages_known_overdue", "utter_outages_offer_watch"]
    assert talk.form is None and _reports() == []
    talk.tell("watch_outage")
    with reading() as session:
        assert session.execute(select(OutageWatcher)).scalar_one().outage_id is not None


def test_watching_means_the_outage_just_spoken_of(talk: Talk, town: Town) -> None:
    mine = _fault(town.narjis)
    other_place = _fault(town.rawdah_jeddah)
    _link(talk, town.account)
    talk.tell("outage_status", "وش صار بالروضة بجدة", district="الروضة", city="جدة")
    talk.tell("watch_outage", "بلغوني")
    with reading() as session:
        watcher = session.execute(select(OutageWatcher)).scalar_one()
    assert watcher.outage_id == other_place.id != mine.id


def test_a_district_named_earlier_is_remembered(talk: Talk, town: Town) -> None:
    talk.tell("planned_outage", "فيه فصل بالنرجس؟", district="النرجس")
    assert talk.tell("report_outage", "طفت علينا") == ["utter_outages_ask_landmark"]


def test_the_message_goes_before_the_linked_account(talk: Talk, town: Town) -> None:
    _fault(town.narjis)
    _link(talk, town.account)
    said = talk.tell("report_outage", "طافية بالروضة بجدة", district="الروضة", city="جدة")
    assert said == ["utter_outages_ask_landmark"]


# --- inside the form -----------------------------------------------------------------------


def test_another_topic_is_answered_and_the_question_comes_back(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    said = talk.tell("planned_outage", "فيه فصل مجدول؟")
    assert said == ["utter_outages_planned_none_where", "utter_outages_ask_where"]
    said = talk.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_ask_danger_account"]


def test_danger_in_the_form_comes_first_and_files_at_once(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    talk.tell("inform", "شارع الأمل")
    said = talk.tell("danger", "فيه سلك طايح")
    assert said == ["utter_danger_number", "utter_outages_filed_danger"]
    assert talk.reply("utter_danger_number")["number"] == "911"
    (report,) = _reports()
    assert report.danger


def test_danger_before_the_place_is_known(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    said = talk.tell("danger", "فيه شرار")
    assert said == ["utter_danger_both_numbers", "utter_outages_ask_where"]
    said = talk.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_filed_danger"]


def test_yes_to_danger_warns_and_files(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    said = talk.tell("affirm", "نعم")
    assert said == ["utter_danger_number", "utter_outages_filed_danger"]


def test_no_danger_that_sounds_like_danger(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    assert talk.tell("danger", "لا ما فيه شرار") == ["utter_outages_ask_scope"]


def test_a_report_after_danger_is_marked(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    assert talk.tell("danger", "شرار من العداد") == [
        "utter_danger_number",
        "utter_danger_offer_report",
    ]
    assert talk.tell("report_outage") == ["utter_outages_filed_danger"]
    (report,) = _reports()
    assert report.danger
    # The next report is asked again.
    said = talk.tell("report_outage", "طافية", account_number=town.neighbour)
    assert said == ["utter_outages_ask_danger_account"]


def test_danger_in_a_known_outage_is_still_filed(talk: Talk, town: Town) -> None:
    _fault(town.narjis)
    _link(talk, town.account)
    talk.tell("danger", "شرار")
    said = talk.tell("report_outage")
    assert said == ["utter_outages_known_account_open", "utter_outages_filed_danger"]
    (report,) = _reports()
    assert report.outage_id is not None


def test_three_misses_offer_a_person_and_keep_the_form(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    assert talk.tell("inform", "12345", number="12345") == ["utter_outages_bad_account"]
    assert talk.tell("nlu_fallback", "شوي") == ["utter_outages_help_where"]
    assert talk.tell("nlu_fallback", "هاه") == ["utter_outages_offer_person"]
    assert talk.form is not None
    assert talk.tell("repeat") == ["utter_outages_ask_where"]


def test_saying_it_is_off_again_is_no_miss(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    for _ in range(4):
        assert talk.tell("report_outage", "يا جماعة طافية") == ["utter_outages_ask_where"]


def test_it_came_back_while_reporting(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    assert talk.tell("power_restored", "رجعت") == ["utter_outages_back"]
    assert talk.form is None and _reports() == []


def test_going_back(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    assert talk.tell("go_back", "ارجع") == ["utter_outages_ask_danger"]
    assert talk.tell("go_back", "ارجع") == ["utter_outages_ask_where"]


def test_another_place_given_late(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    said = talk.tell("inform", "لا، الحساب الثاني", account_number=town.neighbour)
    assert said == ["utter_outages_ask_danger_account"]
    talk.tell("deny", "لا")
    talk.tell("inform", "القاطع نازل")
    (report,) = _reports()
    assert (report.premise, report.breaker_tripped) == ("P00002", True)
    with reading() as session:
        link = current_link(session, talk.conversation)
    assert link is not None and link.account_number == town.account  # "my bill" did not change


def test_the_interrupted_form_goes_on(talk: Talk, town: Town) -> None:
    talk.form = "update_form"
    talk.actions["update_form"] = _Noted("update_form")
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="district")
    assert talk.said[-1]["response"] == "went on"


class _Noted(outages.ActionReportOutage):
    def __init__(self, name: str) -> None:
        self._name = name

    def name(self) -> str:
        return self._name

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(response="went on")
        return []


# --- once means once -----------------------------------------------------------------------


def test_the_same_message_after_a_crash_files_once(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    before = (dict(talk.slots), talk.form, list(talk.events))
    talk.tell("inform", outage_scope="district", key="m9")
    first = talk.reply("utter_outages_filed")["reference"]
    talk.slots, talk.form, talk.events = before
    talk.tell("inform", outage_scope="district", key="m9")
    assert talk.reply("utter_outages_filed")["reference"] == first
    assert len(_reports()) == 1


def test_a_second_report_of_the_premise_joins(talk: Talk, town: Town) -> None:
    _link(talk, town.account)
    for _ in range(2):
        talk.tell("report_outage", "طافية", account_number=town.account)
        talk.tell("deny", "لا")
        talk.tell("inform", outage_scope="district")
    assert [r["response"] for r in talk.said] == ["utter_outages_joined"]
    assert len(_reports()) == 1


# --- status, planned, restored -------------------------------------------------------------


def _reported(talk: Talk, town: Town) -> str:
    _link(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="district")
    return str(_reports()[0].reference)


def test_status_of_my_report(talk: Talk, town: Town) -> None:
    assert talk.tell("report_status", "وين البلاغ") == ["utter_outages_no_report"]
    reference = _reported(talk, town)
    assert talk.tell("report_status", "وين البلاغ") == ["utter_outages_report_received"]
    assert talk.tell("outage_status", "متى ترجع") == ["utter_outages_report_received"]
    with transaction() as session:
        restore(session, reference)
    assert talk.tell("report_status", reference, reference=reference) == [
        "utter_outages_report_restored"
    ]


def test_status_by_a_reference(talk: Talk, town: Town) -> None:
    assert talk.tell("report_status", "O0000000", reference="O0000000") == [
        "utter_outages_report_unknown"
    ]
    assert talk.tell("report_status", "U0000000", reference="U0000000") == []
    assert talk.followed == ["action_update_status"]


def test_status_says_what_is_known_of_the_reports_outage(talk: Talk, town: Town) -> None:
    _reported(talk, town)
    _fault(town.narjis)
    assert talk.tell("report_status") == [
        "utter_outages_report_received",
        "utter_outages_known_account_open",
    ]


@pytest.mark.parametrize(
    ("entities", "key"),
    [
        ({}, "utter_outages_none_where"),
        ({"district": "النرجس"}, "utter_outages_none"),
        ({"district": "الروضة"}, "utter_outages_ask_city"),
        ({"city": "جدة", "district": "الروضة"}, "utter_outages_none"),
        ({"city": "أبها"}, "utter_outages_none_where"),
        ({"account_number": "30010000001"}, "utter_outages_none_account"),
        ({"account_number": "30099999999"}, "utter_outages_none_account"),
    ],
)
def test_status_with_nothing_known(talk: Talk, entities: dict[str, str], key: str) -> None:
    assert talk.tell("outage_status", "متى ترجع", **entities) == [key]
    assert talk.slots["offered_action"] == "action_report_outage"


def test_planned_work(talk: Talk, town: Town) -> None:
    start = now() + timedelta(days=1)
    planned = {"kind": OutageKind.PLANNED, "starts_at": start}
    _fault(town.narjis, expected_end=start + timedelta(hours=3), **planned)
    assert talk.tell("planned_outage", district="النرجس") == ["utter_outages_planned"]
    assert talk.reply("utter_outages_planned")["span"]
    assert talk.tell("planned_outage", city="الرياض") == ["utter_outages_planned"]
    assert talk.tell("planned_outage", city="جدة") == ["utter_outages_planned_none"]
    assert talk.tell("planned_outage", district="الروضة") == ["utter_outages_ask_city"]
    _link(talk, town.account)
    assert talk.tell("planned_outage", "عندي فصل؟") == ["utter_outages_planned_account"]
    _link(talk, "30099999999")
    assert talk.tell("planned_outage", "عندي فصل؟") == ["utter_outages_planned_none_account"]


def test_a_report_of_ones_own_is_not_taken_again(talk: Talk, town: Town) -> None:
    reference = _reported(talk, town)
    assert talk.tell("report_outage", "الكهرباء لسه طافية") == ["utter_outages_open_already"]
    assert talk.reply("utter_outages_open_already")["reference"] == reference
    said = talk.tell("report_outage", "طافية بالروضة بعد", district="الروضة")
    assert said == ["utter_outages_ask_city"]


def test_the_outage_just_spoken_of_is_still_meant(talk: Talk, town: Town) -> None:
    _fault(town.rawdah_jeddah)
    talk.tell("report_outage", "طافية بالروضة", district="الروضة")
    known = ["utter_outages_known_open", "utter_outages_offer_watch"]
    assert talk.tell("inform", "جدة", city="جدة") == known
    assert talk.tell("outage_status", "متى بترجع") == known


def test_told_when_power_is_back_after_planned_work(talk: Talk, town: Town) -> None:
    start = now() + timedelta(days=1)
    _fault(
        town.narjis,
        kind=OutageKind.PLANNED,
        starts_at=start,
        expected_end=start + timedelta(hours=3),
    )
    talk.tell("planned_outage", district="النرجس")
    assert talk.tell("watch_outage", "بلغوني") == ["utter_outages_watching_planned"]
    with reading() as session:
        assert len(session.execute(select(OutageWatcher)).all()) == 1


def test_planned_work_without_an_end(talk: Talk, town: Town) -> None:
    _fault(town.narjis, kind=OutageKind.PLANNED, starts_at=now() + timedelta(days=1))
    assert talk.tell("planned_outage", district="النرجس") == ["utter_outages_planned_open"]


def test_it_is_back(talk: Talk, town: Town) -> None:
    assert talk.tell("power_restored", "رجعت") == ["utter_outages_back"]
    reference = _reported(talk, town)
    assert talk.tell("power_restored", "رجعت") == ["utter_outages_back_closed"]
    assert talk.reply("utter_outages_back_closed")["reference"] == reference
    assert talk.tell("report_status") == ["utter_outages_report_closed"]


def test_nothing_to_watch(talk: Talk, town: Town) -> None:
    assert talk.tell("watch_outage", "بلغوني") == ["utter_outages_nothing_to_watch"]
    _reported(talk, town)
    assert talk.tell("watch_outage", "بلغوني") == ["utter_outages_watching_report"]


def test_every_area_of_the_town_is_in_the_lookup(town: Town) -> None:
    names = (ROOT / "data" / "lookups" / "cities.yml").read_text()
    with reading() as session:
        for area in session.execute(select(Area)).scalars():
            assert area.city in names and area.district in names


def test_what_broke_when_it_came_back_is_a_complaint(talk: Talk) -> None:
    talk.tell("power_restored", "خرب المكيف أمس يوم رجعت الكهربا بقوة ابي تعويض")
    assert talk.followed == ["action_complaint"] and talk.slots["taken_whole"] == talk.last_key
