"""Retention: what was said long ago goes, in batches that may be stopped and begun again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, inspect, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.attachments import records as attachments
from bot.attachments.tables import Attachment
from bot.audit.log import Action, record
from bot.campaigns.tables import Campaign, CampaignNotice, CampaignState
from bot.clock import now
from bot.counting.stale import forget
from bot.database import make_engine, reading, transaction
from bot.delivery.tables import OutboxMessage, OutboxState, UndeliveredSms
from bot.dialogue.trackers_at import TABLE as TRACKERS
from bot.dialogue.trackers_at import database_url
from bot.events.tables import StreamEvent
from bot.exchange.tables import WebhookAttempt
from bot.gateway.tables import InboxMessage, InboxState
from bot.identity.tables import VerificationCode
from bot.privacy.erasing import erase_messages
from bot.settings import settings
from bot.transcripts.masking import ERASED
from bot.transcripts.tables import Conversation, ConversationState, Message

BATCH = 500
_ATTENDED = (ConversationState.WAITING.value, ConversationState.CLERK.value)
_messages = Message.__table__.c
_conversations = Conversation.__table__.c
_inbox = InboxMessage.__table__.c
_outbox = OutboxMessage.__table__.c
_files = Attachment.__table__.c
_campaigns = Campaign.__table__.c
_notices = CampaignNotice.__table__.c
_ENDED = (CampaignState.DONE.value, CampaignState.STOPPED.value)


Find = Callable[[Session, datetime], Select]
"""The ids of rows of before a moment that may go."""


@dataclass
class Purged:
    """How many rows went, by kind."""

    before: datetime
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, count: int) -> None:
        """Count a batch."""
        if count:
            self.counts[kind] = self.counts.get(kind, 0) + count


def purge(
    older_than: timedelta, actor: str, *, anonymise: bool = False, dry_run: bool = False
) -> Purged:
    """Delete, or with `anonymise` empty, what was said before now minus `older_than`.

    Conversations that wait for a clerk or have one are left alone. Each batch is a transaction of
    its own: stopped in the middle, the next run goes on where this one ended. One row of the audit
    log tells of the run.
    """
    done = Purged(now() - older_than)
    work: tuple[tuple[str, Find, Callable[..., None]], ...] = (
        ("messages", _old_messages(anonymise), _empty if anonymise else _delete_messages),
        ("inbox", _old_inbox, _delete(InboxMessage)),
        ("outbox", _old_outbox, _delete(OutboxMessage)),
        ("codes", _old(VerificationCode, "expires_at"), _delete(VerificationCode)),
        ("files", _old_files, _delete_files),
        ("notices", _old_notices, _delete_notices),
        ("webhook calls", _old(WebhookAttempt, "at"), _delete(WebhookAttempt)),
        ("stream events", _old(StreamEvent, "at"), _delete(StreamEvent)),
        (
            "undelivered SMS",
            _old(UndeliveredSms, "last_at", "recipient"),
            _delete(UndeliveredSms, "recipient"),
        ),
    )
    for kind, find, remove in work:
        if dry_run:
            with reading() as session:
                query = select(func.count()).select_from(find(session, done.before).subquery())
                done.add(kind, int(session.execute(query).scalar_one()))
            continue
        while _batch(kind, find, remove, done):
            pass
    if not dry_run:
        done.add("dialogues", _purge_dialogues(done.before))
        with transaction() as session:
            told: dict[str, Any] = {"way": "anonymise" if anonymise else "delete", **done.counts}
            about = f"before:{done.before:%Y-%m-%d}"
            record(session, actor, Action.TRANSCRIPTS_PURGED, about, **told)
    return done


def _batch(
    kind: str,
    find: Find,
    remove: Callable[[Session, list[int]], None],
    done: Purged,
) -> bool:
    """One transaction; False when nothing was left to do."""
    with transaction() as session:
        numbers = list(session.execute(find(session, done.before).limit(BATCH)).scalars())
        if numbers:
            remove(session, numbers)
    done.add(kind, len(numbers))
    return bool(numbers)


def _old_messages(anonymise: bool) -> Find:
    def find(_session: Session, before: datetime) -> Select:
        query = (
            select(_messages.id)
            .join(Conversation, Conversation.id == _messages.conversation_id)
            .where(_messages.at < before, _conversations.state.notin_(_ATTENDED))
            .order_by(_messages.id)
        )
        return query.where(_messages.text != ERASED) if anonymise else query

    return find


def _empty(session: Session, numbers: list[int]) -> None:
    erase_messages(session, numbers)


def _delete_messages(session: Session, numbers: list[int]) -> None:
    erase_messages(session, numbers)  # out of the index of search too
    said_at = session.execute(select(_messages.at).where(_messages.id.in_(numbers)))
    moments = list(said_at.scalars())
    session.execute(
        delete(Message)
        .where(_messages.id.in_(numbers))
        .execution_options(synchronize_session=False)
    )
    forget(session, moments)


def _old_inbox(_session: Session, before: datetime) -> Select:
    return select(_inbox.id).where(
        _inbox.received_at < before, _inbox.state == InboxState.ANSWERED.value
    )


def _old_outbox(_session: Session, before: datetime) -> Select:
    return select(_outbox.id).where(
        _outbox.created_at < before, _outbox.state != OutboxState.WAITING.value
    )


def _old_files(_session: Session, before: datetime) -> Select:
    """Files that belong to no complaint or request; those are kept with it."""
    return select(_files.id).where(_files.created_at < before, _files.case_id.is_(None))


def _delete_files(session: Session, numbers: list[int]) -> None:
    for file in session.execute(select(Attachment).where(_files.id.in_(numbers))).scalars().all():
        attachments.erase(session, file)


def _old_notices(_session: Session, before: datetime) -> Select:
    """Of campaigns that ended; how many they were stays in the campaign's tallies."""
    return (
        select(_notices.id)
        .join(Campaign, _campaigns.id == _notices.campaign_id)
        .where(_campaigns.state.in_(_ENDED), _campaigns.ended_at < before)
    )


def _delete_notices(session: Session, numbers: list[int]) -> None:
    """With its list gone, a campaign would tell everybody once more: it cannot be started again."""
    touched = select(_notices.campaign_id).where(_notices.id.in_(numbers))
    session.execute(
        update(Campaign)
        .where(_campaigns.id.in_(touched))
        .values(state=CampaignState.STOPPED.value)
        .execution_options(synchronize_session=False)
    )
    _delete(CampaignNotice)(session, numbers)


def _old(table: Any, moment: str, key: str = "id") -> Find:
    """Rows whose `moment` is before; for what nobody waits for."""
    columns = table.__table__.c

    def find(_session: Session, before: datetime) -> Select:
        return select(columns[key]).where(columns[moment] < before)

    return find


def _delete(table: Any, key: str = "id") -> Callable[[Session, list[Any]], None]:
    columns = table.__table__.c

    def remove(session: Session, keys: list[Any]) -> None:
        query = delete(table).where(columns[key].in_(keys))
        session.execute(query.execution_options(synchronize_session=False))

    return remove


def _purge_dialogues(before: datetime) -> int:
    """Rasa's memory of dialogues that nobody went on with."""
    engine = make_engine(database_url(settings()))
    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table(TRACKERS):
                return 0
            gone = connection.execute(
                text(f"DELETE FROM {TRACKERS} WHERE updated_at < :before"), {"before": before}
            )
            return int(gone.rowcount)
    finally:
        engine.dispose()
