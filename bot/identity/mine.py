"""All the accounts of one person: the list, names for them, taking one out of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.payments import account_to_pay
from bot.clock import now
from bot.identity.links import Link, current_link, identity_of
from bot.identity.login import known_accounts
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.text.account_kinds import kind_named
from bot.text.account_names import all_named_in, named_in, same_name
from bot.text.endings import number_ending_in


@dataclass(frozen=True)
class Mine:
    """One account of a person."""

    link: Link
    current: bool

    @property
    def proved(self) -> bool:
        """Its figures may be shown here."""
        return self.link.level is LinkLevel.VERIFIED and self.link.account_id is not None


@dataclass(frozen=True)
class Dues:
    """What is due on several accounts."""

    lines: list[tuple[Mine, Decimal | None]]
    """Riyals; None for an account that is not proved here."""

    @property
    def total(self) -> Decimal:
        """Sum of the proved ones."""
        return sum((due for _, due in self.lines if due is not None), Decimal(0))


def my_accounts(session: Session, conversation: str) -> list[Mine]:
    """Accounts named here, those of the mobile that was proved here, and those shared with this
    person; without those taken out of the list."""
    rows = _rows(session, conversation)
    mine = [Mine(Link.of(row), row.current) for row in rows if row.removed_at is None]
    listed = {row.account_number for row in rows}
    proved = known_accounts(session, conversation)
    mine = [_raised(one) if one.link.account_number in proved else one for one in mine]
    for number in proved:
        if number not in listed:
            account_id = session.execute(
                select(Account.id).where(Account.number == number)
            ).scalar_one()
            mine.append(Mine(Link(number, account_id, LinkLevel.VERIFIED), False))
    return mine


def _raised(one: Mine) -> Mine:
    """The mobile proved here is on file for it: no further code is needed."""
    link = one.link
    return Mine(
        Link(link.account_number, link.account_id, LinkLevel.VERIFIED, link.name), one.current
    )


def _rows(session: Session, conversation: str) -> list[AccountLink]:
    query = (
        select(AccountLink)
        .join(ChannelIdentity)
        .where(ChannelIdentity.conversation == conversation)
        .order_by(AccountLink.id)
    )
    return list(session.execute(query).scalars())


def dues(session: Session, conversation: str) -> Dues:
    """What is due on each account, as far as it is proved here."""
    return Dues([(one, _due(session, one)) for one in my_accounts(session, conversation)])


def _due(session: Session, one: Mine) -> Decimal | None:
    account_id = one.link.account_id
    if not one.proved or account_id is None:
        return None
    return account_to_pay(session, account_id).due


def several_named(session: Session, conversation: str, text: str) -> list[str]:
    """The numbers of all accounts of this person whose names `text` holds, if they are several."""
    named = all_named_in(text, _names(session, conversation))
    return named if len(named) > 1 else []


def _names(session: Session, conversation: str) -> dict[str, str]:
    rows = _rows(session, conversation)
    return {row.account_number: row.name for row in rows if row.name and row.removed_at is None}


def account_named(session: Session, conversation: str, text: str) -> str | None:
    """The number of the account whose name, kind or last digits `text` holds, or None."""
    names = _names(session, conversation)
    named = named_in(text, names) if names else None
    return (
        named
        or _by_its_end(session, conversation, text)
        or _only_one_of_kind(session, conversation, text)
    )


def _by_its_end(session: Session, conversation: str, text: str) -> str | None:
    if not any(c.isdecimal() for c in text):
        return None
    mine = my_accounts(session, conversation)
    return number_ending_in(text, [one.link.account_number for one in mine])


def _only_one_of_kind(session: Session, conversation: str, text: str) -> str | None:
    """The account that alone is of the kind named: "فاتورة المحل". Only proved ones count, for what
    kind an account is of must not be told to others; a home is meant by too many words."""
    kind = kind_named(text)
    if kind is None or kind == TariffCategory.RESIDENTIAL:
        return None
    mine = [one for one in my_accounts(session, conversation) if one.proved]
    numbers = [one.link.account_number for one in mine]
    if len(numbers) < 2:
        return None
    columns = Account.__table__.c
    query = select(columns.number).where(
        columns.number.in_(numbers), columns.tariff_category == kind
    )
    found = session.execute(query).scalars().all()
    return str(found[0]) if len(found) == 1 else None


def rename(session: Session, conversation: str, number: str, name: str) -> bool:
    """Call the account `name`; False when another account of this person is called so.

    The link is made if there is none yet; nothing about the account is told or needed.
    """
    identity = identity_of(session, conversation)
    others = [row for row in identity.links if row.account_number != number]
    if any(row.name and row.removed_at is None and same_name(row.name, name) for row in others):
        return False
    found = next((row for row in identity.links if row.account_number == number), None)
    if found is None:
        known = next(
            o for o in my_accounts(session, conversation) if o.link.account_number == number
        )
        found = _add(identity, known.link)
    found.name = name
    session.flush()
    return True


def _add(identity: ChannelIdentity, link: Link) -> AccountLink:
    row = AccountLink(
        account_number=link.account_number,
        account_id=link.account_id,
        level=link.level.value,
        current=False,
        at=now(),
    )
    identity.links.append(row)
    return row


def remove(session: Session, conversation: str, number: str) -> Link | None:
    """Take the account out of this person's list; None when it is not in it.

    It must be proved again to come back, unless the mobile on file is proved here.
    """
    mine = {one.link.account_number: one.link for one in my_accounts(session, conversation)}
    gone = mine.get(number)
    if gone is None:
        return None
    identity = identity_of(session, conversation)
    row = next((row for row in identity.links if row.account_number == number), None)
    row = row or _add(identity, gone)
    row.level, row.current, row.name = LinkLevel.CLAIMED.value, False, None
    row.shared_right, row.removed_at = None, now()
    session.flush()
    if current_link(session, conversation) is None:
        _make_only_one_current(session, conversation)
    return gone


def _make_only_one_current(session: Session, conversation: str) -> None:
    """When one account is left, "my bill" means that one."""
    left = [row for row in _rows(session, conversation) if row.removed_at is None]
    if len(left) == 1:
        left[0].current = True
        session.flush()
