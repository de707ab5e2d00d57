"""Where the power is off: accounts, cities, districts and landmarks."""

from __future__ import annotations

from sqlalchemy import select

from bot.accounts.tables import Area
from bot.database import reading
from bot.identity.links import current_link
from bot.settings import ROOT
from tests.actions.outages.conftest import announced, claimed, reports
from tests.actions.talk import Talk
from tests.outages.conftest import Town
from tests.project_files import domain


def test_a_landmark_in_the_first_message_is_not_asked_for(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "طافية بالنرجس جنب مسجد النور من ساعة", district="النرجس")
    assert said == ["utter_outages_ask_danger"]
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="home")
    (report,) = reports()
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
    (report,) = reports()
    assert (report.area_id, report.place) == (town.rawdah_jeddah, "ورا مدرسة الامام")


def test_behind_the_school_is_a_landmark(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    assert talk.tell("go_back", "ورا المدرسة") == ["utter_outages_ask_danger"]
    assert talk.slots["outage_draft"]["landmark"] == "ورا المدرسة"


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


def test_a_city_without_districts_on_record(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "طافية عندنا بعرعر", city="عرعر")
    assert said == ["utter_outages_ask_landmark_unlisted"]


def test_an_unknown_district_is_taken_as_written(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية عندنا بالرياض", city="الرياض")
    said = talk.tell("nlu_fallback", "حي الغدير الجديد")
    assert said == ["utter_outages_ask_landmark_unlisted"]
    talk.tell("nlu_fallback", "ورا مدرسة الأمل")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="unknown")
    (report,) = reports()
    assert report.place == "الرياض - حي الغدير الجديد - ورا مدرسة الأمل"
    assert report.area_id is None


def test_an_unknown_district_beside_its_city(talk: Talk, town: Town) -> None:
    said = talk.tell("report_outage", "الكهرباء طافية بحي الغدير بالرياض", city="الرياض")
    assert said == ["utter_outages_ask_landmark_unlisted"]
    assert talk.slots["outage_draft"]["district"] == "الغدير"


def test_an_unknown_district_goes_before_the_linked_account(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    announced(town.narjis)
    said = talk.tell("report_outage", "طافية بحي الغدير")
    assert said == ["utter_outages_ask_landmark_and_city"]
    talk.tell("inform", "جدة، جنب الجامع", city="جدة")
    talk.tell("deny", "لا")
    talk.tell("inform", outage_scope="unknown")
    assert [report.place for report in reports()] == ["الغدير - جدة، جنب الجامع"]


def test_the_message_goes_before_the_linked_account(talk: Talk, town: Town) -> None:
    announced(town.narjis)
    claimed(talk, town.account)
    said = talk.tell("report_outage", "طافية بالروضة بجدة", district="الروضة", city="جدة")
    assert said == ["utter_outages_ask_landmark"]


def test_a_district_named_earlier_is_remembered(talk: Talk, town: Town) -> None:
    talk.tell("planned_outage", "فيه فصل بالنرجس؟", district="النرجس")
    assert talk.tell("report_outage", "طفت علينا") == ["utter_outages_ask_landmark"]


def test_another_place_given_late(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    said = talk.tell("inform", "لا، الحساب الثاني", account_number=town.neighbour)
    assert said == ["utter_outages_ask_danger_account"]
    talk.tell("deny", "لا")
    talk.tell("inform", "القاطع نازل")
    (report,) = reports()
    assert (report.premise, report.breaker_tripped) == ("P00002", True)
    with reading() as session:
        link = current_link(session, talk.conversation)
    assert link is not None and link.account_number == town.account  # "my bill" did not change


def test_the_place_of_an_account_that_is_only_claimed_is_never_named(
    talk: Talk, town: Town
) -> None:
    responses = domain()["responses"]
    for key, variants in responses.items():
        if "_account_" in f"{key}_" and key.startswith("utter_outages"):
            assert all("{place}" not in variant["text"] for variant in variants), key
    announced(town.narjis)
    claimed(talk, town.account)
    talk.tell("outage_status", "متى ترجع")
    assert [r["response"] for r in talk.said] == [
        "utter_outages_known_account_open",
        "utter_outages_offer_watch",
    ]


def test_every_area_of_the_town_is_in_the_lookup(town: Town) -> None:
    names = (ROOT / "data" / "lookups" / "cities.yml").read_text()
    with reading() as session:
        for area in session.execute(select(Area)).scalars():
            assert area.city in names and area.district in names
