"""Taking notices in hand: a batch is claimed with a lease, checked once more, and put into words.

Many workers may do so at once: on PostgreSQL each skips what another has locked, on SQLite there is
one writer. A worker that dies leaves its claims to the end of their lease; then they wait again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import false, select, update
from sqlalchemy.orm import Session

from bot.accounts.tables import Contact
from bot.campaigns.audience import NO_QUIET, USUAL_QUIET
from bot.campaigns.holding import finish, lease, state_is
from bot.campaigns.occasions import Occasion, occasion_of
from bot.campaigns.rendering import Words, chat_content, letter_body, words_for
from bot.campaigns.tables import (
    Campaign,
    CampaignNotice,
    CampaignState,
    NoticeState,
)
from bot.campaigns.ways import next_way
from bot.clock import now
from bot.delivery.tables import Route
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.notices.choices import DAY, Quiet
from bot.notices.tables import NoticeChoice, NoticeKind, NoticeQuietHours
from bot.settings import settings
from bot.transcripts.record import ensure_conversation, record_bot_message
from bot.transcripts.tables import Conversation

_CHATS = frozenset({Route.WEB, Route.TELEGRAM})
_URGENCY = (
    NoticeKind.PLANNED,
    NoticeKind.RESTORED,
    NoticeKind.DUE,
    NoticeKind.BILL,
    NoticeKind.UPDATE,
    NoticeKind.USAGE,
    NoticeKind.AWARENESS,
)
"""Which campaign goes first when several run: power before money before advice."""
_ACTIVE = (CampaignState.FILLING.value, CampaignState.RUNNING.value)
_table = CampaignNotice.__table__
_notices = _table.c


@dataclass(frozen=True)
class Claimed:
    """One notice in this worker's hands, in words."""

    id: int
    campaign_id: int
    account_id: int
    party: str
    route: Route
    recipient: str
    attempts: int
    started_at: datetime
    body: dict[str, Any]
    """For SMS and e-mail; empty for chats."""
    message_id: int | None
    """The transcript message, for chats."""


@dataclass
class Batch:
    """What one claim found: `ready` is to be sent; `looked_at` counts what was done at once too."""

    ready: list[Claimed] = field(default_factory=list)
    looked_at: int = 0


def active(session: Session) -> list[Campaign]:
    """Campaigns that go on, the most urgent first."""
    found = session.execute(
        select(Campaign).where(Campaign.__table__.c.state.in_(_ACTIVE)).order_by(Campaign.id)
    ).scalars()
    return sorted(found, key=lambda campaign: _URGENCY.index(NoticeKind(campaign.kind)))


def open_windows(session: Session) -> list[int]:
    """The quiet hours in use that do not lie around this moment, the usual ones first."""
    column = NoticeQuietHours.__table__.c
    chosen = session.execute(select(column.starts * DAY + column.ends).distinct()).scalars()
    every = dict.fromkeys([NO_QUIET, USUAL_QUIET, *chosen])
    moment = now()
    return [each for each in every if Quiet(*divmod(each, DAY)).release(moment) is None]


def claim(session: Session, worker: str, route: Route, limit: int) -> Batch:
    """Up to `limit` notices of one route to send now, in one transaction of the caller.

    What is not needed or wanted any more is dropped on the way. A message to a web page is sent
    by being written, so those are done here and none is to be sent.
    """
    windows = open_windows(session)
    batch = Batch()
    for campaign in active(session):
        rows = _lock(session, campaign.id, route, windows, limit - batch.looked_at)
        if rows:
            batch.looked_at += len(rows)
            batch.ready += _take(session, worker, campaign, route, rows)
        if batch.looked_at >= limit:
            break
    return batch


def _lock(
    session: Session, campaign_id: int, route: Route, windows: list[int], limit: int
) -> list[Any]:
    rows: list[Any] = []
    for window in windows:
        if len(rows) >= limit:
            break
        rows += session.execute(
            select(
                _notices.id,
                _notices.account_id,
                _notices.party,
                _notices.recipient,
                _notices.attempts,
            )
            .where(
                _notices.campaign_id == campaign_id,
                _notices.route == route.value,
                _notices.quiet == window,
                _notices.due_at <= now(),
                state_is(NoticeState.WAITING),
            )
            .order_by(_notices.due_at)
            .limit(limit - len(rows))
            .with_for_update(skip_locked=True)
        ).all()
    return rows


