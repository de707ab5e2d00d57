"""Outages of a utility. `reference` is the key; when one ends, everyone who waits is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.exchange import values
from bot.exchange.kinds import Columns, Field, Kind, Outcome, Problem
from bot.exchange.looking_up import in_pieces
from bot.exchange.places import Areas
from bot.exchange.values import Reader
from bot.outages.tables import Outage, OutageKind
from bot.restoration.restoration import restore

_MOMENT = Reader(values.moment)
FIELDS = {
    "reference": Field(values.code(20)),
    "city": Field(values.words(60)),
    "district": Field(values.words(80)),
    "kind": Field(values.choice(OutageKind)),
    "cause": Field(values.words(200)),
    "starts_at": Field(_MOMENT),
    "expected_end": Field(_MOMENT, needed=False),
    "ended_at": Field(_MOMENT, needed=False),
    "announced_at": Field(_MOMENT, needed=False),
}
_MOMENTS = ("starts_at", "expected_end", "ended_at", "announced_at")


def _check(columns: Columns) -> Iterator[Problem]:
    latest = f"{now():%Y-%m-%d %H:%M:%S.%f}"
    for place, (start, end) in enumerate(
        zip(columns["starts_at"], columns["ended_at"], strict=True)
    ):
        if end is not None and end < start:
            yield Problem(place, "ended_at", "is before starts_at")
        elif end is not None and end > latest:
            yield Problem(place, "ended_at", "is still to come; give it as expected_end")


def _store(session: Session, columns: Columns) -> Outcome:
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    latest = {row["reference"]: place for place, row in enumerate(rows)}
    areas, there, outcome = Areas(session), _there(session, list(latest)), Outcome()
    for reference, place in latest.items():
        row = rows[place]
        for name in _MOMENTS:
            row[name] = row[name] and _aware(row[name])
        area = areas.find(row.pop("city"), row.pop("district"))
        if area is None:
            outcome.problems.append(Problem(place, "district", "no such district of that city"))
        elif reference in there:
            outcome.changed += _change(session, there[reference], {**row, "area_id": area})
        else:
            row["announced_at"] = row["announced_at"] or now()
            session.add(Outage(**row, area_id=area))
            outcome.new += 1
    session.flush()
    return outcome


def _aware(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def _there(session: Session, references: list[str]) -> dict[str, Outage]:
    found: dict[str, Outage] = {}
    for some in in_pieces(references):
        query = select(Outage).where(Outage.__table__.c.reference.in_(some))
        found.update((outage.reference, outage) for outage in session.execute(query).scalars())
    return found


def _change(session: Session, outage: Outage, row: dict[str, Any]) -> bool:
    """Bring one outage to what the row says; whether anything differed."""
    ends = outage.ended_at is None and row["ended_at"] is not None
    different = {
        name: value
        for name, value in row.items()
        if (value is not None or name == "expected_end") and getattr(outage, name) != value
    }
    for name, value in different.items():
        setattr(outage, name, value)
    session.flush()
    if ends:
        while restore(session, outage.reference).more:
            pass
    return bool(different)


OUTAGES = Kind("outages", FIELDS, _store, _check)
