"""Signing in: name, password and code, with a back-off for those who guess."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from bot.audit.log import Action, record
from bot.clock import now
from bot.console import sessions
from bot.console.passwords import hash_password, match_nobody, matches, needs_rehash
from bot.console.staff import find_staff
from bot.console.tables import Staff

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(minutes=32)
_STEP_SECONDS = 30
_DRIFT = 1
"""Steps that a phone's clock may be off, either way."""


def sign_in(session: Session, name: str, password: str, code: str) -> str | None:
    """The token of a new session, or None. Nothing tells why: whether the name exists, whether
    it is locked or disabled, and which part was wrong is nobody's business who cannot sign in."""
    staff = find_staff(session, name)
    if staff is None:
        match_nobody(password)
        record(session, "system", Action.SIGN_IN_FAILED, "staff:unknown")
        return None
    right_password = matches(staff.password_hash, password)
    moment = now()
    if staff.disabled_at or (staff.locked_until and moment < staff.locked_until):
        record(session, "system", Action.SIGN_IN_FAILED, f"staff:{staff.name}", closed=True)
        return None
    step = _step_of(staff, code, moment)
    if not right_password or (staff.totp_secret and step is None):
        _failed(session, staff, moment)
        return None
    staff.failures, staff.locked_until, staff.totp_step = 0, None, step
    if needs_rehash(staff.password_hash):
        staff.password_hash = hash_password(password)
    record(session, f"staff:{staff.name}", Action.SIGNED_IN, f"staff:{staff.name}")
    return sessions.begin(session, staff)


def _step_of(staff: Staff, code: str, moment: datetime) -> int | None:
    """The time step of a right code that was not used before; None if it is not one."""
    if staff.totp_secret is None:
        return None
    totp, present = pyotp.TOTP(staff.totp_secret), int(moment.timestamp()) // _STEP_SECONDS
    given = "".join(str(int(sign)) for sign in code if sign.isdecimal())  # ٠-٩ too
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        fresh = staff.totp_step is None or step > staff.totp_step
        if fresh and pyotp.utils.strings_equal(totp.at(step * _STEP_SECONDS), given):
            return step
    return None


def _failed(session: Session, staff: Staff, moment: datetime) -> None:
    staff.failures += 1
    about = f"staff:{staff.name}"
    record(session, "system", Action.SIGN_IN_FAILED, about, failures=staff.failures)
    beyond = staff.failures - FAILURES_BEFORE_LOCK
    if beyond >= 0:
        pause = min(FIRST_LOCK * 2 ** min(beyond, 10), LONGEST_LOCK)
        staff.locked_until = moment + pause
        minutes = int(pause.total_seconds() // 60)
        record(session, "system", Action.SIGN_IN_LOCKED, about, minutes=minutes)
