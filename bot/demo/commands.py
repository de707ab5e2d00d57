"""`python -m bot seed`: the demo utility."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import inspect

from bot.clock import RIYADH, now
from bot.database import engine, reading
from bot.demo.accounts import demo_accounts
from bot.demo.cases import CASES
from bot.demo.conversations import add_conversations
from bot.demo.seed import NotEmpty, clear, is_empty, seed_database, usual_days
from bot.settings import settings

DEFAULT_ACCOUNTS = 600


def register(subparsers: Any) -> None:
    """Add the `seed` command."""
    parser = subparsers.add_parser("seed", help="fill an empty database with a fictitious utility")
    parser.add_argument(
        "--accounts", type=int, default=DEFAULT_ACCOUNTS, help=f"default {DEFAULT_ACCOUNTS}"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number, another utility")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        help="make it as of noon of this day (2026-11-22) instead of now",
    )
    parser.add_argument(
        "--reading-days",
        type=int,
        metavar="N",
        help="days of daily readings of each account (default 60; none with more than 5,000 "
        "accounts, where 60 days would be 60 million rows a million accounts; the accounts to "
        "try always have 400)",
    )
    parser.add_argument(
        "--reset", action="store_true", help="delete everything in the database first"
    )
    parser.add_argument(
        "--conversations",
        type=int,
        default=0,
        metavar="N",
        help="invented conversations of the past year, to try the console with (default none)",
    )
    parser.set_defaults(run=run)


def _moment(today: date | None) -> datetime:
    """Noon in Riyadh of the day asked for, or this hour."""
    if today is None:
        return now().replace(minute=0, second=0, microsecond=0)
    return datetime.combine(today, time(12), RIYADH)


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


def run(arguments: argparse.Namespace) -> int:
    """Seed, then print the accounts to try. 1 with the reason when refused."""
    if not settings().demo:
        return _refuse(
            "Refused: this is not a demo (DEMO=0). Seeding would mix in invented people."
        )
    if arguments.accounts < len(CASES):
        return _refuse(f"Refused: at least {len(CASES)} accounts, so that every case is there.")
    if not inspect(engine()).has_table("accounts"):
        return _refuse("Refused: the database has no tables yet. Run: python -m bot migrate")
    if arguments.reset:
        clear(engine())
    moment = _moment(arguments.today)
    if arguments.conversations and not is_empty(engine()):
        return _converse(arguments, moment)
    try:
        seed_database(engine(), arguments.accounts, arguments.seed, moment, arguments.reading_days)
    except NotEmpty:
        return _refuse("Refused: there are accounts already. --reset deletes everything first.")
    if arguments.reading_days is None and usual_days(arguments.accounts) == 0:
        print("Daily readings of the accounts to try only; --reading-days 60 gives them to all.")
    print(f"{arguments.accounts:,} fictitious accounts. Some to try:")
    with reading() as session:
        for account in demo_accounts(session):
            print(f"  {account['number']}  {account['mobile'] or '-':13}  {account['label']}")
    return _converse(arguments, moment) if arguments.conversations else 0


def _converse(arguments: argparse.Namespace, moment: datetime) -> int:
    messages = add_conversations(engine(), arguments.conversations, arguments.seed, moment)
    print(f"{arguments.conversations:,} invented conversations with {messages:,} messages.")
    return 0
