import argparse
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import reading, transaction
from bot.outages.outages import announce, current_outage
from bot.outages.reports import Answers, Where, file_report, last_report
from bot.outages.tables import ReportState
from bot.outages.watchers import watch_outage
from bot.restoration import restoration
from bot.restoration.commands import register
from bot.restoration.restoration import (
    Restoration,
    UnknownReference,
    closed_by_subscriber,
    restore,
    restore_for_everyone,
)
from bot.transcripts.record import content_of
from bot.transcripts.tables import Conversation, Message
from tests.outages.conftest import Town


def _told(session: Session) -> list[str]:
    return sorted(session.execute(select(Conversation.key).join(Message)).scalars())


def test_an_outage_that_ends_tells_reporters_and_watchers_once(
    session: Session, town: Town
) -> None:
    fault = announce(session, town.narjis, "عطل")
    file_report(session, "web:a", "m1", Where(town.account), Answers())
    watch_outage(session, "web:a", fault)
    watch_outage(session, "telegram:7", fault)
    file_report(session, "web:far", "m2", Where(area_id=town.rawdah_jeddah), Answers())

    done = restore(session, fault.reference)

    assert done == Restoration(fault.reference, reports_closed=1, conversations_told=2)
    assert _told(session) == ["telegram:7", "web:a"]
    assert restore(session, fault.reference) == Restoration(fault.reference, 0, 0)
    assert _told(session) == ["telegram:7", "web:a"]
    report = last_report(session, "web:a")
    assert report is not None and report.state is ReportState.RESTORED


def test_the_message_names_the_report_and_offers_to_report_again(
    session: Session, town: Town
) -> None:
    reference = file_report(session, "web:a", "m1", Where(town.account), Answers()).report.reference
    restore(session, reference)
    content = content_of(session.execute(select(Message)).scalar_one())
    assert reference in content["text"]
    again, stop = [b["payload"] for b in content["buttons"]]
    assert again == "/report_outage" and stop.startswith("/notice_settings")


def test_everyone_who_joined_a_report_is_told(session: Session, town: Town) -> None:
    receipt = file_report(session, "web:a", "m1", Where(town.account), Answers())
    file_report(session, "web:b", "m2", Where(town.account), Answers())
    assert restore(session, receipt.report.reference).conversations_told == 2


def test_watching_twice_is_watching_once(session: Session, town: Town) -> None:
    fault = announce(session, town.narjis, "عطل")
    assert watch_outage(session, "web:a", fault)
    assert not watch_outage(session, "web:a", fault)
    assert restore(session, fault.reference).conversations_told == 1


def test_an_unknown_reference(session: Session, town: Town) -> None:
    with pytest.raises(UnknownReference, match="O7654321"):
        restore(session, "O7654321")


def test_a_subscriber_closes_their_own_report_and_gets_no_message(
    session: Session, town: Town
) -> None:
    receipt = file_report(session, "web:a", "m1", Where(town.account), Answers())
    assert closed_by_subscriber(session, "web:a") == (receipt.report.reference,)
    assert closed_by_subscriber(session, "web:a") == ()
    report = last_report(session, "web:a")
    assert report is not None and report.state is ReportState.CLOSED
    assert _told(session) == []


def test_one_person_does_not_close_what_another_waits_for(session: Session, town: Town) -> None:
    receipt = file_report(session, "web:owner", "m1", Where(town.account), Answers())
    file_report(session, "web:stranger", "m2", Where(town.account), Answers())
    closed_by_subscriber(session, "web:stranger")
    report = last_report(session, "web:owner")
    assert report is not None and report.open
    assert restore(session, receipt.report.reference).conversations_told == 1
    assert _told(session) == ["web:owner"]


def test_four_restorations_at_once_tell_once(committed_town: Town) -> None:
    with transaction() as session:
        fault = announce(session, committed_town.narjis, "عطل")
        for number in range(3):
            watch_outage(session, f"web:{number}", fault)

    def run(_: int) -> int:
        with transaction() as session:
            return restore(session, fault.reference).conversations_told

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 3
    with reading() as session:
        assert _told(session) == ["web:0", "web:1", "web:2"]


def test_a_wide_outage_is_told_in_batches(
    committed_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoration, "BATCH", 3)
    with transaction() as session:
        fault = announce(session, committed_town.narjis, "عطل")
        for number in range(7):
            watch_outage(session, f"web:{number}", fault)
    with transaction() as session:
        first = restore(session, fault.reference)
    assert (first.conversations_told, first.more) == (3, True)
    # The process died here; the command is run again.
    assert restore_for_everyone(fault.reference).conversations_told == 4
    with reading() as session:
        assert _told(session) == [f"web:{number}" for number in range(7)]


def _command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["outages", *words])
    return int(arguments.run(arguments))


def test_the_command_lists_and_restores(
    committed_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction() as session:
        fault = announce(session, committed_town.narjis, "عطل في محول")
        watch_outage(session, "web:a", fault)

    assert _command("list") == 0
    listed = capsys.readouterr().out
    assert fault.reference in listed and "النرجس" in listed and "1 not ended" in listed
    assert _command("restore", fault.reference.lower()) == 0
    assert "1 conversations told" in capsys.readouterr().out
    assert _command("restore", "F0000000") == 1
    assert "F0000000" in capsys.readouterr().err
    with reading() as session:
        assert current_outage(session, committed_town.narjis) is None
