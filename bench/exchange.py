"""A utility's bills come in: `python -m bot import bills` beside a bare load of the same rows.

The limit on SQLite is `executemany` of ready-made rows, on PostgreSQL one `COPY` of a ready-made
file, each into the same table with its indexes and foreign key: what the database itself takes.
"""

from __future__ import annotations

import csv
import itertools
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psutil
import psycopg2
from sqlalchemy.engine import make_url

from bench.measure import MEGABYTE
from bench.processes import BenchmarkError
from bench.server_time import ServerTime
from bench.table import Table, against, number, ratio
from bot.settings import ROOT

GOAL_SQLITE = 60_000
GOAL_TIMES = 3.0
_MONTHS = 4
_READY = 250_000
"""Rows that lie ready in memory at once."""
_SEED = 2026
_COLUMNS = (
    *("number", "account", "period", "period_start", "period_end", "reading_from", "reading_to"),
    *("kwh", "subtotal", "vat", "previous_balance", "total", "issue_date", "due_date"),
    *("state", "tariff_from"),
)
_STORED = tuple("account_id" if name == "account" else name for name in _COLUMNS)
_PEOPLE = """
    INSERT INTO accounts (number, verified, premise, street, area_id, meter, breaker_amperes,
        tariff_category, beneficiary_kind, notice_channel)
    SELECT {number}, {true}, 'P' || n, 'شارع الأمل', 1, 'M' || n, 60, 'residential', 'unknown',
        'sms'
    FROM {series}
"""
_AREA = (
    "INSERT INTO areas (id, city, district, region, feeder, biller) "
    "VALUES (1, 'الرياض', 'النرجس', 'riyadh', 'RUH-01', '002')"
)


@dataclass(frozen=True)
class Took:
    """What a load cost."""

    seconds: float
    processor: float
    megabytes: float


def run(work: Path, sizes: list[int], postgres: str | None) -> list[Table]:
    """Import files of some sizes into SQLite, and into PostgreSQL when there is one.

    Args:
        postgres: URL of a server where databases may be made; None: left out.
    """
    folder = work / "exchange-state"
    folder.mkdir(parents=True, exist_ok=True)
    files = {size: _write(folder / f"bills-{size}.csv", size) for size in sizes}
    tables = [_sqlite(folder, files)]
    if postgres:
        tables.append(_postgres(folder, files, postgres))
    else:
        tables[0].notes.append("PostgreSQL was left out: `--postgres URL` names a server.")
    return tables


def _bills(size: int) -> Iterator[tuple[Any, ...]]:
    """Bills of `size / 4` accounts, month by month, as a utility writes them."""
    rng, accounts = Random(_SEED), -(-size // _MONTHS)
    for place in range(size):
        month, account = date(2026, 1 + place // accounts, 1), 1 + place % accounts
        kwh = rng.randint(100, 4000)
        start, low = month - timedelta(days=rng.randint(7, 9)), rng.randint(1000, 90_000)
        subtotal = kwh * 18 + 3000
        vat = (subtotal * 15 + 50) // 100
        yield (
            *(f"{account:08d}{month:%y%m}", f"300{account:08d}", f"{month:%Y-%m}"),
            *(start, start + timedelta(days=30), low, low + kwh, kwh),
            *(_riyals(subtotal), _riyals(vat), "0.00", _riyals(subtotal + vat)),
            *(month + timedelta(days=27), month + timedelta(days=50), "unpaid", "2020-07-01"),
        )


def _riyals(halalas: int) -> str:
    return f"{halalas // 100}.{halalas % 100:02d}"


def _write(path: Path, size: int) -> Path:
    if not path.exists():
        half = path.with_suffix(".half")
        with half.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows(_bills(size))
        half.replace(path)
    return path


def _stored(path: Path) -> Iterator[list[Any]]:
    """Rows just as the table holds them, in the order of `_STORED`."""
    with path.open(newline="") as file:
        records = csv.reader(file)
        next(records)
        for row in records:
            row[1], row[2] = row[1][3:].lstrip("0"), f"{row[2]}-01"
            row[8:12] = [amount.replace(".", "") for amount in row[8:12]]
            yield row


def _import(path: Path, environment: dict[str, str]) -> Took:
    """The command as an operator runs it, with its start; memory is the highest of it and of the
    process that reads ahead, pages that they share counted twice."""
    command = [sys.executable, "-m", "bot", "import", "bills", str(path)]
    began = time.perf_counter()
    with psutil.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as process:
        highest = processor = 0.0
        while process.poll() is None:
            try:
                both = [process, *process.children()]
                highest = max(highest, sum(each.memory_info().rss for each in both))
                processor = sum(sum(each.cpu_times()[:2]) for each in both)
            except psutil.NoSuchProcess:
                continue  # the one that reads ended first
            time.sleep(0.05)
        said = process.stdout.read()
    if process.returncode:
        raise BenchmarkError(f"the import ended with {process.returncode}:\n{said}")
    return Took(time.perf_counter() - began, processor, highest / MEGABYTE)


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "migrate"]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)


