"""Campaigns: the list beside a bare INSERT … SELECT, and notices a second to a sender that answers
at once."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, String, cast, func, insert, literal, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.sql import Insert
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from bench.console import forget
from bench.processes import BenchmarkError
from bench.server_time import ServerTime
from bench.table import Table, against, ratio
from bot.accounts.tables import Account, Area, Contact
from bot.billing.tables import Bill
from bot.campaigns import campaigns
from bot.campaigns.audience import USUAL_QUIET
from bot.campaigns.filling import FILLER, fill_slice
from bot.campaigns.occasions import Occasion
from bot.campaigns.tables import Campaign, CampaignNotice, CampaignTally
from bot.clock import now, today
from bot.database import engine, make_engine, reading, transaction
from bot.delivery.tables import Route
from bot.notices.tables import NoticeKind, NoticeQuietHours
from bot.settings import ROOT
from bot.tables import Base

TIMES_BARE = 2.0
A_SECOND = 5_000
LINEAR = 1.8
"""Two processes beside one, on a machine with two cores that the database shares."""
MOST_SENT = 400_000
"""More say nothing new: a notice costs the same whatever waits behind it."""
_NAME = "bench_campaigns"
_MONTH = date(2026, 10, 1)
_notices = CampaignNotice.__table__
_tallies = CampaignTally.__table__.c


def run(work: Path, people: int, postgres: str | None) -> list[Table]:
    """SQLite, and PostgreSQL when the URL of a server is given where databases may be made."""
    filling = Table(
        f"The list of a bill campaign, {people:,} people",
        (
            *("database", "bare INSERT … SELECT", "campaign's list", "beside it", "goal"),
            "processor time: bare, list",
        ),
    )
    sent = min(people, MOST_SENT)
    sending = Table(
        f"Claimed, put into words and handed over, {sent:,} bills by SMS",
        ("database", "processes", "notices a second", "processor time each", "goal"),
    )
    databases = {"SQLite": partial(_sqlite, work)}
    if postgres:
        databases["PostgreSQL"] = partial(_postgres, work, postgres)
    for name, database in databases.items():
        with database():
            _settle(people)
            _measure_filling(filling, name)
        with database():
            _settle(sent)
            _fill(_campaign())
            alone = _measure_sending(sending, name, 1, 0.0)
            if name != "SQLite":
                _measure_sending(sending, name, 2, alone)
    filling.notes.append(
        "The bare statement writes as many rows, of constants and the account's number, into the "
        "same table with the same indexes, in one transaction. The list decides for each person "
        "by choice, channel, quiet hours and bill, in slices. Processor time is ours and the "
        "database's together: what stays comparable while others use the machine."
    )
    sending.notes.append(
        "The sender answers at once and there is no rate: what is measured is the lease, the check "
        "that it is still owed and wanted, the words, and writing down that it left. The processor "
        "time is the worker's own, without the database's: what a process can do at most."
    )
    return [filling, sending]


@contextmanager
def _sqlite(work: Path) -> Iterator[None]:
    folder = work / "campaigns-state"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with _used(folder, f"sqlite:///{folder / 'bot.db'}"):
        yield


@contextmanager
def _postgres(work: Path, server: str) -> Iterator[None]:
    """A database that is made for the run, and dropped after it."""
    _on(server, f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)", f"CREATE DATABASE {_NAME}")
    url = make_url(server).set(database=_NAME).render_as_string(hide_password=False)
    try:
        with _used(work, url):
            yield
    finally:
        _on(server, f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)")


def _on(server: str, *statements: str) -> None:
    made = make_engine(server)
    with made.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    made.dispose()


@contextmanager
def _used(folder: Path, url: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(DATABASE_URL=url, SMS_RATE="0", DEMO="0", VAR_DIR=str(folder))
    forget()
    try:
        yield
    finally:
        engine().dispose()
        os.environ.clear()
        os.environ.update(before)
        forget()


def _settle(people: int) -> None:
    """Tables with accounts, a mobile and an unpaid bill each; nobody has quiet hours now."""
    Base.metadata.create_all(engine())
    with transaction() as session:
        area = Area(city="الرياض", district="النرجس", region="r", feeder="F1", biller="002")
        session.add(area)
        session.flush()
        number = _numbers(people)
        session.execute(_insert_all(Account.__table__, _account(number, area.id)))
        session.execute(_insert_all(Contact.__table__, _contact(number)))
        session.execute(_insert_all(Bill.__table__, _bill(number)))
    _tidy()


def _numbers(people: int) -> ColumnElement[int]:
    """The column of 1 … `people`, made by the database itself."""
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < people)).c.n


def _insert_all(table: FromClause, values: dict[str, Any]) -> Insert:
    """INSERT … SELECT of these columns and constants."""
    chosen = select(
        *(
            value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
            for name, value in values.items()
        )
    )
    return insert(table).from_select(list(values), chosen)


def _tidy() -> None:
    """What PostgreSQL does by itself in time."""
    if engine().dialect.name == "postgresql":
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _account(number: ColumnElement[int], area_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "number": cast(literal(30_000_000_000, BigInteger) + number, String),
        "verified": True,
        "premise": "P" + cast(number, String),
        "street": "شارع",
        "area_id": area_id,
        "meter": "M" + cast(number, String),
        "breaker_amperes": 60,
        "tariff_category": "residential",
        "beneficiary_kind": "owner",
        "notice_channel": "sms",
    }


def _contact(number: ColumnElement[int]) -> dict[str, Any]:
    value = "+966" + cast(number + 500_000_000, String)
    return {"account_id": number, "kind": "mobile", "value": value, "is_primary": True}


def _bill(number: ColumnElement[int]) -> dict[str, Any]:
    return {
        "account_id": number,
        "number": "B" + cast(number, String),
        "period": _MONTH,
        "period_start": _MONTH,
        "period_end": _MONTH + timedelta(days=31),
        "reading_from": 0,
        "reading_to": 500,
        "kwh": 500,
        "subtotal": 90,
        "vat": 10,
        "previous_balance": 0,
        "total": 100,
        "issue_date": _MONTH + timedelta(days=31),
        "due_date": today() + timedelta(days=9),
        "state": "unpaid",
        "tariff_from": _MONTH,
    }


def _measure_filling(table: Table, name: str) -> None:
    bare, bare_time = _cost(_bare)
    _take_out()
    campaign = _campaign()
    took, our_time = _cost(lambda: _fill(campaign))
    table.add(
        name,
        f"{bare:.1f} s",
        f"{took:.1f} s",
        ratio(took / bare),
        against(took / bare, TIMES_BARE, "×"),
        f"{bare_time:.1f} s, {our_time:.1f} s ({ratio(our_time / bare_time)})",
    )


def _campaign() -> int:
    """A bill campaign that is started, nobody on its list yet."""
    with transaction() as session:
        campaign = campaigns.prepare(session, Occasion(NoticeKind.BILL, "2026-10"), "bench")
        campaigns.start(session, campaign)
        session.flush()
        return campaign.id


def _cost(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of processors: ours (SQLite is in it) and the server's."""
    url = engine().url
    server = url.set(drivername="postgresql") if url.get_backend_name() != "sqlite" else None
    watched = server and server.render_as_string(hide_password=False)
    with ServerTime(watched) if watched else nullcontext() as meanwhile:
        began, spent = time.perf_counter(), time.process_time()
        work()
        took, ours = time.perf_counter() - began, time.process_time() - spent
    return took, ours + (meanwhile.seconds if meanwhile else 0.0)


