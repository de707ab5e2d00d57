"""Many people at once through the gateway: how long a turn takes, and that none is lost or doubled.

Each person has a session and an open event stream, as the widget has, answers at once (no think
time) and talks through an update with its code, a bill, and an outage.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bench import talks
from bench.losses import Losses, count, exactly_one, of_all, of_messages
from bench.measure import Memory, Timings, cpu_by_part, memory
from bench.person import Person
from bench.processes import BenchmarkError, Running, answers, free_port, start
from bench.table import Table, number
from bench.workplace import database_url, prepare_database, state
from bot.accounts.tables import Account
from bot.database import make_engine
from bot.identity.links import verify
from bot.outages.tables import OutageWatcher
from bot.settings import ROOT
from bot.updates.tables import UpdateRequest

_READY_SECONDS = 180
_CONNECTIONS = httpx.Limits(max_connections=None, max_keepalive_connections=100)


@dataclass(frozen=True)
class Crowd:
    """What a number of people saw."""

    people: int
    seconds: float
    timings: Timings
    losses: Losses
    excuses: int
    refused: int
    failed: tuple[str, ...]
    memory: Memory
    cpu_seconds: dict[str, float]
    """By process."""


@contextmanager
def running_system(log: Path) -> Iterator[tuple[str, Running]]:
    """The whole software as `make run` starts it; its address."""
    port, rasa = free_port(), free_port()
    environment = {**os.environ, "GATEWAY_PORT": str(port), "RASA_URL": f"http://127.0.0.1:{rasa}"}
    with start([sys.executable, "-m", "bot", "run"], ROOT, environment, log) as system:
        address = f"http://127.0.0.1:{port}"
        system.wait_for(lambda: answers(f"{address}/readyz"), _READY_SECONDS)
        yield address, system


def run(work: Path, sizes: Sequence[int]) -> list[Table]:
    """One table, a row for each number of people."""
    prepare_database()
    engine = make_engine(database_url())
    with running_system(work / "people.log") as (address, system):
        crowds = [asyncio.run(_crowd(address, engine, size, system.pid)) for size in sizes]
    engine.dispose()
    return [_table(crowds)]


async def _crowd(address: str, engine: Engine, size: int, pid: int) -> Crowd:
    print(f"{size} at once …", flush=True)
    accounts = _accounts(engine, size)
    phones = talks.DemoPhones(state() / "outbox")
    async with httpx.AsyncClient(
        base_url=address, timeout=120, limits=_CONNECTIONS, trust_env=False
    ) as client:
        people = [Person(client) for _ in range(size)]
        before = cpu_by_part(pid)
        started = time.perf_counter()
        ends = await asyncio.gather(
            *(
                _talk(person, phones, engine, account, mobile)
                for person, account, mobile in zip(people, accounts, _mobiles(size), strict=True)
            ),
            return_exceptions=True,
        )
        seconds = time.perf_counter() - started
        after = cpu_by_part(pid)
    losses = _check(engine, people)
    return Crowd(
        size,
        seconds,
        Timings(tuple(ms for person in people for ms in person.milliseconds)),
        losses,
        sum(person.excuses for person in people),
        sum(person.refused for person in people),
        tuple(str(end) or type(end).__name__ for end in ends if end is not None),
        memory([pid]),
        {name: after[name] - before[name] for name in after},
    )


async def _talk(
    person: Person, phones: talks.DemoPhones, engine: Engine, account: str, mobile: str
) -> None:
    async with person:
        await talks.update(person, phones, account, mobile)
        with Session(engine, future=True) as session, session.begin():
            verify(session, person.conversation, account)
        await talks.bill(person)
        await talks.outage(person)


def _accounts(engine: Engine, count: int) -> list[str]:
    """An account each, with bills, none of the demo's special cases."""
    query = select(Account.number).where(Account.number.startswith("3"))  # type: ignore[attr-defined]
    with Session(engine, future=True) as session:
        numbers = session.execute(query.order_by(Account.id).offset(20)).scalars().all()
    if len(numbers) < count:
        raise BenchmarkError(f"{count} people need as many accounts; {len(numbers)} are there")
    return list(numbers[:count])


def _mobiles(count: int) -> list[str]:
    """A new mobile each: one gets at most five codes an hour."""
    return [f"0508{number:06d}" for number in random.sample(range(1_000_000), count)]


def _check(engine: Engine, people: Sequence[Person]) -> Losses:
    """Messages or effects that are missing, and those that are there twice."""
    with Session(engine, future=True) as session:
        return of_all([_of_person(session, person) for person in people])


def _of_person(session: Session, person: Person) -> Losses:
    key = person.conversation
    requests = count(session, UpdateRequest.id, UpdateRequest.conversation == key)
    outages = count(session, OutageWatcher.id, OutageWatcher.conversation == key)
    return of_messages(session, person) + exactly_one(requests) + exactly_one(outages)


def _table(crowds: Sequence[Crowd]) -> Table:
    columns = (
        "people at once", "median / p95, ms", "turns/s", "turns", "lost (goal 0)",
        "doubled (goal 0)", "told to wait", "refused (429)", "gateway + Rasa, processor ms a turn",
        "RSS / PSS, MB",
    )  # fmt: skip
    table = Table("Through the gateway, no think time", columns)
    for crowd in crowds:
        turns = len(crowd.timings.values)
        table.add(
            str(crowd.people),
            str(crowd.timings),
            number(turns / crowd.seconds),
            f"{turns:,}",
            str(crowd.losses.lost),
            str(crowd.losses.doubled),
            str(crowd.excuses),
            str(crowd.refused),
            " + ".join(
                f"{spent * 1000 / max(turns, 1):.0f}" for spent in crowd.cpu_seconds.values()
            ),
            f"{crowd.memory.rss:.0f} / {crowd.memory.pss:.0f}",
        )
        for reason in sorted(set(crowd.failed)):
            table.notes.append(f"{crowd.people} at once: someone gave up: {reason}")
    table.notes.append(
        "A turn's time runs from sending a message until its first answer is on the event stream; "
        "clients and server share the machine. Each person: an update with its code, a bill, an "
        "outage, in one conversation. Lost and doubled are counted in the inbox, the transcript, "
        "the streams, the update requests and the outages reported or watched."
    )
    return table
