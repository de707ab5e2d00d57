"""Our ids for the numbers that a utility's files have."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.exchange.kinds import Columns, Problem

_AT_ONCE = 5000  # SQLite takes 32,766 parameters a statement


def in_pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Pieces that fit into one statement's parameters."""
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]


def ids_by(session: Session, name: Column, key: Column, wanted: Collection[str]) -> dict[str, Any]:
    """`name` → `key` of the rows whose `name` (a text) is wanted.

    All names are one parameter: ten thousand parameters take SQLAlchemy longer than the database.
    """
    if session.get_bind().dialect.name == "postgresql":
        matches = name == func.any(bindparam("wanted", list(wanted), type_=ARRAY(name.type)))
    else:
        matches = name.in_(
            select(column("value")).select_from(func.json_each(json.dumps(list(wanted))))
        )
    return dict(session.execute(select(name, key).where(matches)).all())


def to_account_ids(session: Session, columns: Columns) -> list[Problem]:
    """Put `account_id` in the place of `account`; rows of unknown accounts are problems."""
    table = Account.__table__.c
    numbers = columns.pop("account")
    wanted = set(numbers)
    ids = ids_by(session, table.number, table.id, wanted)
    columns["account_id"] = list(map(ids.get, numbers))
    if len(ids) == len(wanted):
        return []
    return [
        Problem(place, "account", "no such account")
        for place, number in enumerate(numbers)
        if number not in ids
    ]
