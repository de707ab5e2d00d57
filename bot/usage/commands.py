"""`python -m bot usage …`: readings come in, limits are checked."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.clock import today
from bot.database import transaction
from bot.usage.limits import arrived, check

_BATCH = 500
Row = dict[str, Any]


class BadReading(Exception):
    """A line of the file cannot be taken; the message says which and why."""


def register(subparsers: Any) -> None:
    """Add the `usage` command and its own subcommands."""
    parser = subparsers.add_parser("usage", help="daily readings and the limits that they pass")
    actions = parser.add_subparsers(dest="action", required=True)
    importing = actions.add_parser(
        "import",
        help="take readings from a CSV file with the columns account,day,kwh and, if known, "
        "night_kwh; a day that is there already is replaced; then tell whose limit is passed",
    )
    importing.add_argument("file", type=Path, help="for example 30000000001,2026-11-21,48.3,11.2")
    importing.set_defaults(run=_import)
    adding = actions.add_parser("add", help="take one reading, then tell whose limit is passed")
    adding.add_argument("account")
    adding.add_argument("day", help="2026-11-21, today or yesterday")
    adding.add_argument("kwh")
    adding.set_defaults(run=_add)
    checking = actions.add_parser("check", help="tell everyone whose month passed their limit")
    checking.set_defaults(run=_check)


def _check(_arguments: argparse.Namespace) -> int:
    with transaction() as session:
        told = check(session)
    print(f"{told} messages queued")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    near = {"today": today(), "yesterday": today() - timedelta(days=1)}
    day = near.get(arguments.day)
    line = {
        "account": arguments.account,
        "day": day.isoformat() if day else arguments.day,
        "kwh": arguments.kwh,
    }
    try:
        with transaction() as session:
            told = arrived(session, list(_rows(session, [(1, line)])))
    except BadReading as error:
        print(error, file=sys.stderr)
        return 1
    print(f"1 reading, {told} messages queued")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    taken = told = 0
    try:
        with arguments.file.open(encoding="utf-8-sig", newline="") as file:
            lines = enumerate(csv.DictReader(file), start=2)
            while batch := list(islice(lines, _BATCH)):
                with transaction() as session:
                    rows = list(_rows(session, batch))
                    told += arrived(session, rows)
                taken += len(rows)
    except (BadReading, OSError) as error:
        print(f"{error}\n{taken} readings were taken before it.", file=sys.stderr)
        return 1
    print(f"{taken} readings, {told} messages queued")
    return 0


def _rows(session: Session, lines: list[tuple[int, dict[str, str]]]) -> Iterator[Row]:
    """The rows of `daily_readings` of some lines; of two for one day the later."""
    columns = Account.__table__.c
    numbers = {line.get("account") or "" for _, line in lines}
    known = dict(
        session.execute(select(columns.number, columns.id).where(columns.number.in_(numbers))).all()
    )
    found: dict[tuple[int, date], Row] = {}
    for place, line in lines:
        row = _row(place, line, known)
        found[row["account_id"], row["day"]] = row
    yield from found.values()


def _row(place: int, line: dict[str, str], known: dict[str, int]) -> Row:
    try:
        day, watt_hours = date.fromisoformat(line["day"]), _watt_hours(line["kwh"])
        night = _watt_hours(line["night_kwh"]) if line.get("night_kwh") else None
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadReading(f"line {place}: needs account, day (2026-11-21) and kwh") from error
    if line.get("account") not in known:
        raise BadReading(f"line {place}: no such account")
    if day > today() or watt_hours < 0 or (night or 0) < 0 or (night or 0) > watt_hours:
        raise BadReading(f"line {place}: a day to come, or a kwh that cannot be")
    return {
        "account_id": known[line["account"]],
        "day": day,
        "watt_hours": watt_hours,
        "night_watt_hours": night,
    }


def _watt_hours(kwh: str) -> int:
    exact = Decimal(kwh) * 1000
    return int(exact.to_integral_value())
