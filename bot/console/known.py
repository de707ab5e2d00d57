"""What the records say of whom a conversation speaks for, as one member of staff may see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.failing import failing_contacts
from bot.accounts.tables import Account
from bot.billing.bills import BillNotFound, BillView, current_bill
from bot.cases.records import cases_of
from bot.cases.tables import Case
from bot.clock import now
from bot.console.rights import Right
from bot.console.sessions import SignedIn
from bot.console.values import Shown, shown
from bot.identity.links import current_link
from bot.identity.tables import LinkLevel
from bot.outages.tables import Outage
from bot.updates import draft as drafts
from bot.updates.tables import UpdateRequest

_PENDING = "pending"


@dataclass(frozen=True)
class Known:
    """What a clerk wants to know before the first word."""

    level: str = ""
    """How far the account was proved: `claimed` or `verified`; empty: no account was named."""
    number: Shown | None = None
    account_id: int | None = None
    """Of a proved account, for who may read accounts; so are the next three."""
    bill: BillView | None = None
    outage: Outage | None = None
    failing: list[str] = field(default_factory=list)
    """Kinds of contact that nothing reaches, to be asked for while the person is here."""
    requests: list[UpdateRequest] = field(default_factory=list)
    """Updates that wait for a decision."""
    cases: list[Case] = field(default_factory=list)
    """Complaints and requests that are open."""
    collected: list[tuple[str, Shown]] = field(default_factory=list)
    """What an unfinished update has heard so far: field and value."""


def known_of(session: Session, me: SignedIn, conversation: str) -> Known:
    """All of it."""
    link = current_link(session, conversation)
    proved = link is not None and link.level is LinkLevel.VERIFIED
    account = session.get(Account, link.account_id) if link and proved else None
    own = account if me.may(Right.READ_ACCOUNTS) else None
    return Known(
        level=link.level.value if link else "",
        number=shown(me, "account", link.account_number) if link else None,
        account_id=own.id if own else None,
        bill=_bill(session, own) if own else None,
        outage=_outage(session, own) if own else None,
        failing=[one.kind for one in failing_contacts(session, own.id)] if own else [],
        requests=_requests(session, conversation),
        cases=cases_of(session, conversation, only_open=True),
        collected=_collected(session, me, conversation),
    )


def _bill(session: Session, account: Account) -> BillView | None:
    try:
        return current_bill(session, account.id)
    except BillNotFound:
        return None


def _outage(session: Session, account: Account) -> Outage | None:
    columns = Outage.__table__.c
    query = (
        select(Outage)
        .where(
            columns.area_id == account.area_id,
            columns.starts_at <= now(),
            columns.ended_at.is_(None),
        )
        .order_by(columns.starts_at.desc())
        .limit(1)
    )
    found: Outage | None = session.execute(query).scalar_one_or_none()
    return found


def _requests(session: Session, conversation: str) -> list[UpdateRequest]:
    columns = UpdateRequest.__table__.c
    query = select(UpdateRequest).where(
        columns.conversation == conversation, columns.state == _PENDING
    )
    return list(session.execute(query.order_by(columns.id)).scalars())


def _collected(session: Session, me: SignedIn, conversation: str) -> list[tuple[str, Shown]]:
    draft = drafts.load(session, conversation)
    pairs = draft.values.items() if draft else ()
    seen = ((name, shown(me, name, value)) for name, value in pairs)
    return [(name, value) for name, value in seen if value is not None]
