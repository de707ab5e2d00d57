"""What is said in the middle of a report: other topics, misses, steps back, an end."""

from __future__ import annotations

from typing import Any

from actions import outages
from tests.actions.outages.conftest import claimed, reports
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_another_topic_is_answered_and_the_question_comes_back(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية")
    said = talk.tell("planned_outage", "فيه فصل مجدول؟")
    assert said == ["utter_outages_planned_none_where", "utter_outages_ask_where"]
    said = talk.tell("inform", town.account, account_number=town.account)
    assert said == ["utter_outages_ask_danger_account"]


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


def test_what_was_not_asked_is_noted_before_the_question_again(talk: Talk, town: Town) -> None:
    talk.tell("report_outage", "طافية بالنرجس", district="النرجس")
    assert talk.tell("inform", "كل الحاره") == [
        "utter_outages_noted",
        "utter_outages_ask_landmark",
    ]


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
    assert talk.form is None and reports() == []


def test_the_report_itself_is_given_up(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    assert talk.tell("report_status", "الغ البلاغ") == ["utter_general_cancelled"]
    assert talk.form is None and reports() == []


def test_going_back(talk: Talk, town: Town) -> None:
    claimed(talk, town.account)
    talk.tell("report_outage", "طافية")
    talk.tell("deny", "لا")
    assert talk.tell("go_back", "ارجع") == ["utter_outages_ask_danger"]
    assert talk.tell("go_back", "ارجع") == ["utter_outages_ask_where"]


def test_the_interrupted_form_goes_on(talk: Talk, town: Town) -> None:
    talk.form = "update_form"
    talk.actions["update_form"] = _Noted("update_form")
    claimed(talk, town.account)
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
