"""`python -m bot attachments scan`: scan what came while no scanner worked."""

from __future__ import annotations

import argparse
import sys

from bot.attachments import files, records
from bot.attachments.scanning import InfectedFile, scan
from bot.attachments.tables import Attachment, ScanState
from bot.database import reading, transaction
from bot.settings import settings


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("attachments", help="files that subscribers sent")
    verbs = parser.add_subparsers(dest="verb", required=True)
    help_text = "scan files that were not scanned; infected ones are erased"
    verbs.add_parser("scan", help=help_text).set_defaults(run=_scan)


def _scan(_arguments: argparse.Namespace) -> int:
    if settings().attachment_scanner is None:
        print("ATTACHMENT_SCANNER is not set: there is nothing to scan with.", file=sys.stderr)
        return 2
    with reading() as session:
        waiting = [(one.id, one.stored_as) for one in records.unscanned(session)]
    states = [_scan_one(number, stored_as) for number, stored_as in waiting]
    for word in ("clean", "erased", "failed", "missing"):
        print(f"{word}: {states.count(word)}")
    return 1 if states.count("failed") else 0


def _scan_one(number: int, stored_as: str) -> str:
    """Scan outside any transaction: it may take long."""
    try:
        state = scan(files.read_content(stored_as))
    except FileNotFoundError:
        return "missing"
    except InfectedFile:
        with transaction() as session:
            records.erase(session, session.get(Attachment, number))
        return "erased"
    with transaction() as session:
        session.get(Attachment, number).scan_state = state.value
    return "clean" if state is ScanState.CLEAN else "failed"
