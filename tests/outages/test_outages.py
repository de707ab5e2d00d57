from datetime import timedelta

from sqlalchemy.orm import Session

from bot.clock import now
from bot.outages.outages import announce, current_outage, open_outages, planned_outages
from bot.outages.reports import Answers, Where, file_report, report_by_reference
from bot.outages.tables import OutageKind
from bot.restoration.restoration import restore
from tests.outages.conftest import Town


def test_no_outage(session: Session, town: Town) -> None:
    assert current_outage(session, town.narjis) is None


def test_a_fault_is_said_before_planned_work(session: Session, town: Town) -> None:
    earlier = now() - timedelta(hours=2)
    fault = announce(session, town.narjis, "عطل في محول", starts_at=earlier)
    announce(session, town.narjis, "صيانة", kind=OutageKind.PLANNED)
    assert current_outage(session, town.narjis) == fault
    assert current_outage(session, town.rawdah_jeddah) is None


def test_work_to_come_is_planned_but_not_current(session: Session, town: Town) -> None:
    later = now() + timedelta(days=2)
    sooner = now() + timedelta(days=1)
    second = announce(session, town.narjis, "صيانة", kind=OutageKind.PLANNED, starts_at=later)
    first = announce(session, town.narjis, "توسعة", kind=OutageKind.PLANNED, starts_at=sooner)
    assert current_outage(session, town.narjis) is None
    assert planned_outages(session, [town.narjis]) == (first, second)
    assert planned_outages(session, [town.rawdah_jeddah]) == ()
    assert planned_outages(session, []) == ()


def test_an_ended_outage_is_neither_current_nor_open(session: Session, town: Town) -> None:
    fault = announce(session, town.narjis, "عطل")
    restore(session, fault.reference)
    assert current_outage(session, town.narjis) is None
    assert open_outages(session) == ()


def test_an_expected_end_that_passed_is_overdue(session: Session, town: Town) -> None:
    announce(session, town.narjis, "عطل", expected_end=now() - timedelta(minutes=1))
    fault = current_outage(session, town.narjis)
    assert fault is not None and fault.overdue


def test_announcing_a_fault_takes_in_the_reports_of_its_area(session: Session, town: Town) -> None:
    here = file_report(session, "web:a", "m1", Where(account_number=town.account), Answers())
    there = file_report(session, "web:b", "m2", Where(area_id=town.rawdah_jeddah), Answers())
    fault = announce(session, town.narjis, "عطل")
    taken = report_by_reference(session, here.report.reference)
    left = report_by_reference(session, there.report.reference)
    assert taken is not None and taken.outage is not None and taken.outage.id == fault.id
    assert left is not None and left.outage is None


def test_work_to_come_does_not_take_in_reports(session: Session, town: Town) -> None:
    filed = file_report(session, "web:a", "m1", Where(account_number=town.account), Answers())
    tomorrow = now() + timedelta(days=1)
    announce(session, town.narjis, "صيانة", kind=OutageKind.PLANNED, starts_at=tomorrow)
    report = report_by_reference(session, filed.report.reference)
    assert report is not None and report.outage is None
