"""What a year of work leaves behind beside its conversations: the audit log, forms, outage reports.

Invented, and written straight into the tables: only how much there is matters here, so the log's
hashes are none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Area
from bot.audit.log import Action
from bot.audit.tables import AuditEntry
from bot.clock import now
from bot.numbers.questions import all_questions
from bot.outages.tables import OutageReport, ReportState
from bot.transcripts import marks
from bot.transcripts.tables import Conversation, ConversationMark

CLERKS = tuple(f"clerk{n}" for n in range(1, 31))
_SEED = 2026
_TAKEN = 5
"""Every so manieth conversation is taken by a clerk …"""
_FORM = 4
"""… has begun a form …"""
_OUTAGE = 10
"""… or reported an outage."""
_MARK = "staff:bench-past"
Row = dict[str, Any]


def add(session: Session) -> None:
    """Write it for the conversations there are, once."""
    there = select(func.count()).select_from(AuditEntry)
    if session.execute(there.where(AuditEntry.actor == _MARK)).scalar_one():
        return
    rng = random.Random(_SEED)
    columns = Conversation.__table__.c
    talks = session.execute(select(columns.id, columns.created_at).order_by(columns.id)).all()
    session.execute(insert(AuditEntry.__table__), list(_log(session, rng, talks)))
    session.execute(insert(ConversationMark.__table__), list(_forms(rng, talks)))
    areas = list(session.execute(select(Area.id)).scalars())
    session.execute(insert(OutageReport.__table__), list(_outages(rng, talks, areas)))


def _log(session: Session, rng: random.Random, talks: list[Any]) -> Iterator[Row]:
    """Every conversation was looked at; some were taken and given back minutes later."""
    deeds: list[tuple[datetime, str, Action, int]] = []
    for number, at in talks:
        clerk = f"staff:{rng.choice(CLERKS)}"
        deeds.append((at, clerk, Action.CONVERSATION_VIEWED, number))
        if number % _TAKEN == 0:
            back = at + timedelta(seconds=rng.randint(60, 1800))
            deeds.append((at, clerk, Action.CONVERSATION_TAKEN, number))
            deeds.append((back, clerk, Action.CONVERSATION_HANDED_BACK, number))
    deeds.append((now(), _MARK, Action.AUDIT_SEARCHED, 0))
    last = session.execute(select(func.max(AuditEntry.__table__.c.seq))).scalar() or 0
    for seq, (at, actor, action, number) in enumerate(sorted(deeds), start=last + 1):
        yield {
            "seq": seq,
            "at": at,
            "actor": actor,
            "action": action.value,
            "object": f"conversation:{number}",
            "details": {},
            "previous": f"{seq - 1:064x}",
            "hash": f"{seq:064x}",
        }


def _forms(rng: random.Random, talks: list[Any]) -> Iterator[Row]:
    """Half of the forms were finished, the others left at one of their questions."""
    questions = all_questions()
    for number, _ in talks:
        if number % _FORM:
            continue
        form, question = rng.choice(questions)
        if form == "update_form":  # the seed has some that are open
            continue
        end = marks.finished(form) if rng.random() < 0.5 else marks.left(form, question)
        for mark in (marks.action(form), end):
            yield marks.row(number, mark)


def _outages(rng: random.Random, talks: list[Any], areas: list[int]) -> Iterator[Row]:
    for number, at in talks:
        if areas and number % _OUTAGE == 0:
            yield {
                "reference": f"O{number + 5_000_000}",
                "area_id": rng.choice(areas),
                "state": ReportState.RECEIVED.value,
                "created_at": at,
            }
