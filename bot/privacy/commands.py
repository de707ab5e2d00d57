"""`python -m bot transcripts …` and `python -m bot privacy …`, for staff at a terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.records import find_account
from bot.audit.log import Action, record
from bot.database import reading, transaction
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.privacy.copies import as_html, as_json
from bot.privacy.erasing import forget_dialogue
from bot.privacy.holdings import Person, person_of
from bot.privacy.requests import find_request, finish, forget
from bot.privacy.retention import purge
from bot.privacy.tables import PrivacyRequest
from bot.review.rebuilding import rebuild


def register(subparsers: Any) -> None:
    """Add the two commands."""
    transcripts = subparsers.add_parser("transcripts", help="what was said: retention, rebuilding")
    verbs = transcripts.add_subparsers(dest="verb", required=True)
    old = verbs.add_parser("purge", help="delete what was said long ago")
    old.add_argument("--older-than", type=_days, required=True, metavar="DAYS")
    old.add_argument("--anonymise", action="store_true", help="keep the rows without their words")
    old.add_argument("--dry-run", action="store_true", help="only count")
    old.set_defaults(run=_purge)
    again = verbs.add_parser("rebuild", help="make lists, filters and search anew from messages")
    again.set_defaults(run=_rebuild)
    privacy = subparsers.add_parser("privacy", help="what is kept about one person")
    verbs = privacy.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="write the copy of what is kept")
    _about(export)
    export.add_argument("--out", type=Path, required=True, help="a file ending in .html or .json")
    export.set_defaults(run=_export)
    erase = verbs.add_parser("erase", help="erase what may be erased; asks for --yes")
    _about(erase)
    erase.add_argument("--answer", default="", help="what the subscriber is told besides")
    erase.add_argument("--yes", action="store_true", help="really do it")
    erase.set_defaults(run=_erase)


def _about(parser: argparse.ArgumentParser) -> None:
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--account", help="account number: everyone who proved to be its contact")
    whom.add_argument("--reference", help="of a privacy request, for example P1234567")


def _days(written: str) -> timedelta:
    if not written.isdecimal() or not 1 <= int(written) <= 36500:
        raise argparse.ArgumentTypeError("a number of days from 1 on")
    return timedelta(days=int(written))


def _actor() -> str:
    return f"terminal:{getpass.getuser()}"


def _purge(arguments: argparse.Namespace) -> int:
    done = purge(
        arguments.older_than,
        _actor(),
        anonymise=arguments.anonymise,
        dry_run=arguments.dry_run,
    )
    what = "would go" if arguments.dry_run else "emptied" if arguments.anonymise else "deleted"
    counts = ", ".join(f"{count} {kind}" for kind, count in done.counts.items()) or "nothing"
    print(f"{counts} {what}; said before {done.before:%Y-%m-%d %H:%M} UTC")
    return 0


def _rebuild(_arguments: argparse.Namespace) -> int:
    conversations, messages = rebuild()
    print(f"rebuilt from {messages} messages of {conversations} conversations")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    if arguments.out.suffix not in (".html", ".json"):
        print("--out must end in .html or .json", file=sys.stderr)
        return 2
    with reading() as session:
        people = _people(session, arguments)
        make = as_json if arguments.out.suffix == ".json" else as_html
        copies = [make(session, person) for person in people]
    if not copies:
        print("nobody proved that", file=sys.stderr)
        return 1
    for number, content in enumerate(copies, start=1):
        path = arguments.out if len(copies) == 1 else _numbered(arguments.out, number)
        path.touch(mode=0o600)
        path.write_text(content, encoding="utf-8")
        print(path)
    with transaction() as session:
        record(session, _actor(), Action.PRIVACY_EXPORTED, _subject(arguments), files=len(copies))
    return 0


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def _erase(arguments: argparse.Namespace) -> int:
    with reading() as session:
        people = _people(session, arguments)
        request = find_request(session, arguments.reference) if arguments.reference else None
    if not people:
        print("nobody proved that", file=sys.stderr)
        return 1
    if not arguments.yes:
        print(f"{len(people)} conversations would be erased; say --yes to do it")
        return 2
    for person in people:
        with transaction() as session:
            one = request or forget(session, person.conversation, f"terminal:{person.conversation}")
            done = finish(session, one.reference, _actor(), arguments.answer, agreed=True)
            if done is None:
                print(f"{one.reference} was finished before", file=sys.stderr)
                return 1
            _note(session, done)
        forget_dialogue(person.conversation)
        print(f"{done.reference}: {done.done_at_once}")
    return 0


def _note(session: Session, done: PrivacyRequest) -> None:
    counts: dict[str, Any] = dict(done.done_at_once)
    record(session, _actor(), Action.PRIVACY_FINISHED, f"privacy:{done.reference}", **counts)


def _people(session: Session, arguments: argparse.Namespace) -> list[Person]:
    """Whom the command is about, one a conversation."""
    if arguments.reference:
        request = find_request(session, arguments.reference)
        return [person_of(session, request.conversation)] if request else []
    account = find_account(session, arguments.account)
    if account is None:
        return []
    query = (
        select(ChannelIdentity.conversation)
        .join(AccountLink, AccountLink.identity_id == ChannelIdentity.id)
        .where(
            AccountLink.account_id == account.id,
            AccountLink.level == LinkLevel.VERIFIED.value,
            AccountLink.__table__.c.shared_right.is_(None),
        )
        .order_by(ChannelIdentity.id)
    )
    return [person_of(session, key) for key in session.execute(query).scalars()]


def _subject(arguments: argparse.Namespace) -> str:
    if arguments.reference:
        return f"privacy:{arguments.reference}"
    with reading() as session:
        account = find_account(session, arguments.account)
        return f"account:{account.id if account else 0}"
