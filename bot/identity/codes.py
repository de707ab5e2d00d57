"""One-time codes by SMS and e-mail.

6 digits from a CSPRNG, kept as a keyed hash, 5 minutes (an invitation: 3 days), one use, 5 tries,
the next one after 30/60/120 s, 5 an hour to one target; mobiles of +966 only. An unknown account
behaves the same to the outside: a code is "sent" to nobody, and no digits will ever match it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import desc, false, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.delivery.outbox import send_email, send_sms
from bot.delivery.texts import text
from bot.identity.tables import VerificationCode
from bot.sealing import fingerprint

LIFETIME = timedelta(minutes=5)
INVITATION_LIFETIME = timedelta(days=3)
TRIES = 5
WAITS = (timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120))
SENDS_AN_HOUR = 5
_HOUR = timedelta(hours=1)


class Sending(str, Enum):
    """What became of the wish to send a code."""

    SENT = "sent"
    WAIT = "wait"
    """Too soon after the last one; `seconds` says how long."""
    LIMIT = "limit"
    """Too many this hour."""


class Check(str, Enum):
    """What digits are worth."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    """No live code: expired, replaced or never sent."""
    EXHAUSTED = "exhausted"
    """Too many wrong tries; a new code is needed."""


@dataclass(frozen=True)
class Invitation:
    """A code that asks somebody else in: it lives longer and has its own words."""

    text_key: str
    values: dict[str, str]
    caused_by: str
    """Conversation that asked for it; the code itself is held under another key."""


@dataclass(frozen=True)
class SendResult:
    """Outcome of `send_code`."""

    sending: Sending
    seconds: int = 0
    """Until the next one may go out; 0 when one was sent."""


def send_code(
    session: Session,
    conversation: str,
    purpose: str,
    target: str | None,
    message_key: str,
    invitation: Invitation | None = None,
) -> SendResult:
    """Send a fresh code, unless it is too soon or too often.

    Args:
        purpose: what it proves, for example `mobile:+9665…` or `link:<account number>`.
        target: mobile (E.164) or e-mail address; None when nobody is on file.
        message_key: the subscriber's message that asked; asked again, nothing more is sent.
        invitation: the code goes to somebody who did not ask for it.
    """
    key = f"{message_key}|{purpose}"
    if session.execute(select(VerificationCode.id).where(VerificationCode.key == key)).first():
        return SendResult(Sending.SENT)
    kept_target = target or f"nobody:{purpose}"
    refused = _refusal(session, conversation, purpose, kept_target)
    if refused:
        return refused
    _replace_older(session, conversation, purpose)
    code = f"{secrets.randbelow(1_000_000):06d}"
    session.add(
        VerificationCode(
            key=key,
            conversation=conversation,
            purpose=purpose,
            target=kept_target,
            code_hash=_hash(purpose, code),
            sent_at=now(),
            expires_at=now() + (INVITATION_LIFETIME if invitation else LIFETIME),
        )
    )
    if target and invitation:
        _invite(session, target, code, key, invitation)
    elif target:
        _deliver(session, conversation, target, code, key)
    return SendResult(Sending.SENT)


def valid_until(session: Session, conversation: str, purpose: str) -> datetime | None:
    """When the code for this purpose ends; None: none can be typed."""
    code = _latest(session, conversation, purpose)
    live = code is not None and code.used_at is None and _alive(code)
    return code.expires_at if code is not None and live else None


def has_live_code(session: Session, conversation: str, purpose: str) -> bool:
    """Whether a code for this purpose can still be typed."""
    return valid_until(session, conversation, purpose) is not None


def check_code(
    session: Session, conversation: str, purpose: str, digits: str, message_key: str
) -> Check:
    """Compare `digits` with the live code; a right one is used up by this message."""
    code = _latest(session, conversation, purpose)
    if code is None:
        return Check.EXPIRED
    if code.used_by == message_key:
        return Check.RIGHT
    if code.used_at is not None or code.expires_at <= now():
        return Check.EXPIRED
    if code.tries >= TRIES:
        return Check.EXHAUSTED
    if code.code_hash == _hash(purpose, digits) and not code.target.startswith("nobody:"):
        code.used_at, code.used_by = now(), message_key
        return Check.RIGHT
    code.tries += 1
    return Check.EXHAUSTED if code.tries >= TRIES else Check.WRONG


def _hash(purpose: str, code: str) -> str:
    return fingerprint("code", f"{purpose}|{code}")


def _alive(code: VerificationCode) -> bool:
    return code.expires_at > now() and code.tries < TRIES


def _latest(session: Session, conversation: str, purpose: str) -> VerificationCode | None:
    found: VerificationCode | None = session.execute(
        select(VerificationCode)
        .where(
            VerificationCode.conversation == conversation,
            VerificationCode.purpose == purpose,
            VerificationCode.replaced == false(),
        )
        .order_by(desc(VerificationCode.id))
        .limit(1)
    ).scalar_one_or_none()
    return found


def _replace_older(session: Session, conversation: str, purpose: str) -> None:
    older = _latest(session, conversation, purpose)
    if older is not None:
        older.replaced = True


def _refusal(session: Session, conversation: str, purpose: str, target: str) -> SendResult | None:
    """WAIT or LIMIT, or None when a code may go out now."""
    since = now() - _HOUR
    newest = (
        select(VerificationCode.sent_at)
        .where(VerificationCode.target == target, VerificationCode.sent_at > since)
        .order_by(desc(VerificationCode.sent_at))
        .limit(SENDS_AN_HOUR)
    )
    to_target = session.execute(newest).scalars().all()
    if len(to_target) == SENDS_AN_HOUR:
        return SendResult(Sending.LIMIT, _seconds_to(to_target[-1] + _HOUR))
    mine = (
        session.execute(
            select(VerificationCode.sent_at)
            .where(
                VerificationCode.conversation == conversation,
                VerificationCode.purpose == purpose,
                VerificationCode.sent_at > since,
            )
            .order_by(VerificationCode.sent_at)
        )
        .scalars()
        .all()
    )
    if not mine:
        return None
    ready = mine[-1] + WAITS[min(len(mine), len(WAITS)) - 1]
    return SendResult(Sending.WAIT, _seconds_to(ready)) if ready > now() else None


def _seconds_to(moment: datetime) -> int:
    return max(1, round((moment - now()).total_seconds()))


def _deliver(session: Session, conversation: str, target: str, code: str, key: str) -> None:
    if "@" in target:
        subject, body = text("code_subject"), text("code_email", code=code)
        send_email(
            session, target, subject, body, f"code|{key}", secret=True, conversation=conversation
        )
    else:
        body = text("code_sms", code=code)
        send_sms(session, target, body, f"code|{key}", secret=True, conversation=conversation)


def _invite(session: Session, target: str, code: str, key: str, invitation: Invitation) -> None:
    body = text(invitation.text_key, code=code, **invitation.values)
    send_sms(session, target, body, f"code|{key}", secret=True, conversation=invitation.caused_by)
