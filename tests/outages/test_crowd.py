from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.clock import now
from bot.outages.crowd import CROWD, WINDOW, shortened
from bot.outages.draft import Question, ReportDraft
from bot.outages.reports import Answers, Where, file_report
from bot.outages.tables import OutageReport
from tests.outages.conftest import Town


@pytest.fixture
def crowded(session: Session, town: Town) -> Town:
    """As many people as make a crowd have reported from النرجس."""
    for n in range(CROWD):
        where = Where(area_id=town.narjis, place=f"شارع {n}")
        file_report(session, f"web:{n}", f"key{n}", where, Answers())
    return town


def test_in_a_crowd_only_danger_is_asked(session: Session, crowded: Town) -> None:
    for draft in (
        ReportDraft(area_id=crowded.narjis, district="النرجس"),
        ReportDraft(account=crowded.account),
    ):
        short = shortened(session, draft)
        assert short.next_question() is Question.DANGER
        safe = short.where(), ReportDraft(**{**short.to_slot(), "danger": False})
        assert safe[1].next_question() is None
        assert short.answers().neighbours_out is None  # nobody said so


def test_elsewhere_everything_is_asked(session: Session, crowded: Town) -> None:
    draft = ReportDraft(area_id=crowded.rawdah_jeddah, district="الروضة")
    assert shortened(session, draft) is draft
    assert shortened(session, ReportDraft()) == ReportDraft()
    unknown = ReportDraft(account="30099999999")
    assert shortened(session, unknown) is unknown


def test_old_reports_are_no_crowd(session: Session, crowded: Town) -> None:
    for report in session.query(OutageReport):
        report.created_at = now() - WINDOW - timedelta(minutes=1)
    session.flush()
    draft = ReportDraft(area_id=crowded.narjis)
    assert shortened(session, draft) is draft


def test_one_fewer_is_no_crowd(session: Session, crowded: Town) -> None:
    session.query(OutageReport).first().state = "restored"
    session.flush()
    draft = ReportDraft(area_id=crowded.narjis)
    assert shortened(session, draft) is draft


def test_what_was_told_stays(session: Session, crowded: Town) -> None:
    told = ReportDraft(area_id=crowded.narjis, neighbours_out=False, scope_told=True)
    assert shortened(session, told) is told
    danger = ReportDraft(area_id=crowded.narjis, danger=True)
    assert shortened(session, danger) is danger
