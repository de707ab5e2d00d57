"""What is kept about a person: which rows of which tables, and in which group they are said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Table, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from bot.facts import facts
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.tables import Base
from bot.transcripts.record import find_conversation

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Holding:
    """One table. `by`: columns that say whose a row is."""

    table: str
    group: str | None = None
    by: tuple[str, ...] = ()
    erase: str = "kept"
    copy: bool = True
    counted: bool = True


@dataclass(frozen=True)
class Person:
    """Somebody as one conversation proved them to be."""

    conversation: str
    conversation_id: int | None
    account_ids: tuple[int, ...] = field(default=())
    """Accounts whose contact on file was proved here; not those lent to them."""
    proved: bool = False
    """Anything was proved here: an own account or one that was lent."""


@dataclass(frozen=True)
class Group:
    """What is said about one group, and how many rows of it there are."""

    key: str
    title: str
    why: str
    long: str
    count: int


@lru_cache(maxsize=1)
def holdings() -> dict[str, Holding]:
    """Every table of the database, by name."""
    loaded = yaml.safe_load((_HERE / "holdings.yml").read_text(encoding="utf-8"))
    return {
        name: Holding(name, **{**values, "by": tuple(values.get("by", ()))})
        for name, values in loaded.items()
    }


@lru_cache(maxsize=1)
def _groups() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        (_HERE / "groups.yml").read_text(encoding="utf-8")
    )
    return loaded


def person_of(session: Session, conversation: str) -> Person:
    """The person who speaks in a conversation."""
    owner = find_conversation(session, conversation)
    links = session.execute(
        select(AccountLink.account_id, AccountLink.shared_right)
        .join(ChannelIdentity)
        .where(
            ChannelIdentity.conversation == conversation,
            AccountLink.level == LinkLevel.VERIFIED.value,
            AccountLink.__table__.c.account_id.isnot(None),
        )
    ).all()
    own = tuple(account_id for account_id, lent in links if lent is None)
    return Person(conversation, owner.id if owner else None, own, bool(links))


def condition(holding: Holding, person: Person) -> ColumnElement[Any]:
    """SQL that picks the person's rows of a table."""
    table = table_of(holding)
    return or_(*(_belongs(table, key, person) for key in holding.by))


def table_of(holding: Holding) -> Table:
    """The table itself."""
    found: Table = Base.metadata.tables[holding.table]
    return found


def _belongs(table: Table, key: str, person: Person) -> ColumnElement[Any]:
    name, _, parent = key.partition("=")
    column = table.c[name]
    if parent:
        owner = holdings()[parent]
        return column.in_(select(table_of(owner).c.id).where(condition(owner, person)))
    if name == "account_id" or (table.name, name) == ("accounts", "id"):
        return column.in_(person.account_ids)
    if name == "conversation_id":
        return column == (person.conversation_id or 0)
    return column == person.conversation


def inventory(session: Session, person: Person) -> list[Group]:
    """The groups that hold anything of this person, with counts."""
    counts: dict[str, int] = {}
    for holding in holdings().values():
        if holding.group and holding.counted:
            query = select(func.count()).select_from(table_of(holding))
            found = session.execute(query.where(condition(holding, person))).scalar_one()
            counts[holding.group] = counts.get(holding.group, 0) + int(found)
    years = facts().get("privacy.invoice_years").number()
    return [
        Group(key, words["title"], words["why"], words["long"].format(years=years), counts[key])
        for key, words in _groups().items()
        if counts.get(key)
    ]


def to_copy(session: Session, person: Person) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(group, table, rows) of everything that belongs into a person's copy, values in clear."""
    for holding in holdings().values():
        if holding.group and holding.copy:
            query = select(table_of(holding)).where(condition(holding, person))
            rows = [dict(row) for row in session.execute(query).mappings()]
            if rows:
                yield holding.group, holding.table, rows


def group_title(key: str) -> str:
    """What people read."""
    return _groups()[key]["title"]
