"""`python -m bot usage …`: a reading by hand, limits. Files come in by `bot import readings`."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.accounts.records import find_account
from bot.clock import today
from bot.database import transaction
from bot.usage.limits import arrived, check


def register(subparsers: Any) -> None:
    """Add the `usage` command and its own subcommands."""
    parser = subparsers.add_parser("usage", help="daily readings and the limits that they pass")
    actions = parser.add_subparsers(dest="action", required=True)
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
    try:
        day, watt_hours = _reading(arguments.day, arguments.kwh)
    except (ValueError, InvalidOperation):
        print("needs a day (2026-11-21) up to today and kWh, for example 48.3", file=sys.stderr)
        return 1
    with transaction() as session:
        account = find_account(session, arguments.account)
        if account is None:
            print("no such account", file=sys.stderr)
            return 1
        row = {"account_id": account.id, "day": day, "watt_hours": watt_hours}
        told = arrived(session, [{**row, "night_watt_hours": None}])
    print(f"1 reading, {told} messages queued")
    return 0


def _reading(day: str, kwh: str) -> tuple[date, int]:
    """The day, and whole watt-hours.

    Raises:
        ValueError, InvalidOperation: not a day, not a number, or one that cannot be.
    """
    near = {"today": today(), "yesterday": today() - timedelta(days=1)}
    when = near.get(day) or date.fromisoformat(day)
    watt_hours = int((Decimal(kwh) * 1000).to_integral_value())
    if when > today() or watt_hours < 0:
        raise ValueError(day)
    return when, watt_hours
