"""Which account a conversation speaks for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select, true
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area
from bot.clock import now
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel, ShareRight


@dataclass(frozen=True)
class Link:
    """The account that "my" means now, and how far it was proved."""

    account_number: str
    account_id: int | None
    level: LinkLevel
    name: str | None = None
    """What this person calls it."""
    shared_right: ShareRight | None = None
    """Set: somebody else's account, shared with this person."""

    @property
    def called(self) -> str:
        """Its name, else its number."""
        return self.name or self.account_number

    @property
    def is_own(self) -> bool:
        """The contact on file was proved: nobody else gave this person the right."""
        return self.level is LinkLevel.VERIFIED and self.shared_right is None

    @property
    def may_update(self) -> bool:
        """Updates from here count as proved by the account's own side."""
        return self.is_own or self.shared_right is ShareRight.UPDATE

    @classmethod
    def of(cls, row: AccountLink) -> Link:
        """The link of a row."""
        return cls(
            row.account_number,
            row.account_id,
            LinkLevel(row.level),
            row.name,
            ShareRight(row.shared_right) if row.shared_right else None,
        )


def identity_of(session: Session, conversation: str) -> ChannelIdentity:
    """The identity behind a conversation; made at the first call."""
    found = session.execute(
        select(ChannelIdentity).where(ChannelIdentity.conversation == conversation)
    ).scalar_one_or_none()
    if found is None:
        found = ChannelIdentity(
            conversation=conversation, channel=conversation.partition(":")[0], created_at=now()
        )
        session.add(found)
        session.flush()
    return found


def current_link(session: Session, conversation: str) -> Link | None:
    """The current link, or None when no account was ever named here."""
    row = session.execute(
        select(AccountLink)
        .join(ChannelIdentity)
        .where(ChannelIdentity.conversation == conversation, AccountLink.current == true())
    ).scalar_one_or_none()
    return row and Link.of(row)


# Asked at every turn, so it is made once.
_CITIES = (
    select(Area.city)
    .join(Account, Account.area_id == Area.id)
    .join(AccountLink, AccountLink.account_id == Account.id)
    .join(ChannelIdentity, AccountLink.identity_id == ChannelIdentity.id)
    .where(ChannelIdentity.conversation == bindparam("conversation"))
)


def cities_of(session: Session, conversation: str) -> list[str]:
    """The cities of the accounts that were named here."""
    return sorted(set(session.execute(_CITIES, {"conversation": conversation}).scalars()))


def claim(session: Session, conversation: str, account_number: str) -> Link:
    """Make `account_number` the current account here; a level already proved is kept."""
    identity = identity_of(session, conversation)
    chosen: AccountLink | None = None
    for link in identity.links:
        link.current = link.account_number == account_number
        chosen = link if link.current else chosen
    if chosen is None:
        account_id = session.execute(
            select(Account.id).where(Account.number == account_number)
        ).scalar_one_or_none()
        chosen = AccountLink(
            account_number=account_number,
            account_id=account_id,
            level=LinkLevel.CLAIMED.value,
            current=True,
            at=now(),
        )
        identity.links.append(chosen)
    chosen.removed_at = None
    session.flush()
    return Link.of(chosen)


def release_account(session: Session, conversation: str) -> None:
    """No account is current here until one is named; what was proved stays proved."""
    for link in identity_of(session, conversation).links:
        link.current = False
    session.flush()


def verify(session: Session, conversation: str, account_number: str) -> Link:
    """Raise the link to VERIFIED: the contact on file was proved in this conversation."""
    claim(session, conversation, account_number)
    identity = identity_of(session, conversation)
    link = next(row for row in identity.links if row.account_number == account_number)
    if link.account_id is None:
        raise ValueError("an account that is not on file cannot be verified")
    link.level, link.shared_right = LinkLevel.VERIFIED.value, None
    session.flush()
    return Link.of(link)
