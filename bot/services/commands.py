"""`python -m bot services check`: whether the files of the catalogue are right."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.services.catalogue import FOLDER, CatalogueError, load


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("services", help="the catalogue of services")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="check the files and list the services")
    check.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    try:
        found = load(arguments.folder)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    for service in found.all():
        asked = f"{len(service.questions)} questions, {len(service.documents)} documents"
        print(f"{service.id:16} {service.access.value:7} {asked:25} {service.name}")
    return 0
