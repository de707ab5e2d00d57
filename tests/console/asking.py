"""An account, a request to update it, and the conversation in which it was made."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from bot.accounts.records import on_file
from bot.accounts.tables import Account
from bot.clock import now
from bot.database import transaction
from bot.identity.links import verify as prove_link
from bot.transcripts.record import ensure_conversation, record_subscriber_message
from bot.updates.tables import UpdateRequest
from tests.records import new_account, new_area

NUMBER, OTHER = "30000000001", "30000000002"
LANDLORD, TENANT = "+966500000001", "+966500000002"
IDENTITY = "1023456789"
NAME = "سارة الحربي"
CHANGES = {
    "beneficiary": "tenant",
    "name": NAME,
    "identity": IDENTITY,
    "ejar": "10234567890",
    "mobile": TENANT,
    "notice_channel": "sms",
    "_proved": ["mobile"],
}
PERSONAL = (NUMBER, LANDLORD[4:], TENANT[4:], IDENTITY, CHANGES["ejar"], NAME, "خالد")


def make_account(number: str, mobile: str) -> Account:
    """An account of an owner, in a district of its own."""
    return new_account(
        number,
        new_area(f"حي {number[-1]}"),
        mobile,
        beneficiary_kind="owner",
        beneficiary_name="خالد العتيبي",
    )


def make_request(
    session: Session,
    reference: str,
    account: Account | None,
    conversation: str = "web:1",
    **more: Any,
) -> None:
    """A tenant's request that waits; without an account, for a number that is not on file."""
    session.add(
        UpdateRequest(
            reference=reference,
            key=reference,
            conversation=conversation,
            channel="web",
            account_number=account.number if account else "30000000099",
            account_id=account.id if account else None,
            state="pending",
            changes=json.dumps({**CHANGES, **more}, ensure_ascii=False),
            before=json.dumps(on_file(account), ensure_ascii=False) if account else None,
            proof="own_mobile",
            created_at=now(),
        )
    )


def ask_for_update() -> int:
    """Make all of it; returns the account's id."""
    with transaction() as session:
        account = make_account(NUMBER, LANDLORD)
        session.add(account)
        session.flush()
        conversation = ensure_conversation(session, "web:1")
        record_subscriber_message(session, conversation, {"text": f"هويتي {IDENTITY}"}, "m1")
        prove_link(session, "web:1", NUMBER)
        make_request(session, "U1000001", account)
        return account.id
