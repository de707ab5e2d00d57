"""Lending an account to a family member or a clerk: invitation by SMS, rights, the end of it.

The account's own contact invites; the guest proves the invited mobile with a one-time code. Who is
on file is told by SMS, and each step stands in the account's history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.records import is_contact, primary_contact
from bot.accounts.tables import Account, AccountChange, ContactKind
from bot.clock import now
from bot.delivery.outbox import notify, send_sms
from bot.delivery.texts import text
from bot.identity.codes import Check, Invitation, Sending, check_code, send_code
from bot.identity.links import claim, identity_of
from bot.identity.tables import (
    AccountLink,
    AccountShare,
    ChannelIdentity,
    LinkLevel,
    ShareRight,
    ShareState,
)
from bot.rendering.words import mask_mobile

MOST_SHARES = 5
"""Of one account at a time: a household or a shop's clerks."""
INVITATIONS_A_DAY = 5
"""Of one account: each is an SMS to somebody who did not ask."""
_columns = AccountShare.__table__.c
_ALIVE = (ShareState.INVITED.value, ShareState.ACCEPTED.value)


class Inviting(str, Enum):
    """What became of the wish to share."""

    SENT = "sent"
    CHANGED = "changed"
    """The guest had it already; the right is now the one asked for."""
    OWN = "own"
    """The mobile is on file for the account: it needs no invitation."""
    LIMIT = "limit"


def invite(
    session: Session,
    conversation: str,
    account_id: int,
    mobile: str,
    right: ShareRight,
    message_key: str,
) -> Inviting:
    """Invite `mobile` (E.164) to the account; the caller has proved the contact on file.

    The same `message_key` again does nothing more.
    """
    account: Account = session.get(Account, account_id)
    if is_contact(account, mobile):
        return Inviting.OWN
    share = _alive(session, account_id, mobile)
    if share is not None and share.key == message_key:
        return Inviting.SENT
    if share is not None and share.state == ShareState.ACCEPTED:
        return _change_right(session, share, conversation, right)
    if share is None:
        if _too_many(session, account_id):
            return Inviting.LIMIT
        share = AccountShare(
            key=message_key,
            account_id=account_id,
            mobile=mobile,
            state=ShareState.INVITED.value,
            invited_by=conversation,
            created_at=now(),
        )
        session.add(share)
    share.share_right, share.invited_by = right.value, conversation
    session.flush()
    if _send(session, share, account, conversation, message_key) is not Sending.SENT:
        return Inviting.LIMIT
    _note(session, share, conversation, before=None, after=right.value)
    _tell_contact(session, account, share, "share_invited_contact", message_key, conversation)
    return Inviting.SENT


def _send(
    session: Session, share: AccountShare, account: Account, conversation: str, message_key: str
) -> Sending:
    words = Invitation("share_code_sms", {"account_tail": account.number[-4:]}, conversation)
    holder = _holder(share)
    return send_code(session, holder, holder, share.mobile, message_key, words).sending


def _change_right(
    session: Session, share: AccountShare, conversation: str, right: ShareRight
) -> Inviting:
    if share.share_right != right.value:
        _note(session, share, conversation, before=share.share_right, after=right.value)
        share.share_right = right.value
        link = session.get(AccountLink, share.link_id)
        if link is not None and link.shared_right is not None:
            link.shared_right = right.value
        session.flush()
    return Inviting.CHANGED


def accept(
    session: Session, conversation: str, mobile: str, digits: str, message_key: str
) -> AccountShare | None:
    """The guest's code; the share that is theirs now, or None.

    None says nothing of why: whether a mobile was ever invited is nobody's business.
    """
    query = (
        select(AccountShare)
        .where(_columns.mobile == mobile, _columns.state.in_(_ALIVE))
        .order_by(_columns.id.desc())
    )
    for share in session.execute(query).scalars().all():
        holder = _holder(share)
        if check_code(session, holder, holder, digits, message_key) is Check.RIGHT:
            _begin(session, conversation, share)
            return share
    return None


def _begin(session: Session, conversation: str, share: AccountShare) -> None:
    """Link the account to the guest; the code proved the guest's own mobile too."""
    identity = identity_of(session, conversation)
    identity.proved_mobile, identity.proved_mobile_at = share.mobile, now()
    claim(session, conversation, share.account.number)
    link = next(row for row in identity.links if row.current)
    if link.level != LinkLevel.VERIFIED or link.shared_right is not None:
        link.level, link.shared_right = LinkLevel.VERIFIED.value, share.share_right
    if share.state == ShareState.ACCEPTED:  # the same message again, after a crash
        return
    share.state, share.accepted_at = ShareState.ACCEPTED.value, now()
    session.flush()
    share.link_id = link.id
    _note(session, share, conversation, before="invited", after="accepted")
    if share.invited_by != conversation:
        words = text("share_accepted", mobile=mask_mobile(share.mobile))
        notify(session, share.invited_by, words, f"share|{share.id}|accepted")


