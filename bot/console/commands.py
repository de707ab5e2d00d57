"""`python -m bot staff …` and `python -m bot audit …`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.audit import log as audit
from bot.audit.tables import AuditEntry
from bot.clock import RIYADH
from bot.console import staff
from bot.console.passwords import PasswordError
from bot.console.sessions import live_sessions
from bot.console.staff import StaffError
from bot.console.tables import Role, Staff
from bot.database import reading, transaction


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the two commands."""
    _register_staff(subparsers.add_parser("staff", help="accounts of the staff console"))
    _register_audit(subparsers.add_parser("audit", help="check and search the audit log"))


def _register_staff(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="make an account; asks for the password, or reads it")
    add.add_argument("name", help="typed at sign-in, for example huda")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--display-name", default="", help="shown to colleagues, for example هدى")
    add.add_argument(
        "--no-totp", action="store_true", help="no second factor; the password must be longer"
    )
    add.set_defaults(run=_safely(_add))
    verbs.add_parser("list", help="every account").set_defaults(run=_list)
    for verb, run, meaning in (
        ("disable", _disable, "close an account and end its sessions"),
        ("password", _password, "change the password, lift a lock, end the sessions"),
        ("totp", _totp, "a new second factor; ends the sessions"),
        ("end-sessions", _end_sessions, "sign the person out everywhere"),
    ):
        one = verbs.add_parser(verb, help=meaning)
        one.add_argument("name")
        one.set_defaults(run=_safely(run))


def _register_audit(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("verify", help="check every row against the one before it")
    check.add_argument(
        "--holds",
        metavar="ROW:HASH",
        type=_noted,
        help="a head that was noted earlier and must still be there",
    )
    check.set_defaults(run=_verify)
    find = verbs.add_parser("search", help="newest first")
    find.add_argument("--actor", default="", help="for example staff:huda")
    find.add_argument("--action", default="", choices=["", *(a.value for a in audit.Action)])
    find.add_argument("--object", default="", help="for example account:12")
    find.add_argument("--since", type=_day, help="first day, YYYY-MM-DD (Riyadh)")
    find.add_argument("--until", type=_day, help="last day, YYYY-MM-DD (Riyadh)")
    find.add_argument("--limit", type=int, default=100)
    find.set_defaults(run=_search)


def _day(given: str) -> datetime:
    return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=RIYADH)


def _noted(given: str) -> tuple[int, str]:
    row, _, digest = given.partition(":")
    return int(row), digest


def _safely(
    run: Callable[[argparse.Namespace], None],
) -> Callable[[argparse.Namespace], int]:
    """Errors that a person can mend, as a sentence and exit code 1."""

    def safe(arguments: argparse.Namespace) -> int:
        try:
            run(arguments)
        except (StaffError, PasswordError) as error:
            print(error, file=sys.stderr)
            return 1
        return 0

    return safe


def _by() -> str:
    return f"terminal:{getpass.getuser()}"


def _ask_password() -> str:
    """Twice at a terminal; else the first line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise PasswordError("The two were not the same.")
    return password


def _show_totp(account: Staff) -> None:
    import segno

    url = staff.provisioning_url(account)
    print("Scan this with an authenticator app (or open the address below); it is shown once.")
    segno.make(url).terminal(compact=True)
    print(url)


def _add(arguments: argparse.Namespace) -> None:
    with transaction() as session:
        made = staff.add(
            session,
            arguments.name,
            arguments.display_name or arguments.name,
            Role(arguments.role),
            _ask_password(),
            second_factor=not arguments.no_totp,
            by=_by(),
        )
    print(f"{made.name} is {made.role}.")
    if made.totp_secret:
        _show_totp(made)


def _list(_arguments: argparse.Namespace) -> None:
    with reading() as session:
        for person in staff.everyone(session):
            state = "disabled" if person.disabled_at else "open"
            factor = "totp" if person.totp_secret else "password only"
            sessions = len(live_sessions(session, person.id))
            print(
                f"{person.name:20} {person.role:14} {state:9} {factor:14} sessions {sessions}"
                f"  {person.display_name}"
            )


def _disable(arguments: argparse.Namespace) -> None:
    with transaction() as session:
        staff.disable(session, staff.the_staff(session, arguments.name), by=_by())
    print(f"{arguments.name} is disabled.")


def _password(arguments: argparse.Namespace) -> None:
    password = _ask_password()
    with transaction() as session:
        account = staff.the_staff(session, arguments.name)
        staff.set_password(session, account, password, by=_by())
    print(f"The password of {arguments.name} is changed.")


def _totp(arguments: argparse.Namespace) -> None:
    with transaction() as session:
        account = staff.the_staff(session, arguments.name)
        staff.renew_totp(session, account, by=_by())
    _show_totp(account)


def _end_sessions(arguments: argparse.Namespace) -> None:
    with transaction() as session:
        account = staff.the_staff(session, arguments.name)
        ended = staff.end_sessions(session, account, by=_by())
    print(f"Sessions of {arguments.name} ended: {ended}.")


def _verify(arguments: argparse.Namespace) -> int:
    with reading() as session:
        verdict = audit.verify(session, arguments.holds)
    if verdict.broken:
        print(f"BROKEN at row {verdict.broken.seq}: {verdict.broken.why}.")
        return 1
    print(f"{verdict.rows} rows, each fits the one before it. Head to note elsewhere:")
    print(f"{verdict.rows}:{verdict.head}")
    return 0


def _search(arguments: argparse.Namespace) -> None:
    wanted = audit.Search(
        arguments.actor,
        arguments.action,
        arguments.object,
        arguments.since,
        arguments.until and arguments.until + timedelta(days=1),
    )
    with reading() as session:
        for entry in audit.search(session, wanted, limit=arguments.limit):
            print(_line(entry))


def _line(entry: AuditEntry) -> str:
    details = " ".join(f"{name}={value}" for name, value in entry.details.items())
    reason = f"«{entry.reason}»" if entry.reason else ""
    at = f"{entry.at.astimezone(RIYADH):%Y-%m-%d %H:%M:%S}"
    parts = (str(entry.seq), at, entry.actor, entry.action, entry.object, details, reason)
    return "  ".join(part for part in parts if part)
