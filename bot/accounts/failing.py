"""Contacts that do not work: a mobile that is dead, an address that bounces."""

from __future__ import annotations

from sqlalchemy import desc, select, update
from sqlalchemy.orm import Session

from bot.accounts.tables import Contact
from bot.clock import now

_WHY_KEPT = 80
_contacts = Contact.__table__.c


def contact_failed(session: Session, value: str, why: str) -> None:
    """Nobody is at a mobile (E.164) or an address: the accounts that have it get no more notices
    there, and are asked for another at their next talk."""
    session.execute(
        update(Contact)
        .where(_contacts.value == value, _contacts.failed_at.is_(None))
        .values(failed_at=now(), failed_why=why[:_WHY_KEPT])
        .execution_options(synchronize_session=False)
    )


def failing_contact(session: Session, account_id: int) -> Contact | None:
    """The contact of the account that notices do not reach, or None: the account's contact is to
    be updated while there is one. The mobile before the e-mail."""
    found: Contact | None = (
        session.execute(
            select(Contact)
            .where(
                _contacts.account_id == account_id,
                _contacts.is_primary,
                _contacts.failed_at.is_not(None),
            )
            .order_by(desc(_contacts.kind), _contacts.id)
        )
        .scalars()
        .first()
    )
    return found
