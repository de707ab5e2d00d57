"""Fill an empty database with the demo utility, in batches, so that a million accounts need no
more memory than six hundred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from random import Random

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.engine import Connection, Engine
from tqdm import tqdm

from bot.demo.daily import MOST_WITH_DAYS, OTHER_DAYS, daily_rows, days_wanted
from bot.demo.history import Calendar, calendar, history
from bot.demo.households import Row, Town, account_row, contact_rows
from bot.demo.outages import outage_rows
from bot.demo.places import District, districts
from bot.tables import Base, audit, console
from bot.transcripts.search import TABLE as SEARCH

MONTHS = 24
BATCH = 400
"""Accounts a transaction: about 50,000 rows."""
_TABLES = ("accounts", "contacts", "bills", "bill_lines", "payments", "daily_readings")


class NotEmpty(Exception):
    """The database already holds accounts."""


def table(name: str) -> Table:
    """A table by its name in the database."""
    return Base.metadata.tables[name]


def _area_row(district: District) -> Row:
    return {
        "id": district.id,
        "city": district.city,
        "district": district.name,
        "region": district.region,
        "feeder": district.feeder,
        "biller": district.biller,
    }


def clear(engine: Engine) -> None:
    """Delete every row of every table but the console's own; keys count from 1 again.

    Staff accounts are no part of the demo utility, and nothing may empty the audit log.
    """
    kept = {console.Staff.__table__, console.StaffSession.__table__, audit.AuditEntry.__table__}
    tables = [each for each in reversed(Base.metadata.sorted_tables) if each not in kept]
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join([*(each.name for each in tables), SEARCH])
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            return
        for each in tables:
            connection.execute(each.delete())


def is_empty(engine: Engine) -> bool:
    """Whether there is no account yet."""
    with engine.connect() as connection:
        return connection.execute(select(func.count(table("accounts").c.id))).scalar_one() == 0


def _batch(
    town: Town, seed: int, numbers: range, when: Calendar, days: int
) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in _TABLES}
    for number in numbers:
        rng = Random(f"{seed}:{number}")
        house = town.settle(number, rng)
        rows["accounts"].append(account_row(house, rng, when.moment))
        rows["contacts"].extend(contact_rows(house, rng, when.moment))
        past = history(house, rng, when)
        rows["bills"].extend(past.bills)
        rows["bill_lines"].extend(past.lines)
        rows["payments"].extend(past.payments)
        # A number row of its own: with or without daily readings, all else is the same.
        chance, wanted = Random(f"{seed}:{number}:days"), days_wanted(number, days)
        rows["daily_readings"].extend(daily_rows(house, chance, when, past.bills, wanted))
    return rows


def _ranges(accounts: int) -> Iterator[range]:
    for first in range(1, accounts + 1, BATCH):
        yield range(first, min(first + BATCH, accounts + 1))


def _store(connection: Connection, rows: dict[str, list[Row]]) -> None:
    for name, batch in rows.items():
        if batch:
            connection.execute(insert(table(name)), batch)


def _continue_keys(connection: Connection) -> None:
    """PostgreSQL counts its keys by sequences, which know nothing of the keys given here."""
    if connection.dialect.name != "postgresql":
        return
    for name in ("areas", "accounts", "bills"):
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
        )


def usual_days(accounts: int) -> int:
    """Days of readings of an account when none are asked for: none in a large utility, where
    they would be most of the database."""
    return OTHER_DAYS if accounts <= MOST_WITH_DAYS else 0


def seed_database(
    engine: Engine, accounts: int, seed: int, moment: datetime, days: int | None = None
) -> None:
    """Write `accounts` accounts with their history as of `moment`. The same arguments give the
    same rows (sealed numbers differ in their sealing only). `days` of daily readings for each
    account but the handful, which always has 400; None: `usual_days`.

    Raises:
        NotEmpty: there are accounts already.
    """
    if not is_empty(engine):
        raise NotEmpty
    town = Town(districts())
    when = calendar(moment, MONTHS)
    days = usual_days(accounts) if days is None else days
    with engine.begin() as connection:
        connection.execute(insert(table("areas")), [_area_row(each) for each in town.districts])
        rows = outage_rows(town, Random(f"{seed}:outages"), moment)
        connection.execute(insert(table("outages")), rows)
    with tqdm(total=accounts, unit=" accounts", desc="seed", disable=None) as progress:
        for numbers in _ranges(accounts):
            with engine.begin() as connection:
                _store(connection, _batch(town, seed, numbers, when, days))
            progress.update(len(numbers))
    with engine.begin() as connection:
        _continue_keys(connection)
