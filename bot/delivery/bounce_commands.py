"""`python -m bot bounces`: learn from mails that came back which addresses are nobody's."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.accounts.failing import contact_failed
from bot.database import transaction
from bot.delivery.bounces import dead_addresses, is_report
from bot.delivery.mailboxes import MailboxAway, read_mailbox
from bot.settings import settings


def register(subparsers: Any) -> None:
    """Add the `bounces` command."""
    parser = subparsers.add_parser("bounces", help="read mails that came back; for a timer")
    parser.set_defaults(run=_run)


def _run(_given: argparse.Namespace) -> int:
    url = settings().bounces_url
    if url is None:
        print("BOUNCES_URL is not set: there is no mailbox to read.", file=sys.stderr)
        return 2
    dead = 0

    def take(raw: bytes) -> bool:
        nonlocal dead
        found = dead_addresses(raw)
        with transaction() as session:
            for address, status in found.items():
                contact_failed(session, address, f"mail returned: {status}")
        dead += len(found)
        return is_report(raw)

    try:
        read = read_mailbox(url, take)
    except MailboxAway as error:
        print(f"BOUNCES_URL: {error}", file=sys.stderr)
        return 1
    print(f"{read} reports read, {dead} addresses that do not exist")
    return 0
