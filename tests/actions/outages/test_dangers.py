"""Danger and medical devices come before everything else, and are filed."""

from __future__ import annotations

from tests.actions.outages.conftest import announced, claimed, reports
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_danger_in_the_form_comes_first_and_files_at_once(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    talk.tell("inform", "شارع الأمل")
    said = talk.tell("danger", "فيه سلك طايح")
    assert said == ["utter_danger_number", "utter_outages_filed_danger"]
    assert talk.reply("utter_danger_number")["number"] == "911"
    (report,) = reports()
    assert report.danger


def test_danger_before_the_place_is_known(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    said = talk.tell("danger", "فيه شرار")
    assert said == ["utter_danger_both_numbers", "utter_outages_ask_where"]
    said = talk.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_filed_danger"]


def test_yes_to_danger_warns_and_files(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    said = talk.tell("affirm", "نعم")
    assert said == ["utter_danger_number", "utter_outages_filed_danger"]


def test_no_danger_that_sounds_like_danger(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    assert talk.tell("danger", "لا ما فيه شرار") == ["utter_outages_ask_scope"]


def test_a_breaker_that_sparks_is_danger(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    said = talk.tell("danger", "القاطع نزل وطلع منه شرار", confidence=0.6)
    assert said[0] == "utter_danger_number"
    assert [report.danger for report in reports()] == [True]


def test_a_report_after_danger_is_marked(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    assert talk.tell("danger", "شرار من العداد") == [
        "utter_danger_number",
        "utter_danger_offer_report",
    ]
    assert talk.tell("report_outage") == ["utter_outages_filed_danger"]
    (report,) = reports()
    assert report.danger
    # The next report is asked again.
    said = talk.tell("report_outage", "طافية", account_number=town.neighbour)
    assert said == ["utter_outages_ask_danger_account"]


def test_danger_in_a_known_outage_is_still_filed(talk: Talk, town: Town) -> None:
    announced(town.narjis)
    claimed(talk, town.account)
    talk.tell("danger", "شرار")
    said = talk.tell("report_outage")
    assert said == ["utter_outages_known_account_open", "utter_outages_filed_danger"]
    (report,) = reports()
    assert report.outage_id is not None


def test_a_landmark_after_a_danger_begins_the_report(talk: Talk, town: Town) -> None:
    talk.tell("danger", "دخان من العداد بالنرجس", district="النرجس")
    assert talk.tell("inform", "جنب بقالة الخير") == ["utter_outages_filed_danger"]
    (report,) = reports()
    assert (report.area_id, report.place, report.danger) == (town.narjis, "جنب بقالة الخير", True)


def test_a_place_named_after_a_danger_begins_the_report(talk: Talk, town: Town) -> None:
    talk.tell("danger", "سلك طايح بالشارع")
    assert talk.slots["outage_question"] == {"action": "action_report_outage"}


def test_a_medical_device_is_filed_even_where_the_outage_is_known(talk: Talk, town: Town) -> None:
    announced(town.narjis)
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
    (report,) = reports()
    assert report.place == "في البيت جهاز طبي"


def test_a_medical_device_told_in_the_middle_or_afterwards(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    told = talk.tell("ask_question", "عندنا مريض على جهاز تنفس")
    assert told == ["utter_outages_medical", "utter_outages_ask_danger"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    said = talk.tell("report_outage", "الكهرباء طافية وامي على الاكسجين")
    assert said == ["utter_outages_medical", "utter_outages_open_already"]
    assert [report.place for report in reports()] == ["في البيت جهاز طبي"]
