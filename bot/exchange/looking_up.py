"""Our ids for the numbers that a utility's files have."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Column
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.exchange.kinds import Columns, Problem

_AT_ONCE = 5000  # SQLite takes 32,766 parameters a statement


def in_pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Pieces that fit into one statement's parameters."""
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]


def ids_by(session: Session, name: Column, key: Column, wanted: Collection[str]) -> dict[str, Any]:
    """`name` → `key` of the rows whose `name` (a text) is wanted; `key` as the database stores it.

    All names are one parameter, and the driver's rows are taken as they are: with ten thousand
    parameters and result rows SQLAlchemy takes several times as long as the database.
    """
    connection = session.connection()
    query = f"SELECT {name.name}, {key.name} FROM {name.table.name} WHERE {name.name} "
    if connection.dialect.name == "postgresql":
        given = {"wanted": list(wanted)}
        found = connection.exec_driver_sql(query + "= ANY(%(wanted)s)", given)
    else:
        names = json.dumps(list(wanted))
        found = connection.exec_driver_sql(query + "IN (SELECT value FROM json_each(?))", (names,))
    return dict(found.cursor.fetchall())


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
