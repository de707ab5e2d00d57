"""One subscriber with a bit of everything, and another one whom nothing may touch."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.accounts.tables import Area, Contact
from bot.clock import now
from bot.database import transaction
from bot.delivery.outbox import notify
from bot.gateway.tables import InboxMessage, InboxState
from bot.identity.links import identity_of, verify
from bot.identity.mine import rename
from bot.person.calls import book
from bot.transcripts.record import ensure_conversation, record_subscriber_message
from bot.updates import draft as drafts
from bot.updates.draft import Draft
from tests.records import new_account, new_area

WHO, OTHER = "web:mine", "web:theirs"
NUMBERS = {WHO: "30000000091", OTHER: "30000000092"}
MOBILES = {WHO: "+966500000091", OTHER: "+966500000092"}
IDENTITY = "1098765432"


def add_person(session: Session, who: str, area: Area) -> int:
    """An account, its proof, a name for it, words, a draft and a call; the account's id."""
    account = new_account(
        NUMBERS[who],
        area,
        MOBILES[who],
        beneficiary_kind="owner",
        beneficiary_name="سارة القحطاني",
        identity_number=IDENTITY,
        deed_number="123456789012",
    )
    account.contacts.append(Contact(kind="email", value=f"{who[4:]}@example.com"))
    session.add(account)
    session.flush()
    verify(session, who, account.number)
    identity_of(session, who).proved_mobile = MOBILES[who]
    rename(session, who, account.number, "بيت الوالد")
    owner = ensure_conversation(session, who)
    record_subscriber_message(session, owner, {"text": "فاتورتي عالية مره"}, f"{who}:1")
    notify(session, who, "فاتورتك 350.75 ريال", f"{who}:2")
    drafts.save(session, who, Draft(kind="contact"))
    book(session, who, MOBILES[who], now(), "فاتورة", f"{who}:3")
    session.add(
        InboxMessage(
            channel="web",
            external_id=f"{who}:1",
            conversation=who,
            body='{"text": "فاتورتي عالية مره"}',
            state=InboxState.ANSWERED.value,
            due_at=now(),
            received_at=now(),
        )
    )
    session.flush()
    return int(account.id)


@pytest.fixture
def accounts(database: None) -> dict[str, int]:
    """Account ids by conversation."""
    with transaction() as session:
        area = new_area()
        session.add(area)
        return {who: add_person(session, who, area) for who in (WHO, OTHER)}
