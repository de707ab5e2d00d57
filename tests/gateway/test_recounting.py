"""What the console shows as counted beside is counted when it is old, and only then."""

from __future__ import annotations

import anyio
import pytest
from sqlalchemy import select

from bot.counting.tables import CountedCity
from bot.database import reading, transaction
from bot.gateway import recounting
from bot.numbers import cities
from tests.console.asking import LANDLORD, NUMBER, OTHER, make_account


def _kept() -> list[int]:
    with reading() as session:
        return list(session.execute(select(CountedCity.__table__.c.accounts)).scalars())


def test_many_accounts_are_counted_once_in_a_while(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as session:
        session.add(make_account(NUMBER, LANDLORD))
    anyio.run(recounting.recount)
    assert _kept() == [], "few are counted as the page is opened"
    monkeypatch.setattr(cities, "FEW", 0)
    anyio.run(recounting.recount)
    assert _kept() == [1]
    with transaction() as session:
        session.add(make_account(OTHER, LANDLORD))
    anyio.run(recounting.recount)
    assert _kept() == [1], "not old yet"
