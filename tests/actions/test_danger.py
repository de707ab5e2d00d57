from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.danger import danger_was_told
from bot.database import transaction
from bot.identity.links import claim
from bot.outages.tables import OutageReport
from tests.actions.outages.conftest import MODULES, reports
from tests.actions.talk import Talk, actions_of, rules_of
from tests.outages.conftest import Town, build_town
from tests.project_files import domain, read_yaml

LONGEST = 300
"""Letters that a person in panic still reads."""


@pytest.fixture
def talk(database: None) -> Talk:
    with transaction() as session:
        talk = Talk(actions_of(*MODULES), rules_of("outages", "danger", "general"))
        talk.town = build_town(session)  # type: ignore[attr-defined]
    return talk


@pytest.mark.parametrize(
    ("city", "number"),
    [
        ("الرياض", "911"),
        ("مكة المكرمة", "911"),
        ("جدة", "911"),
        ("المدينة المنورة", "911"),
        ("ينبع", "911"),
        ("الدمام", "911"),
        ("الجبيل", "911"),
        ("أبها", "998"),
        ("تبوك", "998"),
        ("بريدة", "998"),
        ("حائل", "998"),
        ("جازان", "998"),
        ("نجران", "998"),
        ("شرورة", "998"),
        ("سكاكا", "998"),
        ("عرعر", "998"),
        ("الباحة", "998"),
    ],
)
def test_the_number_of_the_region(talk: Talk, city: str, number: str) -> None:
    said = talk.tell("danger", "فيه حريق", city=city)
    assert said == ["utter_danger_number", "utter_danger_offer_report"]
    assert talk.reply("utter_danger_number")["number"] == number


def test_the_region_of_the_linked_account(talk: Talk) -> None:
    town: Town = talk.town  # type: ignore[attr-defined]
    with transaction() as session:
        claim(session, talk.conversation, town.account)
    talk.tell("danger", "شرار")
    assert talk.reply("utter_danger_number")["number"] == "911"


@pytest.mark.parametrize("entities", [{}, {"account_number": "30099999999"}])
def test_an_unknown_region_gets_both_numbers(talk: Talk, entities: dict[str, str]) -> None:
    assert talk.tell("danger", "شرار", **entities)[0] == "utter_danger_both_numbers"
    reply = talk.reply("utter_danger_both_numbers")
    assert (reply["unified"], reply["elsewhere"], reply["utility"]) == ("911", "998", "933")


def test_a_district_in_two_regions_gets_both_numbers_unless_they_agree(talk: Talk) -> None:
    # الروضة lies in Riyadh and in Jeddah: two regions, so the region is not known.
    talk.tell("danger", "شرار", district="الروضة")
    assert talk.said[0]["response"] == "utter_danger_both_numbers"


def test_it_records_nothing_and_a_yesreports(talk: Talk) -> None:
    talk.tell("danger", "شرار")
    assert reports() == []
    assert talk.slots == {
        "offered_action": "action_report_outage",
        "outage_question": {"action": "action_report_outage"},
    }
    assert OutageReport is not None


def test_the_rule_has_no_condition() -> None:
    content = read_yaml("data/rules/danger.yml")
    assert [rule.get("condition") for rule in content["rules"]] == [None]


def test_the_words_are_short_and_begin_with_the_call() -> None:
    responses = domain()["responses"]
    for key in ("utter_danger_number", "utter_danger_both_numbers"):
        for variant in responses[key]:
            assert len(variant["text"]) <= LONGEST
            assert "اتصل" in variant["text"].splitlines()[1]
            assert "buttons" not in variant


def test_danger_counts_until_the_next_report_was_filed() -> None:
    def tracker(*names: str) -> Tracker:
        events = [{"event": "action", "name": name} for name in names]
        return Tracker("web:a", {}, {}, events, False, None, {}, "action_listen")

    assert danger_was_told(tracker("action_danger", "action_listen"))
    assert not danger_was_told(tracker("action_danger", "action_outage_filed"))
    assert not danger_was_told(tracker("action_listen"))


def test_who_switched_it_off_is_told_to_leave_it_so(talk: Talk) -> None:
    talk.tell("danger", "فيه ريحة حريق من الطبلون", city="جدة")
    assert talk.tell("danger", "خلاص طفيت القاطع") == ["utter_danger_made_safe"]
    assert talk.reply("utter_danger_made_safe")["number"] == "911"
    assert talk.slots["offered_action"] == "action_report_outage"


def test_what_still_smells_is_danger_as_before(talk: Talk) -> None:
    talk.tell("danger", "فيه شرار من الطبلون")
    said = talk.tell("danger", "طفيت القاطع وفيه ريحة حريق من الطبلون")
    assert said[0] == "utter_danger_both_numbers"
    assert talk.tell("danger", "طفيت القاطع") == ["utter_danger_made_safe_both"]
