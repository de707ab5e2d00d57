"""Leases on real PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import String, column, func, select, text, values

from bot.database import engine
from bot.gateway.leases import Leases, LeasesLost
from tests.conftest import POSTGRES

pytestmark = pytest.mark.skipif(POSTGRES is None, reason="leases are PostgreSQL's")


def _names(*words: str):
    return select(values(column("name", String), name="words").data([(w,) for w in words]).c.name)


def _locks() -> int:
    with engine().connect() as connection:
        return connection.execute(
            text(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        ).scalar_one()


async def test_one_holder_a_name_and_nothing_locked_that_was_not_given(database: None) -> None:
    one, other, third = Leases("turn"), Leases("turn"), Leases("send")
    assert await one.take(_names("a", "b", "c"), 2) == ["a", "b"]
    assert _locks() == 2
    assert await other.take(_names("a", "b", "c", "d"), 3) == ["c", "d"]
    assert await third.take(_names("a"), 1) == ["a"]
    await one.give_back(["a"])
    assert await other.take(_names("a", "b"), 5) == ["a"]
    await one.close()
    assert await other.take_one("b")
    await other.close()
    await third.close()
    assert _locks() == 0


async def test_leases_of_a_broken_connection_are_lost_and_told(database: None) -> None:
    one, other = Leases("turn"), Leases("turn")
    assert await one.take_one("a")
    with engine().connect() as connection:
        connection.execute(
            select(func.pg_terminate_backend(column("pid"))).select_from(
                text("pg_stat_activity WHERE application_name = 'mushtarik leases'")
            )
        )
    with pytest.raises(LeasesLost):
        await one.check()
    assert await other.take_one("a")
    assert not await one.take_one("a")  # the next call has a new connection
    await one.close()
    await other.close()
