"""Daily readings of a utility. Account and day are the key; whose limit they pass is told."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.clock import today
from bot.exchange import values
from bot.exchange.kinds import Columns, Field, Kind, Outcome, Problem
from bot.exchange.looking_up import in_pieces, to_account_ids
from bot.exchange.staging import Target, store
from bot.exchange.values import Reader
from bot.usage.limits import check
from bot.usage.tables import DailyReading

FIELDS = {
    "account": Field(values.code(20)),
    "day": Field(Reader(values.day)),
    "kwh": Field(Reader(values.watt_hours)),
    "night_kwh": Field(Reader(values.watt_hours), needed=False),
}
_TARGET = Target(
    DailyReading.__table__,
    ("account_id", "day", "watt_hours", "night_watt_hours"),
    ("account_id", "day"),
)


def _check(columns: Columns) -> Iterator[Problem]:
    last = today().isoformat()
    rows = zip(columns["day"], columns["kwh"], columns["night_kwh"], strict=True)
    for place, (day, used, night) in enumerate(rows):
        if day > last:
            yield Problem(place, "day", "is still to come")
        elif night is not None and night > used:
            yield Problem(place, "night_kwh", "is more than kwh")


def _store(session: Session, columns: Columns) -> Outcome:
    problems = to_account_ids(session, columns)
    columns["watt_hours"] = columns.pop("kwh")
    columns["night_watt_hours"] = columns.pop("night_kwh")
    outcome = store(session, _TARGET, columns, problems)
    if outcome.new or outcome.changed:
        for some in in_pieces(list(set(columns["account_id"]) - {None})):
            check(session, some)
    return outcome


READINGS = Kind("readings", FIELDS, _store, _check)
