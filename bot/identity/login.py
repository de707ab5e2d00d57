"""Proving that one is the contact on file: account number, then a code to the mobile on file.

Known and unknown accounts look the same from outside: same steps, same words.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.failing import contact_works
from bot.accounts.records import (
    accounts_with_mobile,
    find_account,
    is_contact,
    primary_contact,
)
from bot.accounts.tables import ContactKind
from bot.clock import now
from bot.identity.codes import Check, SendResult, check_code, has_live_code, send_code, valid_until
from bot.identity.links import claim, current_link, identity_of, verify
from bot.identity.tables import ChannelIdentity, LinkLevel


class LoginStep(str, Enum):
    """What is needed next."""

    ACCOUNT = "account"
    CODE = "code"
    DONE = "done"


def login_step(session: Session, conversation: str) -> LoginStep:
    """Where this conversation stands; a mobile proved before is used without asking."""
    link = current_link(session, conversation)
    if link is None:
        return LoginStep.ACCOUNT
    if link.level == LinkLevel.VERIFIED or _proved_before(session, conversation):
        return LoginStep.DONE
    return LoginStep.CODE


def name_account(session: Session, conversation: str, number: str) -> LoginStep:
    """Make `number` the current account."""
    claim(session, conversation, number)
    return login_step(session, conversation)


def ensure_code(session: Session, conversation: str, message_key: str) -> SendResult | None:
    """Send the code that the CODE step waits for, unless one is on its way (then None)."""
    purpose = _purpose(session, conversation)
    if has_live_code(session, conversation, purpose):
        return None
    return send_login_code(session, conversation, message_key)


def awaits_code(session: Session, conversation: str) -> bool:
    """Whether a code that was sent can still be typed."""
    return has_live_code(session, conversation, _purpose(session, conversation))


def code_valid_until(session: Session, conversation: str) -> datetime | None:
    """When the code that was sent ends; None: none can be typed."""
    return valid_until(session, conversation, _purpose(session, conversation))


def send_login_code(session: Session, conversation: str, message_key: str) -> SendResult:
    """Send a code to the mobile on file of the current account."""
    link = current_link(session, conversation)
    account = find_account(session, link.account_number) if link else None
    target = primary_contact(account, ContactKind.MOBILE) if account else None
    purpose = _purpose(session, conversation)
    return send_code(session, conversation, purpose, target, message_key)


def answer_login_code(session: Session, conversation: str, digits: str, message_key: str) -> Check:
    """Check the digits; the right ones raise the link to verified."""
    link = current_link(session, conversation)
    if link is None:
        return Check.EXPIRED
    purpose = _purpose(session, conversation)
    check = check_code(session, conversation, purpose, digits, message_key)
    if check is Check.RIGHT:
        verify(session, conversation, link.account_number)
        _note_proved_mobile(session, conversation, link.account_number)
    return check


def share_mobile(session: Session, conversation: str, mobile: str) -> list[str]:
    """The channel itself proved this mobile (a Telegram contact shared by its owner).

    Returns the numbers of the accounts that have it on file; a single one becomes current when
    none is.
    """
    identity = identity_of(session, conversation)
    identity.proved_mobile, identity.proved_mobile_at = mobile, now()
    session.flush()
    numbers = accounts_with_mobile(session, mobile)
    if len(numbers) == 1 and current_link(session, conversation) is None:
        verify(session, conversation, numbers[0])
    return numbers


def known_accounts(session: Session, conversation: str) -> list[str]:
    """Accounts that need no further proof here: those of the mobile that was proved."""
    mobile = proved_mobile(session, conversation)
    return accounts_with_mobile(session, mobile) if mobile else []


def proved_mobile(session: Session, conversation: str) -> str | None:
    """The mobile (E.164) that a code or the channel proved here, or None."""
    found: str | None = session.execute(
        select(ChannelIdentity.proved_mobile).where(ChannelIdentity.conversation == conversation)
    ).scalar_one_or_none()
    return found


def _note_proved_mobile(session: Session, conversation: str, number: str) -> None:
    """A code that came back proves the mobile too, and with it its other accounts."""
    account = find_account(session, number)
    mobile = primary_contact(account, ContactKind.MOBILE) if account else None
    if mobile:
        identity = identity_of(session, conversation)
        identity.proved_mobile, identity.proved_mobile_at = mobile, now()
        contact_works(session, mobile)


def _purpose(session: Session, conversation: str) -> str:
    link = current_link(session, conversation)
    return f"link:{link.account_number if link else ''}"


def _proved_before(session: Session, conversation: str) -> bool:
    """Verify the link at once when a mobile proved here is on file for its account."""
    link = current_link(session, conversation)
    mobile = identity_of(session, conversation).proved_mobile
    account = find_account(session, link.account_number) if link else None
    if mobile is None or account is None or not is_contact(account, mobile):
        return False
    verify(session, conversation, account.number)
    return True
