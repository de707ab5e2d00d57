"""What one Rasa process answers at most, what two do on the same database, and how long a turn
takes at 70 % of that.

The load goes to Rasa's own channel, as a gateway asks it: each conversation to one process, eight
turns of a bill and an outage. Clients, Rasa and the database share the machine, so the processor
time a turn is the figure that tells what more cores would do.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.machine import two_beside_one
from bench.measure import Timings, cpu_seconds
from bench.processes import answers, free_port, start
from bench.table import Table, against, number, ratio
from bench.talkers import GatewayTalker
from bench.workplace import database_url, prepare_database
from bot.accounts.tables import Account
from bot.database import make_engine
from bot.sealing import derive
from bot.settings import ROOT
from bot.starting.model import MODEL

GOAL_TIMES = 1.8
GOAL_MILLISECONDS = 300
SHARE = 0.7
_AT_ONCE = 8
"""Conversations under way for each process; it computes one turn at a time."""
_READY_SECONDS = 180
_TURNS = (
    "السلام عليكم",
    "كم فاتورتي؟",
    "{account}",
    "كيف أسدد؟",
    "الكهرباء طافية عندنا",
    "لا خلاص رجعت",
    "متى تطلع الفاتورة؟",
    "شكرا",
)


@dataclass(frozen=True)
class Load:
    """What was answered."""

    seconds: float
    timings: Timings
    processor: tuple[float, ...]
    """Seconds of each Rasa process."""
    clients: float
    """Seconds of the clients."""

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.timings.values) / self.seconds


def run(work: Path, conversations: int) -> list[Table]:
    """One table: one process at its most, two, and each at 70 %."""
    prepare_database()
    numbers = _accounts()
    table = Table(
        f"Rasa processes on one database, {conversations} conversations of 8 turns for each",
        ("Rasa processes", "asked for", "turns/s", "median / p95, ms", "Rasa, processor ms a turn",
         "processor time of the run", "goal"),
    )  # fmt: skip
    most: list[Load] = []
    for processes in (1, 2):
        with _serving(work, processes) as served:
            _drive(served, conversations // 4, numbers, None)  # what is loaded at first use
            load = _drive(served, conversations, numbers, None)
            most.append(load)
            goal = "" if processes == 1 else _times(load.rate / most[0].rate)
            _row(table, processes, "all it can", load, goal)
            calm = _drive(served, conversations, numbers, load.rate * SHARE)
            goal = against(round(calm.timings.p95), GOAL_MILLISECONDS, "ms at p95")
            _row(table, processes, f"{load.rate * SHARE:.0f}/s (70 %)", calm, goal)
    table.notes.append(_meaning(*most))
    return [table]


def _times(value: float) -> str:
    return against(round(value, 2), GOAL_TIMES, "× one", at_most=False)


def _meaning(one: Load, two: Load) -> str:
    cores = psutil.cpu_count() or 1
    a_turn = [sum(load.processor) / len(load.timings.values) for load in (one, two)]
    return (
        f"Two processes answer {ratio(two.rate / one.rate)} what one does, on {cores} cores that "
        f"the clients use too ({two.clients / two.seconds:.2f} of a core beside two). A turn costs "
        f"{a_turn[0] * 1000:.1f} ms of processor time beside nobody and {a_turn[1] * 1000:.1f} ms "
        f"beside another process: with a core for each, two would answer "
        f"{ratio(2 * a_turn[0] / a_turn[1])} what one does. Two bare loops of Python do "
        f"{ratio(two_beside_one())} here what one does: the limit of this machine."
    )


def _accounts() -> list[str]:
    engine = make_engine(database_url())
    with Session(engine, future=True) as session:
        found = session.execute(select(Account.number).order_by(Account.id).offset(20)).scalars()
        numbers = [str(account) for account in found]
    engine.dispose()
    return numbers


@dataclass(frozen=True)
class Serving:
    """A Rasa process that answers."""

    url: str
    pid: int


@contextmanager
def _serving(work: Path, processes: int) -> Iterator[list[Serving]]:
    with ExitStack() as running:
        served = []
        for place in range(processes):
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
            log = work / f"capacity-{place}.log"
            rasa = running.enter_context(start([*command, "-m", MODEL], ROOT, os.environ, log))
            rasa.wait_for(
                lambda url=url: answers(f"{url}/webhooks/gateway/ready"),  # type: ignore[misc]
                _READY_SECONDS,
            )
            served.append(Serving(url, rasa.pid))
        yield served


def _drive(
    served: Sequence[Serving], conversations: int, numbers: Sequence[str], rate: float | None
) -> Load:
    """Hold conversations with every process, `_AT_ONCE` at a time each, or at a rate of turns."""
    print(f"{len(served)} Rasa, {'all it can' if rate is None else f'{rate:.0f} turns/s'} …")
    talkers = len(served) * _AT_ONCE
    pause = None if rate is None else talkers / rate
    secret, accounts = derive("rasa-channel").hex(), itertools.cycle(numbers)
    before = [cpu_seconds([one.pid]) for one in served]
    own, started = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(talkers) as pool:
        parts = pool.map(
            lambda place: _talk(
                GatewayTalker(served[place % len(served)].url, secret),
                [next(accounts) for _ in range(max(1, conversations // _AT_ONCE))],
                pause,
            ),
            range(talkers),
        )
        milliseconds = tuple(itertools.chain.from_iterable(parts))
    after = [cpu_seconds([one.pid]) for one in served]
    return Load(
        time.perf_counter() - started,
        Timings(milliseconds),
        tuple(end - begin for begin, end in zip(before, after, strict=True)),
        time.process_time() - own,
    )


def _talk(talker: GatewayTalker, accounts: Sequence[str], pause: float | None) -> list[float]:
    """One conversation after the other; milliseconds of each turn. `pause`: seconds from one turn
    to the next on average, whatever the answer takes."""
    taken, due = [], time.perf_counter()
    for account in accounts:
        conversation = f"web:{random.getrandbits(96):024x}"
        for text in _TURNS:
            if pause is not None:
                due += random.expovariate(1 / pause)
                time.sleep(max(0.0, due - time.perf_counter()))
            asked = time.perf_counter() if pause is None else due
            talker.say(conversation, text.format(account=account))
            taken.append((time.perf_counter() - asked) * 1000)
    return taken


def _row(table: Table, processes: int, asked: str, load: Load, goal: str) -> None:
    a_turn = sum(load.processor) * 1000 / len(load.timings.values)
    cores = [f"{spent / load.seconds:.2f}" for spent in (*load.processor, load.clients)]
    table.add(
        str(processes),
        asked,
        number(load.rate),
        str(load.timings),
        f"{a_turn:.1f}",
        f"Rasa {' + '.join(cores[:-1])}, clients {cores[-1]} cores",
        goal,
    )
