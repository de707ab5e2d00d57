"""The account `staff`: the way in before any other account was made.

In demo mode its password is made once and kept in `var/`; `STAFF_PASSWORD` sets it in either mode.
Outside demo mode without that setting the account is closed, and `python -m bot staff add` makes
the accounts of people.
"""

from __future__ import annotations

import os
import secrets

from sqlalchemy.orm import Session

from bot.audit.log import Action, record
from bot.clock import now
from bot.console import sessions
from bot.console.passwords import PasswordError, check_password, hash_password, matches
from bot.console.staff import BOOTSTRAP, disable, find_staff
from bot.console.tables import Role, Staff
from bot.database import transaction, wait_alone
from bot.settings import SettingsError, settings

_DISPLAY_NAME = "مشرف"
_BY = "system"


def staff_password() -> str | None:
    """The password of the account `staff`, or None when it is closed.

    Raises:
        SettingsError: outside demo mode, a STAFF_PASSWORD that is easily guessed.
    """
    given = settings().staff_password
    if given and not settings().demo:
        try:
            check_password(given, second_factor=False)
        except PasswordError as error:
            raise SettingsError(f"STAFF_PASSWORD: {error}") from error
    if given or not settings().demo:
        return given
    path = settings().var_dir / "staff_password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(12))
    return path.read_text().strip()


def prepare(session: Session) -> None:
    """Make the account `staff` what the settings say: open with that password, or closed."""
    wait_alone(session, "staff account")
    password, staff = staff_password(), find_staff(session, BOOTSTRAP)
    if password is None:
        if staff is not None:
            disable(session, staff, by=_BY)
        return
    if staff is None:
        staff = Staff(
            name=BOOTSTRAP,
            display_name=_DISPLAY_NAME,
            role=Role.SUPERVISOR.value,
            password_hash=hash_password(password),
            failures=0,
            created_at=now(),
        )
        session.add(staff)
        session.flush()
        record(session, _BY, Action.STAFF_ADDED, f"staff:{BOOTSTRAP}", role=staff.role, totp=False)
    elif not matches(staff.password_hash, password):
        staff.password_hash = hash_password(password)
        record(session, _BY, Action.STAFF_PASSWORD, f"staff:{BOOTSTRAP}")
        sessions.end_all(session, staff.id)
    staff.disabled_at = None


def open_console() -> None:
    """At the gateway's start: prepare the account, and in demo mode print its password."""
    with transaction() as session:
        prepare(session)
    if settings().demo and not settings().staff_password:
        print(f"/staff: user {BOOTSTRAP}, password {staff_password()}", flush=True)
