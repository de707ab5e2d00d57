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


def any_there(session: Session, names: Sequence[Column], keys: Sequence[tuple[Any, ...]]) -> bool:
    """Whether one of the keys (values of those columns, as stored) is in the columns' table.

    Each key is looked up by itself: with stale statistics, as a table has that is just being
    filled, a planner would rather read all of it.
    """
    connection, table = session.connection(), names[0].table.name
    same = " AND ".join(f"{table}.{name.name} = given.{name.name}" for name in names)
    if connection.dialect.name == "postgresql":
        types = {name.name: name.type.compile(connection.dialect) for name in names}
        given = ", ".join(f"%({name})s::{type_}[]" for name, type_ in types.items())
        query = (
            f"SELECT EXISTS (SELECT FROM unnest({given}) AS given ({', '.join(types)}), "
            f"LATERAL (SELECT FROM {table} WHERE {same} LIMIT 1) AS found)"
        )
        columns = dict(zip(types, map(list, zip(*keys, strict=True)), strict=True))
        return bool(connection.exec_driver_sql(query, columns).scalar_one())
    listed = ", ".join(
        f"json_extract(value, '$[{place}]') AS {name.name}" for place, name in enumerate(names)
    )
    query = (
        f"SELECT EXISTS (SELECT 1 FROM (SELECT {listed} FROM json_each(?)) AS given "
        f"CROSS JOIN {table} ON {same})"
    )
    return bool(connection.exec_driver_sql(query, (json.dumps(list(keys)),)).scalar_one())


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
