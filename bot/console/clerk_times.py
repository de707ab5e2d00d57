"""How long clerks had conversations, from the audit log."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.console.audit import Action
from bot.console.tables import AuditEntry
from bot.numbers.period import Period
from bot.numbers.report import Report

_ENDS = (Action.CONVERSATION_HANDED_BACK.value, Action.CONVERSATION_RETURNED.value)
_READ = 100_000
_entries = AuditEntry.__table__.c


def clerks(session: Session, period: Period) -> Report:
    """By clerk: conversations taken, and the median minutes until each was handed back or
    returned to the queue by itself."""
    taken: dict[str, int] = defaultdict(int)
    minutes: dict[str, list[float]] = defaultdict(list)
    holding: dict[str, tuple[str, datetime]] = {}
    entries = session.execute(
        select(_entries.at, _entries.actor, _entries.action, _entries.object)
        .where(_entries.action.in_((Action.CONVERSATION_TAKEN.value, *_ENDS)))
        .where(period.has(_entries.at))
        .order_by(_entries.seq)
        .limit(_READ)
    )
    for at, actor, action, conversation in entries:
        if action not in _ENDS:
            taken[actor] += 1
            holding[conversation] = (actor, at)
        elif conversation in holding:
            clerk, since = holding.pop(conversation)
            minutes[clerk].append((at - since).total_seconds() / 60)
    rows = [
        (actor.removeprefix("staff:"), count, round(median(minutes[actor]), 1))
        if minutes[actor]
        else (actor.removeprefix("staff:"), count, None)
        for actor, count in sorted(taken.items(), key=lambda each: (-each[1], each[0]))
    ]
    return Report("clerks", ("clerk", "taken", "median_minutes"), rows)
