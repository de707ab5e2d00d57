"""Staff accounts: added, listed, changed and disabled; each change is written to the audit log."""

from __future__ import annotations

import re

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit.log import Action, record
from bot.clock import now
from bot.console import sessions
from bot.console.passwords import check_password, hash_password
from bot.console.tables import Role, Staff

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
_ISSUER = "Mushtarik"
BOOTSTRAP = "staff"
"""The account that the settings make; see `bot/console/bootstrap.py`."""


class StaffError(Exception):
    """It cannot be done like that; the message says why, for the terminal."""


def find_staff(session: Session, name: str) -> Staff | None:
    """The account of that name, however its letters were cased."""
    found: Staff | None = session.execute(
        select(Staff).where(Staff.name == name.strip().lower())
    ).scalar_one_or_none()
    return found


def everyone(session: Session) -> list[Staff]:
    """All accounts, by name."""
    return list(session.execute(select(Staff).order_by(Staff.name)).scalars())


def the_staff(session: Session, name: str) -> Staff:
    """The account of that name. StaffError if there is none."""
    found = find_staff(session, name)
    if found is None:
        raise StaffError(f"There is no staff account {name!r}.")
    return found


def add(
    session: Session,
    name: str,
    display_name: str,
    role: Role,
    password: str,
    *,
    second_factor: bool,
    by: str,
) -> Staff:
    """Make an account; with `second_factor` it has a TOTP secret, see `provisioning_url`.

    Raises:
        StaffError: the name is taken or is no name.
        PasswordError: the password will not do.
    """
    if not _NAME.fullmatch(name):
        raise StaffError(
            "A name is 2 to 40 of a-z, 0-9, dot, hyphen and underscore, a letter first."
        )
    if name == BOOTSTRAP or find_staff(session, name):
        raise StaffError(f"There is a staff account {name!r} already.")
    check_password(password, second_factor=second_factor, about=(name, display_name))
    made = Staff(
        name=name,
        display_name=display_name.strip()[:80] or name,
        role=role.value,
        password_hash=hash_password(password),
        totp_secret=pyotp.random_base32() if second_factor else None,
        failures=0,
        created_at=now(),
    )
    session.add(made)
    session.flush()
    record(session, by, Action.STAFF_ADDED, _about(made), role=role.value, totp=second_factor)
    return made


def disable(session: Session, staff: Staff, *, by: str) -> None:
    """Nobody signs in to it any more, and its sessions end. It stays, for the audit log's sake."""
    if staff.disabled_at is None:
        staff.disabled_at = now()
        record(session, by, Action.STAFF_DISABLED, _about(staff))
    sessions.end_all(session, staff.id)


def set_password(session: Session, staff: Staff, password: str, *, by: str) -> None:
    """Change the password, lift a lock and end the sessions.

    Raises:
        StaffError: the settings say what this account's password is.
        PasswordError: the password will not do.
    """
    if staff.name == BOOTSTRAP:
        raise StaffError(f"The password of {BOOTSTRAP!r} comes from the setting STAFF_PASSWORD.")
    check_password(
        password,
        second_factor=staff.totp_secret is not None,
        about=(staff.name, staff.display_name),
    )
    staff.password_hash = hash_password(password)
    staff.failures, staff.locked_until = 0, None
    record(session, by, Action.STAFF_PASSWORD, _about(staff))
    sessions.end_all(session, staff.id)


def renew_totp(session: Session, staff: Staff, *, by: str) -> None:
    """A new second factor; the old one is worth nothing any more, and the sessions end."""
    staff.totp_secret, staff.totp_step = pyotp.random_base32(), None
    record(session, by, Action.STAFF_TOTP, _about(staff))
    sessions.end_all(session, staff.id)


def end_sessions(session: Session, staff: Staff, *, by: str) -> int:
    """End all sessions of that account; how many there were."""
    ended = sessions.end_all(session, staff.id)
    record(session, by, Action.STAFF_SESSIONS_ENDED, _about(staff), sessions=ended)
    return ended


def provisioning_url(staff: Staff) -> str:
    """`otpauth://…` of the second factor, for an authenticator app."""
    if staff.totp_secret is None:
        raise StaffError(f"{staff.name} has no second factor.")
    return pyotp.TOTP(staff.totp_secret).provisioning_uri(name=staff.name, issuer_name=_ISSUER)


def _about(staff: Staff) -> str:
    return f"staff:{staff.name}"
