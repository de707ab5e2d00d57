"""Power is back: close what was open and tell everyone who waits, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.campaigns.regular import power_is_back
from bot.clock import now
from bot.database import transaction
from bot.delivery.outbox import Button, notify
from bot.delivery.texts import text
from bot.notices.announce import stop_button
from bot.notices.choices import stopped_since
from bot.notices.tables import NoticeKind
from bot.outages.outages import OPEN_STATES
from bot.outages.scope import folded_words
from bot.outages.tables import Outage, OutageReport, OutageWatcher, ReportState

_outages = Outage.__table__.c
_reports = OutageReport.__table__.c
_watchers = OutageWatcher.__table__.c

_BACK = re.compile(
    r"رجع|رجو|راجع|عاد|(?<!\w)و?(?:جات|جت|جا|جاء|جاءت|وصل\S*|ولع\S*|نور\S*|شغال\S*|ا?شتغل\S*|"
    r"انحل\S*|ا?تصلح\S*|صلح\S*|صلحو\S*|تمام|زان\S*|ضبط\S*|شبك\S*|لبت|لبو)|back|restored|works|"
    r"working|fixed|solved"
)

BATCH = 100
"""Conversations told in one transaction: a wide outage must not keep every other writer waiting."""


class UnknownReference(Exception):
    """No outage and no report has that reference; the message says which was asked for."""


@dataclass(frozen=True)
class Restoration:
    """What a restoration did. All zero when it had been done before."""

    reference: str
    reports_closed: int
    conversations_told: int
    more: bool = False
    """Others still wait to be told: call again, in a new transaction."""


def restore_for_everyone(reference: str) -> Restoration:
    """`restore` in as many short transactions as it takes. After a crash, run it again.

    Raises:
        UnknownReference: neither an outage nor a report.
    """
    closed = told = 0
    more = True
    while more:
        with transaction() as session:
            done = restore(session, reference)
        closed, told, more = closed + done.reports_closed, told + done.conversations_told, done.more
    return Restoration(reference, closed, told)


def restore(session: Session, reference: str) -> Restoration:
    """Power is back for an outage or a single report; the first `BATCH` who wait are told. The rest
    of an outage's area hears of it by the campaign `restored:<reference>`.

    Once nobody waits any more, doing it again changes and sends nothing.

    Raises:
        UnknownReference: neither an outage nor a report.
    """
    outage = session.execute(
        select(Outage).where(_outages.reference == reference).with_for_update(of=Outage)
    ).scalar_one_or_none()
    if outage is not None:
        return _restore_outage(session, outage)
    report = session.execute(
        select(OutageReport).where(_reports.reference == reference).with_for_update()
    ).scalar_one_or_none()
    if report is None:
        raise UnknownReference(f"no outage and no report has the reference {reference}")
    return _restore_report(session, report)


def _restore_outage(session: Session, outage: Outage) -> Restoration:
    if outage.ended_at is None:
        outage.ended_at = max(now(), outage.starts_at)
        session.flush()
    power_is_back(session, outage.reference)
    reports = session.execute(
        select(OutageReport)
        .where(_reports.outage_id == outage.id, _reports.state.in_(OPEN_STATES))
        .with_for_update()
    ).scalars()
    closed = sum(_close(report, ReportState.RESTORED) for report in reports)
    session.flush()
    waiting = session.execute(
        select(OutageWatcher)
        .where(
            _watchers.told_at.is_(None),
            or_(
                _watchers.outage_id == outage.id,
                _watchers.report_id.in_(select(_reports.id).where(_reports.outage_id == outage.id)),
            ),
        )
        .order_by(_watchers.conversation, _watchers.id)
        .limit(BATCH)
        .with_for_update()
    ).scalars()
    return _tell(session, list(waiting), outage.reference, "outage_restored", closed)


def _restore_report(session: Session, report: OutageReport) -> Restoration:
    closed = _close(report, ReportState.RESTORED)
    waiting = _waiting_for(session, report)
    return _tell(session, waiting, report.reference, "report_restored", closed)


def _waiting_for(session: Session, report: OutageReport) -> list[OutageWatcher]:
    return list(
        session.execute(
            select(OutageWatcher)
            .where(_watchers.report_id == report.id, _watchers.told_at.is_(None))
            .order_by(_watchers.conversation, _watchers.id)
            .limit(BATCH)
            .with_for_update()
        ).scalars()
    )


def _close(report: OutageReport, state: ReportState) -> int:
    """1 if the report was open and is closed now, else 0."""
    if report.state not in OPEN_STATES:
        return 0
    report.state, report.closed_at = state.value, now()
    return 1


def _tell(
    session: Session, waiting: list[OutageWatcher], reference: str, key: str, closed: int
) -> Restoration:
    """One message a conversation, even when it watches both its report and the outage.

    They asked for it, so quiet hours do not hold it back; only a stop said since then does.
    """
    told: set[str] = set()
    for watcher in waiting:
        watcher.told_at = now()
        asked_at, kind = watcher.created_at, NoticeKind.RESTORED
        if watcher.conversation in told or stopped_since(
            session, watcher.conversation, kind, asked_at
        ):
            continue
        notify(
            session,
            watcher.conversation,
            text(key, reference=reference),
            key=f"restored:{reference}",
            buttons=[
                Button(text("still_off_button"), "/report_outage"),
                stop_button(NoticeKind.RESTORED),
            ],
        )
        told.add(watcher.conversation)
    session.flush()
    return Restoration(reference, closed, len(told), more=len(waiting) == BATCH)


def says_restored(text: str) -> bool:
    """Whether a message says so in words of its own, or by a button: "رجعت", "ولعت الحمد لله"."""
    folded = folded_words(text)
    return text.startswith("/") or bool(_BACK.search(folded) or _BACK.search(text.lower()))


def closed_by_subscriber(session: Session, conversation: str) -> tuple[str, ...]:
    """The subscriber says that power is back: their open reports are closed, nobody is messaged.

    A report that others joined stays open for them: one person's word does not end the wait of
    another household member. Returns the references that this person no longer waits for.
    """
    mine = session.execute(
        select(OutageWatcher)
        .where(_watchers.conversation == conversation, _watchers.told_at.is_(None))
        .order_by(_watchers.id)
        .with_for_update()
    ).scalars()
    references = []
    for watcher in list(mine):
        watcher.told_at = now()
        references.append(watcher.key.partition(":")[2])
        session.flush()
        report = watcher.report_id and session.get(
            OutageReport, watcher.report_id, with_for_update=True
        )
        if report and not _waiting_for(session, report):
            _close(report, ReportState.CLOSED)
    session.flush()
    return tuple(references)
