"""`python -m bot notices …`: queue what subscribers are told; for a timer, or by hand."""

from __future__ import annotations

import argparse
from typing import Any

from bot.notices import occasions


def register(subparsers: Any) -> None:
    """Add the `notices` command and its own subcommands."""
    parser = subparsers.add_parser("notices", help="queue notices by what subscribers chose")
    kinds = parser.add_subparsers(dest="kind", required=True)
    bills = _kind(kinds, "bills", "bills issued in the last 30 days that are not paid")
    bills.set_defaults(run=lambda given: _report(occasions.bills(given.account)))
    due = _kind(kinds, "due", "unpaid bills whose due date comes near")
    due.add_argument("--days", type=int, default=3, help="how near (default 3)")
    due.set_defaults(run=lambda given: _report(occasions.due(given.days, given.account)))
    planned = _kind(kinds, "planned", "planned work of the coming week")
    planned.set_defaults(run=lambda given: _report(occasions.planned(given.account)))
    restored = _kind(kinds, "restored", "power is back after an outage, for the whole area")
    restored.add_argument("reference", help="of the outage, for example F1234567")
    restored.set_defaults(
        run=lambda given: _report(occasions.restored(given.reference.upper(), given.account))
    )
    awareness = _kind(kinds, "awareness", "advice, to those who agreed to it")
    awareness.add_argument("key", help="names the campaign: nobody gets it twice")
    awareness.add_argument("words", help="what is sent, in Arabic")
    awareness.set_defaults(
        run=lambda given: _report(occasions.awareness(given.key, given.words, given.account))
    )


def _kind(kinds: Any, name: str, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=about)
    parser.add_argument("--account", help="only this account (the printed number)")
    return parser


def _report(queued: int) -> int:
    print(f"{queued} messages queued")
    return 0
