import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import reading, transaction
from bot.outages import reports
from bot.outages.outages import announce
from bot.outages.reports import (
    Answers,
    Receipt,
    ReportError,
    Where,
    file_report,
    last_report,
    report_by_reference,
)
from bot.outages.tables import OutageReport, OutageWatcher, ReportState
from bot.restoration.restoration import restore
from tests.outages.conftest import Town


def _count(session: Session, table: type) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_report_has_a_reference_and_a_watcher(session: Session, town: Town) -> None:
    receipt = file_report(
        session, "web:a", "m1", Where(town.account), Answers(danger=True, neighbours_out=False)
    )
    assert re.fullmatch(r"O\d{7}", receipt.report.reference)
    assert not receipt.joined
    row = session.execute(select(OutageReport)).scalar_one()
    assert (row.premise, row.area_id, row.danger) == ("P00001", town.narjis, True)
    assert (row.neighbours_out, row.breaker_tripped) == (False, None)
    watcher = session.execute(select(OutageWatcher)).scalar_one()
    assert (watcher.conversation, watcher.report_id) == ("web:a", row.id)


def test_the_same_message_again_makes_no_second_report(session: Session, town: Town) -> None:
    first = file_report(session, "web:a", "m1", Where(area_id=town.narjis), Answers())
    again = file_report(session, "web:a", "m1", Where(area_id=town.narjis), Answers())
    assert again == first
    assert _count(session, OutageReport) == _count(session, OutageWatcher) == 1


def test_the_same_message_is_the_same_report_even_after_it_was_closed(
    session: Session, town: Town
) -> None:
    first = file_report(session, "web:a", "m1", Where(town.account), Answers())
    restore(session, first.report.reference)
    again = file_report(session, "web:a", "m1", Where(town.account), Answers())
    assert again.report.reference == first.report.reference
    assert _count(session, OutageReport) == 1


def test_a_second_report_of_a_premise_joins_and_keeps_danger(session: Session, town: Town) -> None:
    first = file_report(session, "web:a", "m1", Where(town.account), Answers(danger=True))
    second = file_report(
        session, "telegram:5", "m2", Where(town.account), Answers(neighbours_out=True)
    )
    assert second.joined
    assert second.report.reference == first.report.reference
    row = session.execute(select(OutageReport)).scalar_one()
    assert row.danger and row.neighbours_out
    assert _count(session, OutageWatcher) == 2


def test_after_restoration_a_new_report_is_a_new_one(session: Session, town: Town) -> None:
    first = file_report(session, "web:a", "m1", Where(town.account), Answers())
    restore(session, first.report.reference)
    second = file_report(session, "web:a", "m2", Where(town.account), Answers())
    assert not second.joined
    assert second.report.reference != first.report.reference


def test_neighbours_do_not_join_each_other(session: Session, town: Town) -> None:
    first = file_report(session, "web:a", "m1", Where(town.account), Answers())
    second = file_report(session, "web:b", "m2", Where(town.neighbour), Answers())
    assert first.report.reference != second.report.reference


def test_without_an_account_one_person_joins_their_own_report_only(
    session: Session, town: Town
) -> None:
    here = Where(area_id=town.narjis, place="جنب مسجد النور")
    mine = file_report(session, "web:a", "m1", here, Answers())
    mine_again = file_report(
        session, "web:a", "m2", Where(area_id=town.narjis, place="عند المسجد"), Answers()
    )
    other = file_report(session, "web:b", "m3", here, Answers())
    elsewhere = file_report(session, "web:a", "m4", Where(area_id=town.rawdah_jeddah), Answers())
    assert mine_again.joined and mine_again.report.reference == mine.report.reference
    assert len({r.report.reference for r in (mine, other, elsewhere)}) == 3


def test_a_number_that_is_not_on_file_is_taken_the_same_way(session: Session, town: Town) -> None:
    first = file_report(session, "web:a", "m1", Where("30099999999"), Answers())
    second = file_report(session, "web:b", "m2", Where("30099999999"), Answers())
    assert second.joined and second.report.reference == first.report.reference
    row = session.execute(select(OutageReport)).scalar_one()
    assert (row.premise, row.account_id, row.area_id) == ("?30099999999", None, None)


def test_a_report_belongs_to_the_known_outage_of_its_area(session: Session, town: Town) -> None:
    fault = announce(session, town.narjis, "عطل")
    receipt = file_report(session, "web:a", "m1", Where(town.account), Answers())
    assert receipt.report.outage is not None and receipt.report.outage.id == fault.id


def test_a_long_landmark_is_cut_to_the_column(session: Session, town: Town) -> None:
    file_report(session, "web:a", "m1", Where(area_id=town.narjis, place="م" * 999), Answers())
    assert len(session.execute(select(OutageReport.place)).scalar_one()) == 300


def test_looking_up(session: Session, town: Town) -> None:
    assert last_report(session, "web:a") is None
    assert report_by_reference(session, "O0000000") is None
    first = file_report(session, "web:a", "m1", Where(town.account), Answers())
    second = file_report(session, "web:a", "m2", Where(town.neighbour), Answers())
    restore(session, second.report.reference)
    last = last_report(session, "web:a")
    still_open = last_report(session, "web:a", only_open=True)
    assert last is not None and last.reference == second.report.reference
    assert last.state is ReportState.RESTORED and not last.open and last.closed_at is not None
    assert still_open is not None and still_open.reference == first.report.reference


def test_a_taken_reference_is_drawn_again(
    session: Session, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["O0000001", "O0000001", "O0000002"])
    monkeypatch.setattr(reports, "new_reference", lambda prefix: next(drawn))
    file_report(session, "web:a", "m1", Where(town.account), Answers())
    second = file_report(session, "web:b", "m2", Where(town.neighbour), Answers())
    assert second.report.reference == "O0000002"
    monkeypatch.setattr(reports, "new_reference", lambda prefix: "O0000001")
    with pytest.raises(ReportError):
        file_report(session, "web:c", "m3", Where(area_id=town.narjis), Answers())


def test_the_database_itself_refuses_two_open_reports_of_a_premise(
    session: Session, town: Town
) -> None:
    for reference in ("O0000001", "O0000002"):
        session.add(
            OutageReport(reference=reference, premise="P-1", state="received", created_at=now())
        )
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("same_message", [True, False])
def test_eight_at_once_make_one_report(committed_town: Town, same_message: bool) -> None:
    def file(number: int) -> Receipt:
        with transaction() as session:
            return file_report(
                session,
                "web:a" if same_message else f"web:{number}",
                "m" if same_message else f"m{number}",
                Where(committed_town.account),
                Answers(),
            )

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(file, range(8)))
    assert len({r.report.reference for r in receipts}) == 1
    assert sum(not r.joined for r in receipts) == (8 if same_message else 1)
    with reading() as session:
        assert _count(session, OutageReport) == 1
        assert _count(session, OutageWatcher) == (1 if same_message else 8)
