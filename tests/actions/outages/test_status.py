"""How it stands with a report, an outage or planned work, and what came back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import now
from bot.database import reading, transaction
from bot.outages.tables import OutageKind, OutageWatcher
from bot.restoration.restoration import restore
from tests.actions.outages.conftest import announced, claimed, reported
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_status_of_my_report(talk: Talk, town: Town) -> None:
    assert talk.tell("report_status", "وين البلاغ") == ["utter_outages_no_report"]
    reference = reported(talk, town)
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
    reported(talk, town)
    announced(town.narjis)
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


def test_the_city_of_a_question_may_be_typed(talk: Talk, town: Town) -> None:
    talk.tell("outage_status", "متى ترجع بالروضة", district="الروضة")
    question = talk.slots["outage_question"]
    assert question == {"action": "action_outage_status", "district": "الروضة"}
    assert talk.tell("outage_status", "جدة", city="جدة") == ["utter_outages_none"]
    assert talk.slots["outage_question"] == {"action": "action_outage_status", "district": None}


def test_planned_work(talk: Talk, town: Town) -> None:
    start = now() + timedelta(days=1)
    planned = {"kind": OutageKind.PLANNED, "starts_at": start}
    announced(town.narjis, expected_end=start + timedelta(hours=3), **planned)
    assert talk.tell("planned_outage", district="النرجس") == ["utter_outages_planned"]
    assert talk.reply("utter_outages_planned")["span"]
    assert talk.tell("planned_outage", city="الرياض") == ["utter_outages_planned"]
    assert talk.tell("planned_outage", city="جدة") == ["utter_outages_planned_none"]
    assert talk.tell("planned_outage", district="الروضة") == ["utter_outages_ask_city"]
    claimed(talk, town.account)
    assert talk.tell("planned_outage", "عندي فصل؟") == ["utter_outages_planned_account"]
    claimed(talk, "30099999999")
    assert talk.tell("planned_outage", "عندي فصل؟") == ["utter_outages_planned_none_account"]


def test_planned_work_without_an_end(talk: Talk, town: Town) -> None:
    announced(town.narjis, kind=OutageKind.PLANNED, starts_at=now() + timedelta(days=1))
    assert talk.tell("planned_outage", district="النرجس") == ["utter_outages_planned_open"]


def test_another_place_after_planned_work_is_the_same_question(talk: Talk, town: Town) -> None:
    talk.tell("planned_outage", "فيه فصل بالنرجس؟", district="النرجس")
    assert talk.slots["outage_question"]["action"] == "action_planned_outage"


def test_told_when_power_is_back_after_planned_work(talk: Talk, town: Town) -> None:
    start = now() + timedelta(days=1)
    announced(
        town.narjis,
        kind=OutageKind.PLANNED,
        starts_at=start,
        expected_end=start + timedelta(hours=3),
    )
    talk.tell("planned_outage", district="النرجس")
    assert talk.tell("watch_outage", "بلغوني") == ["utter_outages_watching_planned"]
    with reading() as session:
        assert len(session.execute(select(OutageWatcher)).all()) == 1


def test_it_is_back(talk: Talk, town: Town) -> None:
    assert talk.tell("power_restored", "رجعت") == ["utter_outages_back"]
    reference = reported(talk, town)
    assert talk.tell("power_restored", "رجعت") == ["utter_outages_back_closed"]
    assert talk.reply("utter_outages_back_closed")["reference"] == reference
    assert talk.tell("report_status") == ["utter_outages_report_closed"]


def test_what_broke_when_it_came_back_is_a_complaint(talk: Talk) -> None:
    talk.tell("power_restored", "خرب المكيف أمس يوم رجعت الكهربا بقوة ابي تعويض")
    assert talk.followed == ["action_complaint"] and talk.slots["taken_whole"] == talk.last_key


def test_a_cut_for_debt_is_no_planned_work(talk: Talk, town: Town) -> None:
    said = talk.tell("planned_outage", "بتفصلون عني الكهرب اذا ما سددت")
    assert said == ["utter_billing_disconnection"]
