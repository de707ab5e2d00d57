"""An account with people around it, for tests of notices."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area, Contact, ContactKind, NoticeChannel
from bot.clock import now
from bot.identity.links import claim, identity_of, verify
from bot.transcripts.record import ensure_conversation
from tests.records import new_account, new_area

FIRST, SECOND, MAIL = "+966551112223", "+966551112224", "sara@example.com"


def account(
    session: Session,
    number: str = "30000000091",
    *,
    email: str | None = MAIL,
    second: str | None = None,
    channel: NoticeChannel = NoticeChannel.SMS,
    district: str = "النرجس",
) -> Account:
    """An account with a mobile, perhaps an e-mail and a second mobile."""
    area = session.query(Area).filter_by(district=district).one_or_none() or new_area(district)
    made = new_account(
        number,
        area,
        FIRST,
        beneficiary_kind="owner",
        beneficiary_name="سارة محمد العتيبي",
        notice_channel=channel.value,
    )
    if second:
        made.contacts.append(Contact(kind=ContactKind.MOBILE.value, value=second, primary=False))
    if email:
        made.contacts.append(Contact(kind=ContactKind.EMAIL.value, value=email, primary=True))
    session.add(made)
    session.flush()
    return made


def chat(session: Session, account: Account, conversation: str, mobile: str | None = FIRST) -> str:
    """A conversation that proved the account, by that mobile (None: it was shared with it)."""
    ensure_conversation(session, conversation)
    claim(session, conversation, account.number)
    identity = identity_of(session, conversation)
    identity.proved_mobile, identity.proved_mobile_at = mobile, now() if mobile else None
    verify(session, conversation, account.number)
    return conversation
