"""Putting everyone who is to be told on a campaign's list: `INSERT … SELECT`, a slice of accounts
in each transaction.

One statement for nine million people would hold SQLite's only writer for half a minute, and the
conversations would wait. A slice that is interrupted leaves nothing; the next one begins where the
last that was committed ended, and nobody is put on the list twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.campaigns.audience import IdRange, accounts, audience
from bot.campaigns.occasions import (
    ONCE_A_PERSON,
    CannotCampaign,
    Occasion,
    concerned,
    occasion_of,
    told_already,
)
from bot.campaigns.tables import (
    Campaign,
    CampaignNotice,
    CampaignState,
    CampaignTally,
    NoticeState,
)
from bot.clock import now
from bot.database import UtcDateTime

SLICE = {"sqlite": 40_000, "postgresql": 250_000}
"""Accounts in one transaction: on SQLite about a fifth of a second of its one writer."""
FILLER = "list"
"""Who the tally of queued notices belongs to."""
QUEUED = "queued"
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_notices = CampaignNotice.__table__


def insert(session: Session, table: Any) -> Any:
    """An INSERT that knows `on_conflict_…` on this database."""
    return _INSERTS[session.get_bind().dialect.name](table)


def people(session: Session, occasion: Occasion, ids: IdRange | None = None) -> Select:
    """Everyone to be told, as `audience` gives them.

    Raises:
        CannotCampaign: nothing can be told.
    """
    rows = audience(occasion.kind, *concerned(session, occasion), ids=ids)
    told = told_already(session, occasion)
    if told is not None:
        found = rows.subquery("everyone")
        return select(found).where(found.c.party.not_in(told))
    return rows


def fill_slice(session: Session, campaign_id: int) -> bool:
    """Put the next slice on the list; whether there is more to do. Nothing is committed.

    Several may call it at once: one does the work, the others are told that there is more.
    """
    campaign = session.execute(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    ).scalar_one()
    if campaign.state != CampaignState.FILLING.value:
        return False
    last = _last_of_slice(session, campaign.filled_to)
    if last is None:
        campaign.state = CampaignState.RUNNING.value
        return False
    ids = IdRange(campaign.filled_to, last)
    try:
        rows = people(session, occasion_of(campaign), ids).subquery("people")
    except CannotCampaign as error:
        campaign.state, campaign.paused_why = CampaignState.PAUSED.value, str(error)
        return False
    queued = _run(session, _into_list(session, campaign, rows, now()))
    add_tally(session, campaign.id, FILLER, "", QUEUED, queued)
    campaign.filled_to = last
    return True


def _run(session: Session, statement: Any) -> int:
    """Rows that a statement wrote. Python's sqlite3 does not count one that begins with WITH."""
    result = session.execute(statement)
    if session.get_bind().dialect.name == "sqlite":
        return int(session.execute(text("SELECT changes()")).scalar_one())
    return int(result.rowcount)


def _last_of_slice(session: Session, after: int) -> int | None:
    size = SLICE[session.get_bind().dialect.name]
    ids = select(accounts.c.id).where(accounts.c.id > after).order_by(accounts.c.id)
    slice_ = ids.limit(size).subquery("slice")
    found: int | None = session.execute(select(func.max(slice_.c.id))).scalar_one()
    return found


def _into_list(session: Session, campaign: Campaign, rows: Any, moment: datetime) -> Any:
    person = rows.c
    subject = literal(0) if occasion_of(campaign).kind in ONCE_A_PERSON else person.account_id
    values = {
        "campaign_id": literal(campaign.id),
        "subject": subject,
        "account_id": person.account_id,
        "party": person.party,
        "wish": person.route,
        "route": person.route,
        "recipient": person.recipient,
        "quiet": person.quiet,
        "state": literal(NoticeState.WAITING.value),
        "due_at": literal(moment, UtcDateTime()),
        "attempts": literal(0),
    }
    # SQLite cannot tell ON CONFLICT from a join's ON behind a SELECT without WHERE.
    given = select(*(value.label(name) for name, value in values.items())).where(
        person.recipient.is_not(None)
    )
    return insert(session, _notices).from_select(list(values), given).on_conflict_do_nothing()


def add_tally(
    session: Session, campaign_id: int, worker: str, route: str, outcome: str, count: int
) -> None:
    """Count `count` more of a campaign's notices (or fewer, if it is negative)."""
    if not count:
        return
    table = CampaignTally.__table__
    row = {
        "campaign_id": campaign_id,
        "worker": worker,
        "route": route,
        "outcome": outcome,
        "count": count,
    }
    session.execute(
        insert(session, table)
        .values(row)
        .on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key],
            set_={"count": table.c.count + count},
        )
    )