def _table(title: str, processor: str) -> Table:
    columns = ("bills", "ours, rows/s", "bare, rows/s", "times bare", "goal", processor)
    return Table(title, (*columns, "highest memory"))


def _row(table: Table, size: int, ours: Took, bare: float, goal: str, processor: str) -> None:
    table.add(
        f"{size:,}",
        f"{size / ours.seconds:,.0f}",
        f"{size / bare:,.0f}",
        ratio(ours.seconds / bare),
        goal,
        processor,
        number(ours.megabytes, "MB"),
    )


def _sqlite(folder: Path, files: dict[int, Path]) -> Table:
    table = _table("Import of bills, SQLite", "rows a processor second")
    for size, path in files.items():
        database = folder / "bot.db"
        environment = {"DATABASE_URL": f"sqlite:///{database}", "VAR_DIR": str(folder)}
        _fresh_sqlite(database, environment, size)
        bare = _bare_sqlite(database, path)
        _fresh_sqlite(database, environment, size)
        ours = _import(path, environment)
        goal = against(round(size / ours.seconds), GOAL_SQLITE, "rows/s", at_most=False)
        _row(table, size, ours, bare, goal, f"{size / ours.processor:,.0f}")
    table.notes.append(
        "Ours is the whole command: start of Python, a pass for the file's hash and encoding, "
        "reading, checks, look-ups of accounts, the checkpoint of each batch. Bare is "
        "`executemany` in one transaction of rows that were made ready beforehand; making them "
        "ready is not counted. One process reads and converts, the other writes: SQLite works in "
        "our own. Processor seconds and memory are those of both together."
    )
    return table


def _fresh_sqlite(database: Path, environment: dict[str, str], size: int) -> None:
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    _migrate(environment)
    series = (
        "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s "
        f"WHERE n < {-(-size // _MONTHS)}) SELECT n FROM s)"
    )
    people = _PEOPLE.format(number="printf('300%08d', n)", true="1", series=series)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(_AREA)
        connection.execute(people)


def _bare_sqlite(database: Path, path: Path) -> float:
    statement = f"INSERT INTO bills ({', '.join(_STORED)}) VALUES ({', '.join('?' * len(_STORED))})"
    took, rows = 0.0, _stored(path)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        while ready := list(itertools.islice(rows, _READY)):
            began = time.perf_counter()
            connection.executemany(statement, ready)
            took += time.perf_counter() - began
        began = time.perf_counter()
        connection.commit()
        return took + time.perf_counter() - began


def _postgres(folder: Path, files: dict[int, Path], server: str) -> Table:
    table = _table("Import of bills, PostgreSQL", "processor seconds: ours + server, bare")
    url = make_url(server).set(database="bench_exchange")
    environment = {
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "VAR_DIR": str(folder),
    }
    for size, path in files.items():
        _fresh_postgres(server, environment, size)
        with ServerTime(server) as bare_time:
            bare = _bare_postgres(environment["DATABASE_URL"], path)
        _fresh_postgres(server, environment, size)
        with ServerTime(server) as our_time:
            ours = _import(path, environment)
        goal = against(round(ours.seconds / bare, 2), GOAL_TIMES, "× a bare COPY")
        processor = (
            f"{ours.processor:.1f} + {our_time.seconds:.1f}, {bare_time.seconds:.1f} "
            f"({ratio((ours.processor + our_time.seconds) / (bare_time.seconds or 1))})"
        )
        _row(table, size, ours, bare, goal, processor)
    _on(server, "DROP DATABASE IF EXISTS bench_exchange WITH (FORCE)")
    table.notes.append(
        "Bare is one `COPY` of rows that were made ready beforehand into the same table, with its "
        "indexes and its foreign key. Ours reads and converts a batch in one process while another "
        "prepares the one before and the server writes it. Processor seconds are those of both "
        "processes with their start, of the server meanwhile, and of the server for the bare "
        "`COPY`: what stays comparable while others use the machine. Memory is that of both "
        "processes, pages that they share counted twice."
    )
    return table


def _on(server: str, *statements: str) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _fresh_postgres(server: str, environment: dict[str, str], size: int) -> None:
    _on(
        server,
        "DROP DATABASE IF EXISTS bench_exchange WITH (FORCE)",
        "CREATE DATABASE bench_exchange",
    )
    _migrate(environment)
    people = _PEOPLE.format(
        number="'300' || lpad(n::text, 8, '0')",
        true="true",
        series=f"generate_series(1, {-(-size // _MONTHS)}) AS s(n)",
    )
    _on(environment["DATABASE_URL"], _AREA, people, "ANALYZE accounts")


def _bare_postgres(url: str, path: Path) -> float:
    made = path.with_suffix(".ready")
    with made.open("w", newline="") as file:
        csv.writer(file).writerows(_stored(path))
    with (
        closing(psycopg2.connect(url)) as connection,
        connection,
        connection.cursor() as cursor,
        made.open() as ready,
    ):
        began = time.perf_counter()
        cursor.copy_expert(f"COPY bills ({', '.join(_STORED)}) FROM STDIN (FORMAT csv)", ready)
        connection.commit()
        return time.perf_counter() - began
