"""`python -m bot backup` and `restore`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the room's commands."""
    backup = subparsers.add_parser("backup", help="database, trackers and files into a new folder")
    backup.add_argument("folder", type=Path)
    backup.set_defaults(run=_back_up)
    restore = subparsers.add_parser("restore", help="a backup into an empty database and VAR_DIR")
    restore.add_argument("folder", type=Path)
    restore.set_defaults(run=_restore)


def _back_up(arguments: argparse.Namespace) -> int:
    from bot.backup.archive import BackupError, back_up

    try:
        manifest = back_up(arguments.folder)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Backup of {manifest.made_at} in {arguments.folder}. The SECRET_KEY is not in it.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from bot.backup.archive import BackupError, age_hours, restore

    try:
        manifest = restore(arguments.folder)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"Restored what was there {age_hours(manifest):.1f} hours ago. Now: python -m bot migrate"
    )
    return 0