def _take(
    session: Session, worker: str, campaign: Campaign, route: Route, rows: list[Any]
) -> list[Claimed]:
    occasion = occasion_of(campaign)
    account_ids = list({row.account_id for row in rows})
    words = words_for(session, occasion, account_ids)
    stopped = _stopped(session, occasion.kind, account_ids)
    there = _there(session, route, rows, account_ids)
    dropped: dict[str, list[int]] = {}
    kept: list[tuple[Any, Words]] = []
    for row in rows:
        said = words.get(row.account_id, Words(not_needed="no such account"))
        works = there.get((row.account_id, row.recipient))
        why = said.not_needed or ("" if works is not None else "not theirs any more")
        if (row.account_id, row.party) in stopped:
            why = "stopped by the person"
        if why:
            dropped.setdefault(why, []).append(row.id)
        elif works:
            kept.append((row, said))
        else:
            _go_another_way(session, worker, campaign.id, route, row)
    _drop(session, campaign.id, worker, route, dropped)
    if route is Route.WEB:
        for row, said in kept:
            _write(session, occasion, row, said)
        finish(session, campaign.id, worker, route, NoticeState.SENT, [row.id for row, _ in kept])
        return []
    lease(session, worker, [row.id for row, _ in kept])
    pages = _demo_pages(session, rows) if settings().demo and route not in _CHATS else {}
    return [
        _claimed(session, campaign, route, row, said, pages.get(row.party)) for row, said in kept
    ]


def _demo_pages(session: Session, rows: Iterable[Any]) -> dict[str, str]:
    """The page on whose demo phone each person sees their SMS."""
    people = ChannelIdentity.__table__.c
    parties = {row.party for row in rows}
    found = session.execute(
        select(people.proved_mobile, people.conversation)
        .where(people.proved_mobile.in_(parties))
        .order_by(people.id)
    )
    return {mobile: conversation for mobile, conversation in found}


def _claimed(
    session: Session, campaign: Campaign, route: Route, row: Any, said: Words, page: str | None
) -> Claimed:
    chat, occasion = route in _CHATS, occasion_of(campaign)
    return Claimed(
        id=row.id,
        campaign_id=campaign.id,
        account_id=row.account_id,
        party=row.party,
        route=route,
        recipient=row.recipient,
        attempts=row.attempts,
        started_at=campaign.started_at or campaign.created_at,
        body={} if chat else letter_body(occasion.kind, route, said.said, page),
        message_id=_write(session, occasion, row, said) if chat else None,
    )


def _write(session: Session, occasion: Occasion, row: Any, said: Words) -> int:
    """The transcript message; the one that is there when it is tried again."""
    owner = ensure_conversation(session, row.recipient)
    key = f"notice|{row.account_id}|{occasion.kind.value}|{occasion.key}"
    message = record_bot_message(session, owner, chat_content(occasion.kind, said.said), key)
    return int(message.id)


def _stopped(
    session: Session, kind: NoticeKind, account_ids: Sequence[int]
) -> set[tuple[int, str]]:
    choice = NoticeChoice.__table__.c
    rows = session.execute(
        select(choice.account_id, choice.party).where(
            choice.account_id.in_(account_ids),
            choice.kind == kind.value,
            choice.wanted == false(),
        )
    )
    return {(account, party) for account, party in rows}


def _there(
    session: Session, route: Route, rows: Iterable[Any], account_ids: Sequence[int]
) -> dict[tuple[int, str], bool]:
    """Whether an account's address works; absent: it is not the account's any more, and who moved
    out must not hear of it."""
    if route in _CHATS:
        return _chats_there(session, rows, account_ids)
    contact = Contact.__table__.c
    found = session.execute(
        select(contact.account_id, contact.value, contact.failed_at).where(
            contact.account_id.in_(account_ids)
        )
    )
    return {(account, value): failed is None for account, value, failed in found}


def _chats_there(
    session: Session, rows: Iterable[Any], account_ids: Sequence[int]
) -> dict[tuple[int, str], bool]:
    talk, person = Conversation.__table__.c, ChannelIdentity.__table__.c
    link = AccountLink.__table__.c
    found = session.execute(
        select(link.account_id, talk.key, talk.unreachable).where(
            link.account_id.in_(account_ids),
            link.level == LinkLevel.VERIFIED.value,
            link.identity_id == person.id,
            person.conversation == talk.key,
            talk.key.in_([row.recipient for row in rows]),
        )
    )
    return {(account, key): not blocked for account, key, blocked in found}


def _go_another_way(
    session: Session, worker: str, campaign_id: int, route: Route, row: Any
) -> None:
    """The address stopped working since the list was made."""
    way = next_way(session, campaign_id, row, route)
    one = update(_table).where(_notices.id == row.id)
    if way is not None:
        session.execute(one.values(route=way[0].value, recipient=way[1]))
        return
    session.execute(one.values(last_error="no way reaches them"))
    finish(session, campaign_id, worker, route, NoticeState.FAILED, [row.id])


def _drop(
    session: Session, campaign_id: int, worker: str, route: Route, dropped: dict[str, list[int]]
) -> None:
    for why, ids in dropped.items():
        session.execute(update(_table).where(_notices.id.in_(ids)).values(last_error=why))
        finish(session, campaign_id, worker, route, NoticeState.DROPPED, ids)
