"""From a fresh clone to the first answered message, the next start, and memory of it all."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.measure import MEGABYTE, Memory, cpu_seconds, memory, memory_of, named
from bench.person import Person
from bench.processes import Running, answers, free_port, start
from bench.table import Table, against, number
from bot.settings import ROOT

FRESH_SECONDS, LATER_SECONDS, PSS_MEGABYTES = 120, 10, 450
"""The goals."""
_PATIENCE = 900
_SAID = ("السلام عليكم", "الكهرباء طافية عندنا", "خلاص", "وش تقدر تسوي؟", "كيف اسدد؟")


@dataclass(frozen=True)
class Cost:
    """Of a start."""

    seconds: float
    cpu_seconds: float


def run(work: Path) -> list[Table]:
    """Clone HEAD, `make run`, speak; end it; `make run` again, speak, look at memory."""
    clone = work / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    shutil.rmtree(work / "clone-state", ignore_errors=True)
    environment = _environment(work / "clone-state")
    began = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    with _make_run(clone, environment, work / "fresh.log") as system:
        _milliseconds(environment, 1)
        fresh = Cost(time.perf_counter() - began, cpu_seconds([system.pid]))
    began = time.perf_counter()
    with _make_run(clone, environment, work / "later.log") as system:
        later = Cost(time.perf_counter() - began, cpu_seconds([system.pid]))
        first = _milliseconds(environment)[0]
        used = memory([system.pid])
        parts = _by_process(system)
    return [_table(fresh, later, first, used, parts, _size(clone / ".venv"))]


def _environment(var_dir: Path) -> dict[str, str]:
    """A newcomer's: nothing of this checkout, the clone's own database and ports."""
    dropped = {"DATABASE_URL", "SECRET_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment["VAR_DIR"] = str(var_dir)
    environment["GATEWAY_PORT"] = str(free_port())
    environment["RASA_URL"] = f"http://127.0.0.1:{free_port()}"
    return environment


@contextmanager
def _make_run(clone: Path, environment: Mapping[str, str], log: Path) -> Iterator[Running]:
    """`make run`, ready for messages."""
    ready = f"http://127.0.0.1:{environment['GATEWAY_PORT']}/readyz"
    with start(["make", "run"], clone, environment, log) as system:
        system.wait_for(lambda: answers(ready), _PATIENCE)
        yield system


def _milliseconds(environment: Mapping[str, str], turns: int = len(_SAID)) -> list[float]:
    """A short conversation; milliseconds of each turn."""

    async def talk() -> list[float]:
        address = f"http://127.0.0.1:{environment['GATEWAY_PORT']}"
        async with (
            httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client,
            Person(client) as person,
        ):
            for text in _SAID[:turns]:
                await person.say(text)
            return person.milliseconds

    return asyncio.run(talk())


def _by_process(system: Running) -> str:
    """PSS of each process."""
    used = ((name, memory_of([process])) for name, process in named(system.pid).items())
    return ", ".join(f"{name} {each.pss:.0f} MB" for name, each in used)


def _size(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / MEGABYTE


def _table(
    fresh: Cost, later: Cost, first: float, used: Memory, parts: str, environment: float
) -> Table:
    table = Table("Start and memory", ("", "measured", "processor time", "goal"))

    def row(what: str, cost: Cost, goal: float) -> None:
        spent = number(cost.cpu_seconds, "s")
        table.add(what, number(cost.seconds, "s"), spent, against(cost.seconds, goal, "s"))

    row("fresh clone → first answered message", fresh, FRESH_SECONDS)
    row("later start → ready", later, LATER_SECONDS)
    table.add("first message after it", number(first, "ms"), "", "")
    goal = against(used.pss, PSS_MEGABYTES, "MB")
    table.add("all processes, PSS", number(used.pss, "MB"), "", goal)
    table.add("all processes, RSS", number(used.rss, "MB"), "", "")
    table.add("environment on disk", number(environment, "MB"), "", "")
    table.notes.append(
        "With a warm package cache. Clone, environment, database with the demo, training and both "
        "processes are in the first figure. RSS counts pages that processes share once for each, "
        f"PSS once. After five turns, PSS: {parts}."
    )
    return table