def _bare() -> None:
    """As many rows into the same table."""
    account = Account.__table__.c
    with transaction() as session:
        other = Campaign(
            kind="bill", occasion="bare", options={}, made_by="b", created_at=now(), state="done"
        )
        session.add(other)
        session.flush()
        values = {
            "campaign_id": other.id,
            "subject": account.id,
            "account_id": account.id,
            "party": account.number,
            "wish": "sms",
            "route": "sms",
            "recipient": account.number,
            "quiet": USUAL_QUIET,
            "state": "waiting",
            "due_at": now(),
            "attempts": 0,
        }
        session.execute(_insert_all(_notices, values))


def _take_out() -> None:
    with transaction() as session:
        session.execute(_notices.delete())
    _tidy()


def _fill(campaign_id: int) -> None:
    more = True
    while more:
        with transaction() as session:
            more = fill_slice(session, campaign_id)


def _measure_sending(table: Table, name: str, processes: int, alone: float) -> float:
    with transaction() as session:  # everybody waits, and may be written to at this hour
        session.execute(
            _notices.update().values(state="waiting", quiet=0, claimed_by=None, attempts=0)
        )
        session.execute(
            Campaign.__table__.update()
            .where(Campaign.__table__.c.occasion == "2026-10")
            .values(state="running")
        )
        session.execute(NoticeQuietHours.__table__.delete())
        session.execute(CampaignTally.__table__.delete().where(_tallies.worker != FILLER))
    _tidy()
    started = [_sender() for _ in range(processes)]
    for process in started:
        _wait_line(process, "ready")
    began = time.perf_counter()
    for process in started:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    worked = sum(float(_wait_line(process, "done")) for process in started)
    took = time.perf_counter() - began
    for process in started:
        process.wait(30)
    sent = _count_sent()
    rate = sent / took
    goal = against(rate, A_SECOND, "/s", at_most=False)
    if processes > 1:
        goal = against(rate / alone, LINEAR, "× one", at_most=False)
    each = f"{worked / sent * 1000:.2f} ms"
    table.add(name, str(processes), f"{rate:,.0f}", each, goal if name != "SQLite" else "none")
    return rate


def _count_sent() -> int:
    with reading() as session:
        query = select(func.count()).where(_notices.c.state == "sent")
        return int(session.execute(query).scalar_one())


def _sender() -> Any:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.campaigns"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _wait_line(process: Any, wanted: str) -> str:
    """What a process says behind the word that was waited for."""
    for line in process.stdout:
        word, _, rest = line.decode().strip().partition(" ")
        if word == wanted:
            return str(rest)
    raise BenchmarkError(f"a sending process ended before it said {wanted}")


async def _send() -> None:
    """A worker as in the gateway, until nothing is left."""
    from bot.bulk.worker import Bulk
    from bot.delivery.rates import Rates

    async def at_once(_item: Any) -> dict[str, Any]:
        return {}

    worker = asyncio.create_task(Bulk({Route.SMS: at_once}, Rates()).run())
    while _left():  # noqa: ASYNC110 - other processes end it too
        await asyncio.sleep(0.1)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker


def _left() -> bool:
    with reading() as session:
        waiting = _notices.c.state.in_(("waiting", "claimed"))
        return session.execute(select(_notices.c.id).where(waiting).limit(1)).first() is not None


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time()
    asyncio.run(_send())
    print("done", time.process_time() - began, flush=True)
