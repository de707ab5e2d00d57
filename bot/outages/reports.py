"""Reports that power is off: one open report a premise, one report a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.clock import now
from bot.outages.outages import OPEN_STATES, OutageInfo, current_outage, outage_info
from bot.outages.references import REPORT_PREFIX, new_reference
from bot.outages.tables import OutageReport, OutageWatcher, ReportState
from bot.outages.watchers import watch_report

_PLACE_LENGTH = 300
_TRIES = 5
_MEDICAL = "في البيت جهاز طبي"
"""What the crew reads where somebody lives by an electric device."""
_reports = OutageReport.__table__.c
_watchers = OutageWatcher.__table__.c


class ReportError(Exception):
    """A report could not be written; the subscriber's message is to be handled again later."""


@dataclass(frozen=True)
class Where:
    """Where power is off: an account, or an area and a landmark in the subscriber's words."""

    account_number: str | None = None
    """ASCII digits as typed; it need not be on file."""
    area_id: int | None = None
    place: str | None = None


@dataclass(frozen=True)
class Answers:
    """What was said to the questions. None: not known."""

    danger: bool = False
    neighbours_out: bool | None = None
    breaker_tripped: bool | None = None
    medical: bool = False
    """Somebody there lives by an electric device."""


@dataclass(frozen=True)
class ReportInfo:
    """One report."""

    reference: str
    state: ReportState
    danger: bool
    created_at: datetime
    closed_at: datetime | None
    outage: OutageInfo | None

    @property
    def open(self) -> bool:
        """Nobody has said yet that power is back."""
        return self.state.value in OPEN_STATES


@dataclass(frozen=True)
class Receipt:
    """What became of a report that was filed."""

    report: ReportInfo
    joined: bool
    """That premise had an open report already; this is its reference."""


def file_report(
    session: Session, conversation: str, key: str, where: Where, answers: Answers
) -> Receipt:
    """File a report, or join the open one of the same place; the conversation is told later.

    Args:
        key: id of the message that asks for it. The same key again gives the same report.

    Raises:
        ReportError: no free reference was found (never seen).
    """
    draft = _draft(session, key, where, answers)
    for _ in range(_TRIES):
        found = _by_key(session, key)
        if found is not None:
            return Receipt(report_info(found), joined=False)
        found = _open_report(session, conversation, draft)
        if found is not None and found.key == key:
            continue  # the same message filed it between the two looks
        if found is not None:
            _join(found, answers)
            watch_report(session, conversation, found)
            return Receipt(report_info(found), joined=True)
        row = OutageReport(reference=new_reference(REPORT_PREFIX), **draft)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            continue  # another process was quicker with this message, premise or reference
        watch_report(session, conversation, row)
        return Receipt(report_info(row), joined=False)
    raise ReportError("no free reference for an outage report")


def _draft(session: Session, key: str, where: Where, answers: Answers) -> dict[str, object]:
    """The columns of a new report, reference apart."""
    account = where.account_number and _account(session, where.account_number)
    area_id = account.area_id if account else where.area_id
    outage = current_outage(session, area_id) if area_id is not None else None
    premise = account.premise if account else where.account_number and f"?{where.account_number}"
    return {
        "key": key,
        "premise": premise or None,
        "account_id": account.id if account else None,
        "area_id": area_id,
        "place": _place(where.place, answers.medical),
        "outage_id": outage.id if outage else None,
        "danger": answers.danger,
        "neighbours_out": answers.neighbours_out,
        "breaker_tripped": answers.breaker_tripped,
        "state": ReportState.RECEIVED.value,
        "created_at": now(),
    }


def _place(words: str | None, medical: bool) -> str | None:
    """The subscriber's words for the place, what the crew must know first."""
    parts = (_MEDICAL if medical else "", (words or "").strip())
    return " - ".join(part for part in parts if part)[:_PLACE_LENGTH] or None


def _account(session: Session, number: str) -> Account | None:
    return session.execute(select(Account).where(Account.number == number)).scalar_one_or_none()


def _by_key(session: Session, key: str) -> OutageReport | None:
    return session.execute(select(OutageReport).where(_reports.key == key)).scalar_one_or_none()


def _open_report(
    session: Session, conversation: str, draft: dict[str, object]
) -> OutageReport | None:
    """The open report of the same premise; without a premise, of the same person and place."""
    query = select(OutageReport).where(_reports.state.in_(OPEN_STATES))
    if draft["premise"] is not None:
        query = query.where(_reports.premise == draft["premise"])
    else:
        query = query.join(OutageWatcher, _watchers.report_id == _reports.id).where(
            _watchers.conversation == conversation,
            _reports.premise.is_(None),
            _reports.area_id == draft["area_id"]
            if draft["area_id"] is not None
            else _reports.place == draft["place"],
        )
    return session.execute(query.order_by(_reports.id).limit(1)).scalar_one_or_none()


def _join(report: OutageReport, answers: Answers) -> None:
    """Add what the newer caller knows; danger once said stays said."""
    report.danger = report.danger or answers.danger
    if answers.neighbours_out is not None:
        report.neighbours_out = answers.neighbours_out
    if answers.breaker_tripped is not None:
        report.breaker_tripped = answers.breaker_tripped
    if answers.medical:
        _note_medical(report)


def add_to_report(session: Session, reference: str, answers: Answers) -> None:
    """Add to an open report what was told after it was filed."""
    report = session.execute(
        select(OutageReport).where(_reports.reference == reference).with_for_update()
    ).scalar_one()
    _join(report, answers)


def _note_medical(report: OutageReport) -> None:
    if not (report.place or "").startswith(_MEDICAL):
        report.place = _place(report.place, medical=True)


def report_info(row: OutageReport) -> ReportInfo:
    """The plain view of a row."""
    return ReportInfo(
        reference=row.reference,
        state=ReportState(row.state),
        danger=row.danger,
        created_at=row.created_at,
        closed_at=row.closed_at,
        outage=outage_info(row.outage) if row.outage else None,
    )


def report_by_reference(session: Session, reference: str) -> ReportInfo | None:
    """The report of that reference. It tells nothing personal, so the number alone is enough."""
    row = session.execute(
        select(OutageReport).where(_reports.reference == reference)
    ).scalar_one_or_none()
    return None if row is None else report_info(row)


def last_report(
    session: Session, conversation: str, *, only_open: bool = False
) -> ReportInfo | None:
    """The newest report that this conversation filed or joined."""
    query = (
        select(OutageReport)
        .join(OutageWatcher, _watchers.report_id == _reports.id)
        .where(_watchers.conversation == conversation)
        .order_by(_watchers.id.desc())
        .limit(1)
    )
    if only_open:
        query = query.where(_reports.state.in_(OPEN_STATES))
    row = session.execute(query).scalar_one_or_none()
    return None if row is None else report_info(row)
