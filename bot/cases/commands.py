"""`python -m bot cases …`: staff work on complaints and requests from the terminal."""

from __future__ import annotations

import argparse
import getpass

from bot.cases import steps
from bot.cases.listing import Wanted, cases_in
from bot.database import reading, transaction

_STEPS = {
    "ask": steps.ask_information,
    "answer": steps.answer,
    "close": steps.close,
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("cases", help="list, take, answer or close complaints, requests")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="what waits for staff, oldest first").set_defaults(run=_list)
    for verb in ("assign", *_STEPS):
        step = verbs.add_parser(verb)
        step.add_argument("reference", help="for example C1234567 or S1234567")
        if verb in _STEPS:
            step.add_argument("words", nargs="+", help="sent to the subscriber as they are")
        step.add_argument("--by", default=getpass.getuser(), help="name of the clerk")
        step.set_defaults(run=_step)


def _list(_arguments: argparse.Namespace) -> int:
    with reading() as session:
        for case in cases_in(session, Wanted(), me=""):
            promised = case.promised_on or "-"
            print(f"{case.reference}  {case.kind}  {case.category}  {case.state}  by {promised}")
    return 0


def _step(arguments: argparse.Namespace) -> int:
    try:
        with transaction() as session:
            if arguments.verb == "assign":
                case = steps.assign(session, arguments.reference, by=arguments.by)
            else:
                words = " ".join(arguments.words)
                take = _STEPS[arguments.verb]
                case = take(session, arguments.reference, by=arguments.by, words=words)
            print(f"{case.reference} is {case.state}.")
    except steps.StepError as error:
        print(error)
        return 1
    return 0
