"""Engine, sessions and column types. SQLAlchemy 1.4 in 2.0 style, SQLite or PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    MetaData,
    Text,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session, declarative_base, sessionmaker
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from bot.sealing import seal, unseal
from bot.settings import settings

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
Base: Any = declarative_base(metadata=MetaData(naming_convention=_NAMES))

Id = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite only counts up by itself for a column spelled INTEGER."""


class UtcDateTime(TypeDecorator):  # type: ignore[misc]
    """An aware moment, stored in UTC. A naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value


class Money(TypeDecorator):  # type: ignore[misc]
    """Saudi riyals as `Decimal` with two places, stored as whole halalas: no engine rounds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        if value is None:
            return None
        halalas = Decimal(value) * 100
        if halalas != halalas.to_integral_value():
            raise ValueError(f"{value} riyals has a part of a halala; round it first")
        return int(halalas)

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class SealedText(TypeDecorator):  # type: ignore[misc]
    """Text that is encrypted in the database and plain in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else seal(value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else unseal(value)


class SealedJson(TypeDecorator):  # type: ignore[misc]
    """A JSON value that is encrypted in the database. To change it, assign a new value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else json.loads(unseal(value))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a record that was confirmed to a subscriber survives a power cut
        "foreign_keys=ON",
        "busy_timeout=15000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.isolation_level = None  # transactions are begun below, not by the driver


def _begin_sqlite(connection: Any) -> None:
    # IMMEDIATE: two processes that read and then write wait for each other instead of failing.
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


def make_engine(url: str) -> Engine:
    """An engine with the project's connection rules; makes the folder of a SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            url,
            future=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            hide_parameters=True,
            # A server that vanished is noticed in a minute, not in the system's two hours.
            connect_args={
                "connect_timeout": 10,
                "keepalives_idle": 30,
                "keepalives_interval": 10,
                "keepalives_count": 3,
            },
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Kept open: SQLite tidies its log away whenever the last connection closes, and waits for it.
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        pool_size=16,  # a busy gateway reads from many threads: five made it reconnect all the time
        max_overflow=32,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # errors are logged; what subscribers wrote is not
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process, for `DATABASE_URL`."""
    return make_engine(settings().database_url)


def reading_engine() -> Engine:
    """The same engine; its transactions take no write lock on SQLite."""
    return engine().execution_options(sqlite_begin="DEFERRED")


@lru_cache(maxsize=1)
def _sessions() -> sessionmaker:
    return sessionmaker(engine(), future=True, expire_on_commit=False)


@contextmanager
def transaction() -> Iterator[Session]:
    """One session in one transaction: all of the block's writes, or none."""
    with _sessions().begin() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A session for reading only; it never waits for a writer."""
    with Session(reading_engine(), future=True) as session:
        yield session


def wait_alone(session: Session, name: str) -> None:
    """Until the end of the transaction nobody else is behind the same `name`.

    For what several processes do at their start. SQLite's transactions are serial anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def enum_check(column: str, values: type[Any]) -> str:
    """SQL of a CHECK that `column` holds one of a str Enum's values."""
    listed = ", ".join(f"'{member.value}'" for member in values)
    return f"{column} IN ({listed})"