@dataclass(frozen=True)
class Guest:
    """Somebody who has the account, or was invited to."""

    share_id: int
    mobile: str
    right: ShareRight
    accepted: bool


def guests(session: Session, account_id: int) -> list[Guest]:
    """Who has the account now, or was invited to, the oldest first."""
    query = (
        select(AccountShare)
        .where(_columns.account_id == account_id, _columns.state.in_(_ALIVE))
        .order_by(_columns.id)
    )
    return [
        Guest(
            share.id,
            share.mobile,
            ShareRight(share.share_right),
            share.state == ShareState.ACCEPTED.value,
        )
        for share in session.execute(query).scalars()
    ]


def end(session: Session, share_id: int, account_id: int, actor: str) -> Guest | None:
    """End one share of that account; None when it has no such share that is alive.

    The guest is told where they talk to us; the contact on file by SMS when a guest ended it.
    """
    share = session.get(AccountShare, share_id)
    if share is None or share.account_id != account_id or share.state not in _ALIVE:
        return None
    guest = Guest(
        share.id, share.mobile, ShareRight(share.share_right), share.state == ShareState.ACCEPTED
    )
    _note(session, share, actor, before=share.share_right, after=None)
    link = session.get(AccountLink, share.link_id) if share.link_id else None
    share.state, share.ended_at, share.link_id = ShareState.ENDED.value, now(), None
    session.flush()
    if link is not None and link.shared_right is not None:
        conversation = session.get(ChannelIdentity, link.identity_id).conversation
        session.delete(link)
        session.flush()
        session.expire_all()
        if conversation != actor:
            words = text("share_ended_guest", account_tail=share.account.number[-4:])
            notify(session, conversation, words, f"share|{share.id}|ended")
    return guest


def leave(session: Session, conversation: str, account_id: int) -> bool:
    """The guest of this conversation gives the account back; False: it was not lent to them."""
    row = session.execute(
        select(AccountShare)
        .join(AccountLink, AccountLink.id == AccountShare.link_id)
        .join(ChannelIdentity, ChannelIdentity.id == AccountLink.identity_id)
        .where(
            ChannelIdentity.conversation == conversation,
            _columns.account_id == account_id,
            _columns.state == ShareState.ACCEPTED.value,
        )
    ).scalar_one_or_none()
    if row is None:
        return False
    inviter, mobile, number = row.invited_by, row.mobile, row.id
    end(session, row.id, account_id, actor=conversation)
    words = text("share_left", mobile=mask_mobile(mobile))
    notify(session, inviter, words, f"share|{number}|left")
    return True


def _alive(session: Session, account_id: int, mobile: str) -> AccountShare | None:
    found: AccountShare | None = session.execute(
        select(AccountShare)
        .where(
            _columns.account_id == account_id,
            _columns.mobile == mobile,
            _columns.state.in_(_ALIVE),
        )
        .limit(1)
    ).scalar_one_or_none()
    return found


def _too_many(session: Session, account_id: int) -> bool:
    of_account = select(func.count()).select_from(AccountShare)
    of_account = of_account.where(_columns.account_id == account_id)
    alive = session.execute(of_account.where(_columns.state.in_(_ALIVE))).scalar_one()
    since = now() - timedelta(days=1)
    fresh = session.execute(of_account.where(_columns.created_at > since)).scalar_one()
    return bool(alive >= MOST_SHARES or fresh >= INVITATIONS_A_DAY)


def _holder(share: AccountShare) -> str:
    """Under which its code is kept: any conversation may bring it."""
    return f"share:{share.id}"


def _note(
    session: Session, share: AccountShare, actor: str, *, before: str | None, after: str | None
) -> None:
    """One row of the account's history; the mobile is masked there."""
    who = mask_mobile(share.mobile)
    session.add(
        AccountChange(
            account_id=share.account_id,
            at=now(),
            actor=actor,
            channel=actor.partition(":")[0],
            field="share",
            before=f"{who} · {before}" if before else None,
            after=f"{who} · {after}" if after else None,
        )
    )


def _tell_contact(
    session: Session,
    account: Account,
    share: AccountShare,
    key: str,
    message_key: str,
    conversation: str,
) -> None:
    on_file = primary_contact(account, ContactKind.MOBILE)
    if on_file:
        tail, mobile = account.number[-4:], mask_mobile(share.mobile)
        words = text(key, account_tail=tail, mobile=mobile)
        send_sms(session, on_file, words, f"share|{message_key}", conversation=conversation)
