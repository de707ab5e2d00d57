"""Contacts that do not work: a mobile that is dead, an address that bounces.

While its account has one, the account's contact is to be updated: notices go by another way, and
the subscriber is asked for another one at the next talk (`bot/dialogue/contact_note.py`).
"""

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


def contact_works(session: Session, value: str) -> None:
    """A code that was sent to a mobile or an address came back: what went wrong before is over."""
    session.execute(
        update(Contact)
        .where(_contacts.value == value, _contacts.failed_at.is_not(None))
        .values(failed_at=None, failed_why=None)
        .execution_options(synchronize_session="fetch")
    )


def failing_contacts(session: Session, account_id: int | None) -> list[Contact]:
    """The contacts of the account that notices do not reach; the mobile before the e-mail. None,
    where the account is not on file."""
    query = (
        select(Contact)
        .where(
            _contacts.account_id == account_id,
            _contacts.is_primary,
            _contacts.failed_at.is_not(None),
        )
        .order_by(desc(_contacts.kind), _contacts.id)
    )
    return list(session.execute(query).scalars())
