"""Forgetting: what goes at once, what staff decide on, and words that are replaced in transcripts.

What the law or a proof needs stays: bills, payments, the history of applied changes, requests that
were decided, the audit log.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, AccountChange, ContactKind
from bot.attachments import records as attachments
from bot.clock import now
from bot.database import make_engine
from bot.delivery.tables import OutboxMessage, OutboxState
from bot.dialogue.trackers_at import TABLE as TRACKERS
from bot.dialogue.trackers_at import database_url
from bot.gateway.tables import InboxMessage, InboxState
from bot.identity.sharing import end, guests, leave
from bot.identity.tables import AccountLink, ChannelIdentity
from bot.privacy.holdings import Person, condition, holdings, table_of
from bot.review.tables import Correction
from bot.settings import settings
from bot.transcripts import search
from bot.transcripts.masking import ERASED
from bot.transcripts.tables import Conversation, Message

_ERASED_CONTENT = {"text": ERASED}
_BATCH = 500
_NOTHING = "{}"
_DELETED = (
    "update_drafts",
    "complaint_drafts",
    "service_drafts",
    "call_backs",
    "outage_watchers",
    "usage_limits",
    "verification_codes",
    "notes",
)
"""Tables whose rows of a person go at once, whole."""


def erase_at_once(session: Session, person: Person) -> dict[str, int]:
    """Erase what needs nobody's decision; the count of rows by table.

    Whoever proved the accounts here is a stranger afterwards and must prove them again.
    """
    counts = {name: _delete(session, name, person) for name in _DELETED}
    counts["account_shares"] = _end_shares(session, person)
    counts["account_links"] = _forget_identity(session, person.conversation)
    counts["messages"] = erase_words(session, person.conversation_id)
    return {name: count for name, count in counts.items() if count}


def _delete(session: Session, name: str, person: Person) -> int:
    holding = holdings()[name]
    found = session.execute(
        delete(table_of(holding))
        .where(condition(holding, person))
        .execution_options(synchronize_session=False)
    )
    return int(found.rowcount)


def _end_shares(session: Session, person: Person) -> int:
    ended = 0
    for account_id in person.account_ids:
        for guest in guests(session, account_id):
            ended += end(session, guest.share_id, account_id, actor=person.conversation) is not None
    lent = select(AccountLink.account_id).join(ChannelIdentity)
    lent = lent.where(
        ChannelIdentity.conversation == person.conversation,
        AccountLink.__table__.c.shared_right.isnot(None),
    )
    for account_id in session.execute(lent).scalars().all():
        ended += leave(session, person.conversation, account_id)
    return ended


def _forget_identity(session: Session, conversation: str) -> int:
    identity = session.execute(
        select(ChannelIdentity).where(ChannelIdentity.conversation == conversation)
    ).scalar_one_or_none()
    if identity is None:
        return 0
    links = list(identity.links)
    for link in links:
        session.delete(link)
    identity.proved_mobile, identity.proved_mobile_at = None, None
    session.flush()
    session.expire(identity)
    return len(links)


def erase_words(session: Session, conversation_id: int | None) -> int:
    """Replace what was said in one conversation; how many messages.

    When it was said and what it was about stay, for counting.
    """
    owner = session.get(Conversation, conversation_id) if conversation_id else None
    if owner is None:
        return 0
    owner.waiting_summary = None
    ids = session.execute(select(Message.id).where(Message.conversation_id == owner.id))
    numbers = list(ids.scalars())
    for start in range(0, len(numbers), _BATCH):
        erase_messages(session, numbers[start : start + _BATCH])
    _erase_carried(session, owner.key)
    return len(numbers)


def erase_messages(session: Session, numbers: Collection[int]) -> None:
    """Replace the words of these messages, and make them impossible to find by their words.

    What staff said that they meant goes too: it names values in them, and a training example
    would be made of the words that stand in their place.
    """
    session.execute(
        delete(Correction)
        .where(Correction.__table__.c.message_id.in_(numbers))
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Message)
        .where(Message.__table__.c.id.in_(numbers))
        .values(
            text=ERASED,
            content=json.dumps(_ERASED_CONTENT, ensure_ascii=False),
            entities=None,
            slots=None,
        )
        .execution_options(synchronize_session=False)
    )
    search.forget(session, numbers)


def _erase_carried(session: Session, conversation: str) -> None:
    """What came in and went out as it was carried; a message under way is left to its carrier."""
    session.execute(
        update(InboxMessage)
        .where(
            InboxMessage.conversation == conversation,
            InboxMessage.state == InboxState.ANSWERED.value,
        )
        .values(body=_NOTHING)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.recipient == conversation,
            OutboxMessage.state == OutboxState.SENT.value,
        )
        .values(body=None)
        .execution_options(synchronize_session=False)
    )


def erase_by_decision(
    session: Session, conversation: str, account_id: int | None, reference: str, actor: str
) -> dict[str, int]:
    """What staff agreed to besides: papers and second contacts of the account, loose files.

    Number, name, identity and the mobile on file stay as long as the supply is theirs.
    """
    files = [f for f in attachments.of_conversation(session, conversation) if f.case_id is None]
    for file in files:
        attachments.erase(session, file)
    counts = {"attachments": len(files)}
    account = session.get(Account, account_id) if account_id else None
    if account is not None:
        counts["contacts"] = _forget_extras(session, account, reference, actor)
    return {name: count for name, count in counts.items() if count}


def _forget_extras(session: Session, account: Account, reference: str, actor: str) -> int:
    gone = [c for c in account.contacts if not (c.kind == ContactKind.MOBILE and c.primary)]
    for contact in gone:
        account.contacts.remove(contact)
    account.deed_number = account.ejar_number = account.ejar_end = None
    session.add(
        AccountChange(
            account_id=account.id,
            at=now(),
            actor=actor,
            channel=actor.partition(":")[0],
            request_reference=reference,
            field="privacy",
            before=None,
            after=f"{len(gone)}",
        )
    )
    session.flush()
    return len(gone)


def forget_dialogue(conversation: str) -> None:
    """Rasa's memory of the open dialogue; it lies beside the records, not among them."""
    engine = make_engine(database_url(settings()))
    try:
        with engine.begin() as connection:
            if inspect(connection).has_table(TRACKERS):
                forget = text(f"DELETE FROM {TRACKERS} WHERE sender_id = :who")
                connection.execute(forget, {"who": conversation})
    finally:
        engine.dispose()
