"""Batches into tables. A batch whose rows are all new goes straight in: `COPY` on PostgreSQL,
`executemany` on SQLite. Any other goes through a temporary table, then one statement that inserts
or changes; a row that is there already and the same is not written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, and_, func, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql import Select

from bot.exchange.kinds import Columns, Outcome, Problem
from bot.exchange.looking_up import any_there, in_pieces

_COPY_CHARACTERS = 2**20
"""Given to the server at once. Between two of them a thread that reads the next batch may run for
a while (`sys.getswitchinterval`), so they are few."""


@dataclass(frozen=True)
class Target:
    """Where the rows of a kind go."""

    table: Table
    columns: tuple[str, ...]
    key: tuple[str, ...]
    """Columns that say which row it is; unique."""
    conflicts: Callable[[Table, Table], Sequence[Select]] = lambda _incoming, _target: ()
    """Queries for incoming rows that cannot go in: their `place`, the column, the reason."""


def store(
    session: Session, target: Target, columns: Columns, problems: Sequence[Problem] = ()
) -> Outcome:
    """Write the rows that have no problem yet; of several with one key the last.

    Values are as the database stores them (`bot/exchange/values.py`): no column type converts them.
    """
    bad = {problem.place for problem in problems}
    keys = list(zip(*(columns[name] for name in target.key), strict=True))
    if bad:
        latest = {key: place for place, key in enumerate(keys) if place not in bad}
    else:
        latest = dict(zip(keys, range(len(keys)), strict=True))
    # Always in the same order: two imports at once wait for each other, never crosswise.
    ordered = sorted(latest)
    places = [latest[key] for key in ordered]
    rows = list(zip(*(columns[name] for name in target.columns), strict=True))
    batch = _Batch(session, target, places, [rows[place] for place in places])
    outcome = Outcome(problems=list(problems))
    if not ordered:
        return outcome
    there = any_there(session, [target.table.c[name] for name in target.key], ordered)
    if not there and batch.insert():
        outcome.new = len(ordered)
    else:
        batch.merge(outcome)
    return outcome


class _Batch:
    """One batch on its way into the target."""

    def __init__(
        self, session: Session, target: Target, places: Sequence[int], rows: list[tuple[Any, ...]]
    ) -> None:
        self._session, self._target = session, target
        self._places, self._rows = places, rows
        self._connection: Connection = session.connection()
        self._incoming = Table(
            f"incoming_{target.table.name}",
            MetaData(),
            Column("nth", Integer),
            Column("place", Integer),
            *(Column(name, target.table.c[name].type) for name in target.columns),
            prefixes=["TEMPORARY"],
        )

    def insert(self) -> bool:
        """Put all rows in as new ones; False, and nothing is done, when one of them cannot be."""
        refused = (IntegrityError, self._connection.dialect.dbapi.IntegrityError)
        with suppress(*refused), self._session.begin_nested():
            self._fill(self._target.table.name, self._target.columns, self._rows)
            return True
        return False

    def merge(self, outcome: Outcome) -> None:
        """Insert or change; `outcome` says what came of the rows."""
        self._stage()
        there = self._there()
        if there:
            outcome.problems += self._take_conflicts_out()
            there = self._there()
        try:
            with self._session.begin_nested():
                written = self._upsert()
        except IntegrityError:  # another unique column: rare, so it is looked for only now
            outcome.problems += self._take_conflicts_out()
            there = self._there()
            written = self._upsert()
        left = select(func.count()).select_from(self._incoming)
        outcome.new = self._connection.execute(left).scalar_one() - there
        outcome.changed = written - outcome.new

    def _stage(self) -> None:
        connection, name = self._connection, self._incoming.name
        connection.execute(CreateTable(self._incoming, if_not_exists=True))
        postgres = connection.dialect.name == "postgresql"
        connection.exec_driver_sql(f"TRUNCATE {name}" if postgres else f"DELETE FROM {name}")
        rows = [
            (nth, place, *row)
            for nth, (place, row) in enumerate(zip(self._places, self._rows, strict=True))
        ]
        self._fill(name, ("nth", "place", *self._target.columns), rows)
        if postgres:
            connection.exec_driver_sql(f"ANALYZE {name}")

    def _fill(self, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Write rows by the quickest way that the database has."""
        into = f"{table} ({', '.join(columns)})"
        if self._connection.dialect.name != "postgresql":
            marks = ", ".join("?" * len(columns))
            self._connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", rows)
            return
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        text.seek(0)
        self._connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        with self._connection.connection.cursor() as cursor:
            statement = f"COPY {into} FROM STDIN (FORMAT csv)"
            cursor.copy_expert(statement, text, size=_COPY_CHARACTERS)

    def _there(self) -> int:
        """How many incoming rows are in the target already, the same or not."""
        incoming, target = self._incoming, self._target.table
        same = and_(*(incoming.c[name] == target.c[name] for name in self._target.key))
        query = select(func.count()).select_from(incoming.join(target, same))
        return int(self._connection.execute(query).scalar_one())

    def _take_conflicts_out(self) -> list[Problem]:
        found: dict[int, Problem] = {}
        for query in self._target.conflicts(self._incoming, self._target.table):
            for place, column, reason in self._connection.execute(query):
                found.setdefault(place, Problem(place, column, reason))
        for some in in_pieces(list(found)):
            self._connection.execute(
                self._incoming.delete().where(self._incoming.c.place.in_(some))
            )
        return list(found.values())

    def _upsert(self) -> int:
        """Insert what is not there, change what differs; how many rows that were."""
        target, incoming = self._target.table, self._incoming
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        names, key = self._target.columns, self._target.key
        rows = select(*(incoming.c[name] for name in names)).where(true())
        rows = rows.order_by(incoming.c.nth)
        statement = dialect.insert(target).from_select(names, rows)
        others = [name for name in names if name not in key]
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=list(key),
            set_={name: new[name] for name in others},
            where=or_(*(target.c[name].is_distinct_from(new[name]) for name in others)),
        )
        return int(self._connection.execute(statement).rowcount)
