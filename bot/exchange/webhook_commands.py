"""`python -m bot webhooks …`: what the utility was told, and telling it again."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.database import reading, transaction
from bot.events.tables import Delivery
from bot.exchange import webhooks
from bot.exchange.arguments import moment
from bot.settings import settings


def register(subparsers: Any) -> None:
    """Add the `webhooks` command and its own subcommands."""
    parser = subparsers.add_parser("webhooks", help="calls about applied updates and new cases")
    actions = parser.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="the newest events and what came of their calls")
    listing.add_argument("--delivery", type=Delivery, choices=list(Delivery))
    listing.add_argument("--limit", type=int, default=50, help="default 50")
    listing.set_defaults(run=_list)
    again = actions.add_parser("replay", help="call again, also about what was delivered")
    again.add_argument("references", nargs="*", help="for example U1234567 C1234567")
    again.add_argument("--failed", action="store_true", help="all that were given up")
    again.add_argument("--since", type=moment, help="all from a day or moment on (2026-11-01)")
    again.set_defaults(run=_replay)


def _list(arguments: argparse.Namespace) -> int:
    with reading() as session:
        rows = webhooks.newest(session, arguments.delivery, arguments.limit)
    for row in rows:
        print(
            f"{row.event_id:>8}  {row.at:%Y-%m-%d %H:%M:%S}  {row.kind:14}  {row.reference:10}  "
            f"{row.delivery:9}  {row.attempts:2} calls  {row.last}"
        )
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    if not (arguments.references or arguments.failed or arguments.since):
        print("Say which: references, --failed or --since.", file=sys.stderr)
        return 2
    if settings().webhook_url is None:
        print("WEBHOOK_URL is not set: nobody would be called.", file=sys.stderr)
        return 1
    with transaction() as session:
        count = webhooks.replay(
            session,
            references=arguments.references,
            failed=arguments.failed,
            since=arguments.since,
        )
    print(f"{count} events will be told again by the running gateway")
    return 0 if count else 1
