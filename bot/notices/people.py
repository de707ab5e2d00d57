"""Who can be told about an account, and where: each person has choices of their own.

A person is a mobile on file, together with the conversations that proved it; or a conversation
that may see the account without being a contact of it (the account was shared with it).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import desc, false, or_, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, ContactKind, NoticeChannel
from bot.delivery.tables import Route
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.transcripts.tables import Conversation


@dataclass(frozen=True)
class Person:
    """One person on one account and the ways to reach them."""

    account_id: int
    party: str
    """Names the person among those of the account; see `NoticeChoice.party`."""
    primary: bool
    """The mobile on file that codes and notices go to."""
    preferred: NoticeChannel
    """What the account's record says about notices."""
    mobile: str | None
    email: str | None
    chats: tuple[str, ...]
    """Conversations, the one spoken in last first."""
    mobile_works: bool = True
    """False: the carrier said that nobody is there; no notice goes to it."""

    def addresses(self, route: Route) -> tuple[str, ...]:
        """Where a message on that route goes; empty: it cannot reach this person.

        Every Telegram chat, but only the newest web page: older ones may be on shared computers.
        """
        if route is Route.SMS:
            return (self.mobile,) if self.mobile and self.mobile_works else ()
        if route is Route.EMAIL:
            return (self.email,) if self.email else ()
        chats = tuple(chat for chat in self.chats if chat.startswith(f"{route.value}:"))
        return chats[:1] if route is Route.WEB else chats


def people_of(session: Session, account: Account, speaking: str = "") -> list[Person]:
    """Everyone who may be told about the account, the primary contact first.

    People who blocked us are left out, except in the conversation that is `speaking` now.
    """
    chats = _verified_chats(session, account.id, speaking)
    email = next(
        (
            c.value
            for c in account.contacts
            if c.kind == ContactKind.EMAIL and c.primary and not c.failed_at
        ),
        None,
    )
    mobiles = sorted(
        (c for c in account.contacts if c.kind == ContactKind.MOBILE), key=lambda c: not c.primary
    )
    known = {contact.value for contact in mobiles}
    preferred = NoticeChannel(account.notice_channel)
    people = [
        Person(
            account_id=account.id,
            party=contact.value,
            primary=contact.primary,
            preferred=preferred,
            mobile=contact.value,
            email=email,
            chats=tuple(chat for chat, mobile in chats if mobile == contact.value),
            mobile_works=contact.failed_at is None,
        )
        for contact in mobiles
    ]
    return people + [
        Person(account.id, chat, False, preferred, None, None, (chat,))
        for chat, mobile in chats
        if mobile not in known
    ]


def person_of(session: Session, account_id: int, conversation: str) -> Person:
    """The person who speaks in a conversation that proved the account.

    Raises:
        LookupError: that conversation did not.
    """
    account = session.get(Account, account_id)
    people = people_of(session, account, conversation) if account else []
    found = next((person for person in people if conversation in person.chats), None)
    if found is None:
        raise LookupError(f"{conversation} has not proved account {account_id}")
    return found


def _verified_chats(
    session: Session, account_id: int, speaking: str
) -> list[tuple[str, str | None]]:
    """(conversation, mobile that it proved) of the verified links, newest talk first."""
    rows = session.execute(
        select(ChannelIdentity.conversation, ChannelIdentity.proved_mobile)
        .join(AccountLink, AccountLink.identity_id == ChannelIdentity.id)
        .join(Conversation, Conversation.key == ChannelIdentity.conversation)
        .where(
            AccountLink.account_id == account_id,
            AccountLink.level == LinkLevel.VERIFIED.value,
            or_(Conversation.unreachable == false(), Conversation.key == speaking),
        )
        .order_by(desc(Conversation.last_activity), desc(Conversation.id))
    ).all()
    return [(row[0], row[1]) for row in rows]
