"""`python -m bot outages …`: what operations staff do by hand until the console can."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.clock import RIYADH
from bot.database import reading
from bot.outages.outages import open_outages
from bot.restoration.restoration import UnknownReference, restore_for_everyone


def register(subparsers: Any) -> None:
    """Add the `outages` command and its own subcommands."""
    parser = subparsers.add_parser("outages", help="list outages, say that power is back")
    actions = parser.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="outages that have not ended")
    listing.set_defaults(run=_list)
    restoring = actions.add_parser(
        "restore", help="power is back: close an outage or a report and tell everyone who waits"
    )
    restoring.add_argument("reference", help="for example F1234567 (outage) or O1234567 (report)")
    restoring.set_defaults(run=_restore)


def _list(_arguments: argparse.Namespace) -> int:
    with reading() as session:
        rows = open_outages(session)
    for row in rows:
        end = f"{row.expected_end.astimezone(RIYADH):%d %b %H:%M}" if row.expected_end else "?"
        print(
            f"{row.reference}  {row.kind.value:9}  "
            f"{row.starts_at.astimezone(RIYADH):%d %b %H:%M} to {end}  {row.area.name}  {row.cause}"
        )
    print(f"{len(rows)} not ended (times of Riyadh)")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    try:
        done = restore_for_everyone(arguments.reference.strip().upper())
    except UnknownReference as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{done.reference}: {done.reports_closed} reports closed, "
        f"{done.conversations_told} conversations told"
    )
    return 0
