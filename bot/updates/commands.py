"""`python -m bot updates …`: staff decide on update requests from the terminal."""

from __future__ import annotations

import argparse
import getpass
import json

from bot.database import reading, transaction
from bot.transcripts.masking import mask_text
from bot.updates.requests import DecisionError, decide, pending


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("updates", help="list, approve or reject update requests")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="requests that wait, oldest first").set_defaults(run=_list)
    for verb in ("approve", "reject"):
        decision = verbs.add_parser(verb)
        decision.add_argument("reference", help="for example U1234567")
        decision.add_argument("--reason", help="told to the subscriber; needed to reject")
        decision.add_argument("--by", default=getpass.getuser(), help="name of the clerk")
        decision.set_defaults(run=_decide, approve=verb == "approve")


def _list(_arguments: argparse.Namespace) -> int:
    with reading() as session:
        for request in pending(session):
            fields = sorted(set(json.loads(request.changes)) - {"_proved"})
            print(
                f"{request.reference}  {request.created_at:%Y-%m-%d %H:%M}  "
                f"account {mask_text(request.account_number)}  {request.proof}: {', '.join(fields)}"
            )
    return 0


def _decide(arguments: argparse.Namespace) -> int:
    try:
        with transaction() as session:
            request = decide(
                session,
                arguments.reference,
                approve=arguments.approve,
                by=arguments.by,
                reason=arguments.reason,
            )
            print(f"{request.reference} is {request.state}.")
    except DecisionError as error:
        print(error)
        return 1
    return 0
