"""A storm: people of one district report within a minute that power is off, through the gateway.

Each has a session, an event stream and an address of a mobile operator that some share, begins at a
moment of that minute and answers at once what the bot asks. First nothing is known of an outage;
then it has been announced.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bench.losses import Losses, count, exactly_one, of_all, of_messages
from bench.measure import Timings, cpu_by_part
from bench.people import running_system
from bench.person import Person
from bench.processes import BenchmarkError
from bench.table import Table, against, number
from bench.workplace import database_url, prepare_database
from bot.accounts.tables import Area
from bot.clock import now
from bot.database import make_engine
from bot.outages.outages import announce
from bot.outages.tables import Outage, OutageWatcher

MINUTE = 60.0
FIRST_WORD_SECONDS = 2.0
"""Goal for storms, at p95: the answer, or an honest word that it takes longer."""
CITY, DISTRICT = "الرياض", "النرجس"
_FIRST = f"الكهرباء طافية عندنا في حي {DISTRICT} ب{CITY}"
_ANSWERS = {"معلم": "تخطي", "شرار": "لا ما فيه", "الجيران": "الحي كله طافي"}
"""Word of a question → what people answer."""
_FILED, _KNOWN = "بلاغك", "انقطاع معروف"
_MOST_TURNS = 8
_LAST_ANSWER_SECONDS = 30
"""An answer of several messages is written at once, but they come one by one."""
_AN_ADDRESS = 40
"""People behind one address of a mobile operator."""
_PATIENCE = 1800.0
"""Seconds: what matters is that everybody is answered, however long the queue."""
_CONNECTIONS = httpx.Limits(max_connections=None, max_keepalive_connections=200)


@dataclass(frozen=True)
class Wave:
    """What the people of one minute saw; times in milliseconds."""

    name: str
    people: int
    seconds: float
    """Until the last of them was done."""
    first_words: Timings
    first_answers: Timings
    done: Timings
    """From the first message until the receipt, or the promise to be told."""
    turns: int
    losses: Losses
    excuses: int
    refused: int
    cut: int
    failed: tuple[str, ...]
    cpu_seconds: dict[str, float]
    """By process."""
    clients: float
    """Processor seconds of the people, who are this process."""


def run(work: Path, people: int) -> list[Table]:
    """One table: nothing known, then the outage announced."""
    prepare_database()
    engine = make_engine(database_url())
    _settle(engine)
    with running_system(work / "storm.log") as (address, system):
        place = Place(address, system.pid, engine)
        unknown = asyncio.run(_wave("nothing known yet", place, people, _report))
        _announce(engine)
        known = asyncio.run(_wave("outage announced", place, people, _hear_of_it))
    _settle(engine)
    engine.dispose()
    return [_table([unknown, known])]


def _settle(engine: Engine) -> None:
    """End what an earlier run announced."""
    with Session(engine, future=True) as session, session.begin():
        for outage in session.execute(select(Outage).join(Area).where(*_here())).scalars():
            outage.ended_at = outage.ended_at or max(now(), outage.starts_at)


def _announce(engine: Engine) -> None:
    with Session(engine, future=True) as session, session.begin():
        area = session.execute(select(Area.id).where(*_here())).scalar_one()
        announce(session, area, "عاصفة رعدية")


def _here() -> tuple[object, ...]:
    return Area.city == CITY, Area.district == DISTRICT


Talk = Callable[[Person], Awaitable[None]]


@dataclass(frozen=True)
class Place:
    """The running system."""

    address: str
    pid: int
    engine: Engine


async def _wave(name: str, place: Place, size: int, talk: Talk) -> Wave:
    print(f"{size} within a minute, {name} …", flush=True)
    async with httpx.AsyncClient(
        base_url=place.address, timeout=_PATIENCE, limits=_CONNECTIONS, trust_env=False
    ) as client:
        people = [Person(client, _address(n), _PATIENCE) for n in range(size)]
        before, spent = cpu_by_part(place.pid), time.process_time()
        started = time.perf_counter()
        ends = await asyncio.gather(
            *(_one(person, random.uniform(0, MINUTE), talk) for person in people),
            return_exceptions=True,
        )
        seconds = time.perf_counter() - started
        after, clients = cpu_by_part(place.pid), time.process_time() - spent
    with Session(place.engine, future=True) as session:
        losses = of_all([_losses(session, person) for person in people])
    spoke = [person for person in people if person.milliseconds]
    if not spoke:
        raise BenchmarkError(f"nobody was answered: {ends[0]!r}")
    return Wave(
        name,
        size,
        seconds,
        Timings(tuple(person.first_words[0] for person in spoke)),
        Timings(tuple(person.milliseconds[0] for person in spoke)),
        Timings(tuple(sum(person.milliseconds) for person in spoke)),
        sum(len(person.milliseconds) for person in people),
        losses,
        sum(person.excuses for person in people),
        sum(person.refused for person in people),
        sum(person.cut for person in people),
        tuple(str(end) or type(end).__name__ for end in ends if end is not None),
        {name: after[name] - before[name] for name in after},
        clients,
    )


def _address(n: int) -> str:
    block = n // _AN_ADDRESS
    return f"10.{block // 65536 % 256}.{block // 256 % 256}.{block % 256}"


async def _one(person: Person, later: float, talk: Talk) -> None:
    await asyncio.sleep(later)
    async with person:
        await talk(person)


async def _report(person: Person) -> None:
    """Answer what is asked until the receipt is there."""
    text = _FIRST
    for _ in range(_MOST_TURNS):
        sign = await _hear(person, text, (_FILED, *_ANSWERS))
        if sign == _FILED:
            return
        text = _ANSWERS[sign]
    raise BenchmarkError(f"no receipt after {_MOST_TURNS} turns")


async def _hear_of_it(person: Person) -> None:
    """The known outage, and the wish to be told."""
    await _hear(person, _FIRST, (_KNOWN,))
    await _hear(person, "ايه بلغوني اذا رجعت", ("نرسل لك",))


async def _hear(person: Person, text: str, signs: Iterable[str]) -> str:
    """Say something; the first of the signs that is in the answers."""
    said = _words(await person.say(text))
    for _ in range(_LAST_ANSWER_SECONDS * 10):
        for sign in signs:
            if sign in said:
                return sign
        await asyncio.sleep(0.1)
        said = _words(person.answers())
    raise BenchmarkError(f"an answer that nobody expected: {said!r}")


def _words(answers: Sequence[dict[str, object]]) -> str:
    return " ".join(str(answer["text"]) for answer in answers)


def _losses(session: Session, person: Person) -> Losses:
    """Of messages, and of the one report or wish to be told."""
    waiting = count(session, OutageWatcher.id, OutageWatcher.conversation == person.conversation)
    return of_messages(session, person) + exactly_one(waiting)


def _table(waves: Sequence[Wave]) -> Table:
    columns = (
        "storm", "people", "first word, median / p95, ms", "goal at p95", "first answer, ms",
        "report done, ms", "turns/s", "lost (goal 0)", "doubled (goal 0)", "told to wait",
        "refused (429)", "connections made anew", "processor ms a turn: gateway + Rasa, clients",
    )  # fmt: skip
    table = Table("One district within a minute", columns)
    for wave in waves:
        table.add(
            wave.name,
            f"{wave.people:,}",
            str(wave.first_words),
            against(wave.first_words.p95 / 1000, FIRST_WORD_SECONDS, "s"),
            str(wave.first_answers),
            str(wave.done),
            number(wave.turns / wave.seconds),
            str(wave.losses.lost),
            str(wave.losses.doubled),
            f"{wave.excuses:,}",
            str(wave.refused),
            str(wave.cut),
            _spent(wave),
        )
        for reason in sorted(set(wave.failed)):
            table.notes.append(f"{wave.name}: someone gave up: {reason}")
    table.notes.append(
        "A first word is the answer, or the message that it takes a moment longer. People answer "
        "at once what they are asked, which nobody does by hand; clients and server share the "
        "machine. Lost and doubled are counted in the inbox, the transcript, the streams and the "
        "reports filed or watched."
    )
    return table


def _spent(wave: Wave) -> str:
    per_turn = 1000 / max(wave.turns, 1)
    parts = " + ".join(f"{seconds * per_turn:.0f}" for seconds in wave.cpu_seconds.values())
    return f"{parts}, {wave.clients * per_turn:.0f}"
