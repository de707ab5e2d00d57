"""Sign-ins that last: in the database, ended by time, by their owner or by an administrator."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.console.rights import Right, holds
from bot.console.tables import Role, Staff, StaffSession
from bot.review.notes import unseen
from bot.sealing import fingerprint

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_NOTE_EVERY = timedelta(minutes=1)
"""`last_seen` is written no more often than this."""


@dataclass(frozen=True)
class SignedIn:
    """Who asks: one member of staff in one session."""

    staff_id: int
    name: str
    display_name: str
    role: Role
    session_id: int
    csrf: str
    """What each form must send back as `csrf`, bound to this session."""
    stale: bool = False
    """`last_seen` is due to be written."""
    mentions: int = 0
    """Notes that name this person and that they have not opened."""

    @property
    def actor(self) -> str:
        """The name in the audit log."""
        return f"staff:{self.name}"

    def may(self, right: Right) -> bool:
        """Whether this person's role holds `right`."""
        return holds(self.role, right)


def csrf_token(token: str) -> str:
    """The form token that belongs to a cookie's token."""
    return fingerprint("staff csrf", token)


def _hash(token: str) -> str:
    return fingerprint("staff session", token)


def begin(session: Session, staff: Staff) -> str:
    """A new session; returns the token for the cookie, which is kept nowhere."""
    token, moment = secrets.token_urlsafe(32), now()
    session.add(
        StaffSession(
            staff_id=staff.id,
            token_hash=_hash(token),
            created_at=moment,
            last_seen=moment,
            expires_at=moment + ABSOLUTE,
        )
    )
    session.flush()
    return token


def is_live(row: StaffSession, moment: datetime) -> bool:
    """Whether that session still lets its owner in."""
    return (
        row.ended_at is None
        and row.staff.disabled_at is None
        and moment < row.expires_at
        and moment - row.last_seen < IDLE
    )


def find(session: Session, token: str) -> SignedIn | None:
    """Who holds `token`; None when it is unknown, ended, idle too long or its owner disabled."""
    row = session.execute(
        select(StaffSession).where(StaffSession.token_hash == _hash(token))
    ).scalar_one_or_none()
    moment = now()
    if row is None or not is_live(row, moment):
        return None
    return SignedIn(
        staff_id=row.staff_id,
        name=row.staff.name,
        display_name=row.staff.display_name,
        role=Role(row.staff.role),
        session_id=row.id,
        csrf=csrf_token(token),
        stale=moment - row.last_seen >= _NOTE_EVERY,
        mentions=unseen(session, row.staff.name),
    )


def note_seen(session: Session, session_id: int) -> None:
    """It was used just now."""
    session.execute(
        update(StaffSession).where(StaffSession.id == session_id).values(last_seen=now())
    )


def live_sessions(session: Session, staff_id: int) -> list[StaffSession]:
    """The sessions of one person that still let them in, newest first."""
    rows = session.execute(
        select(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))  # type: ignore[union-attr]
        .order_by(StaffSession.id.desc())  # type: ignore[attr-defined]
    ).scalars()
    moment = now()
    return [row for row in rows if is_live(row, moment)]


def end(session: Session, session_id: int, owner: int) -> bool:
    """End one session of `owner` (a staff id); False when there is no such live one."""
    ended = session.execute(
        update(StaffSession)
        .where(
            StaffSession.id == session_id,
            StaffSession.staff_id == owner,
            StaffSession.ended_at.is_(None),  # type: ignore[union-attr]
        )
        .values(ended_at=now())
    )
    return bool(ended.rowcount)


def end_all(session: Session, owner: int, but: int | None = None) -> int:
    """End all sessions of `owner`, except the one with id `but`; how many there were."""
    wanted = [row.id for row in live_sessions(session, owner) if row.id != but]
    for session_id in wanted:
        end(session, session_id, owner)
    return len(wanted)
