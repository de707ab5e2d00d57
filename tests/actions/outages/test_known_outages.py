"""A known outage is said at once, and who wants to is told of its end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.clock import now
from bot.database import reading, transaction
from bot.outages.tables import OutageWatcher
from bot.restoration.restoration import restore
from tests.actions.outages.conftest import announced, claimed, reported, reports
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_a_known_outage_is_said_at_once_and_watched(talk: Talk, town: Town) -> None:
    fault = announced(town.narjis, expected_end=now() + timedelta(hours=2))
    claimed(talk, town.account)
    assert talk.tell("report_outage", "الكهرباء طافية") == [
        "utter_outages_known_account_until",
        "utter_outages_offer_watch",
    ]
    reply = talk.reply("utter_outages_known_account_until")
    assert reply["cause"] == "عطل في محول" and "الساعة" in reply["until"]
    assert talk.slots["offered_action"] == "action_watch_outage"
    assert talk.tell("watch_outage") == ["utter_outages_watching"]
    assert reports() == []
    with transaction() as session:
        assert restore(session, fault.reference).conversations_told == 1


def test_a_known_outage_learnt_inside_the_form_ends_it(talk: Talk, town: Town) -> None:
    announced(town.narjis, expected_end=now() - timedelta(minutes=5))
    talk.tell("report_outage", "طافية")
    said = talk.tell("inform", "حي النرجس", district="النرجس")
    assert said == ["utter_outages_known_overdue", "utter_outages_offer_watch"]
    assert talk.form is None and reports() == []
    talk.tell("watch_outage")
    with reading() as session:
        assert session.execute(select(OutageWatcher)).scalar_one().outage_id is not None


def test_who_asked_to_be_told_is_not_offered_it_again(talk: Talk, town: Town) -> None:
    announced(town.narjis, expected_end=now() + timedelta(hours=2))
    claimed(talk, town.account)
    talk.tell("report_outage", "الكهرباء طافية")
    talk.tell("watch_outage", "ايه بلغوني")
    for intent in ("report_outage", "outage_status", "planned_outage"):
        assert talk.tell(intent) == ["utter_outages_known_account_until", "utter_outages_watched"]
        assert talk.slots["offered_action"] is None


def test_who_reported_before_the_outage_was_known_is_promised_word(talk: Talk, town: Town) -> None:
    reported(talk, town)
    announced(town.narjis)
    assert talk.tell("outage_status", "متى ترجع") == [
        "utter_outages_known_account_open",
        "utter_outages_watched",
    ]


def test_the_outage_just_spoken_of_is_still_meant(talk: Talk, town: Town) -> None:
    announced(town.rawdah_jeddah)
    talk.tell("report_outage", "طافية بالروضة", district="الروضة")
    known = ["utter_outages_known_open", "utter_outages_offer_watch"]
    assert talk.tell("inform", "جدة", city="جدة") == known
    assert talk.tell("outage_status", "متى بترجع") == known


def test_watching_means_the_outage_just_spoken_of(talk: Talk, town: Town) -> None:
    mine = announced(town.narjis)
    other_place = announced(town.rawdah_jeddah)
    claimed(talk, town.account)
    talk.tell("outage_status", "وش صار بالروضة بجدة", district="الروضة", city="جدة")
    talk.tell("watch_outage", "بلغوني")
    with reading() as session:
        watcher = session.execute(select(OutageWatcher)).scalar_one()
    assert watcher.outage_id == other_place.id != mine.id


def test_nothing_to_watch(talk: Talk, town: Town) -> None:
    assert talk.tell("watch_outage", "بلغوني") == ["utter_outages_nothing_to_watch"]
    reported(talk, town)
    assert talk.tell("watch_outage", "بلغوني") == ["utter_outages_watching_report"]
