"""Percentiles, and what processes cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psutil

MEGABYTE = 1024 * 1024
_NAMES = {
    "rasa": ("rasa", "run"),
    "gateway": ("bot", "gateway"),
    "supervisor": ("bot.starting.processes",),
}
"""What follows `python -m`."""


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


@dataclass(frozen=True)
class Timings:
    """Durations in milliseconds."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of all are not longer."""
        return percentile(self.values, 50)

    @property
    def p95(self) -> float:
        """Nineteen of twenty are not longer."""
        return percentile(self.values, 95)

    def __str__(self) -> str:
        return f"{self.median:,.0f} / {self.p95:,.0f}"


@dataclass(frozen=True)
class Memory:
    """Megabytes. `pss` shares pages among the processes that use them (Linux; else as `rss`)."""

    rss: float
    pss: float


def with_children(pids: Iterable[int]) -> list[psutil.Process]:
    """The processes and all their descendants."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            found[process.pid] = process
    return list(found.values())


def memory(pids: Iterable[int]) -> Memory:
    """Memory in use by the processes and their descendants together."""
    return memory_of(with_children(pids))


def memory_of(processes: Iterable[psutil.Process]) -> Memory:
    """Memory in use by these processes alone."""
    rss = pss = 0
    for process in processes:
        info = process.memory_full_info()
        rss += info.rss
        pss += getattr(info, "pss", info.rss)
    return Memory(rss / MEGABYTE, pss / MEGABYTE)


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of the processes and their descendants so far, ended children included."""
    return sum(sum(process.cpu_times()[:4]) for process in with_children(pids))


def named(pid: int) -> dict[str, psutil.Process]:
    """The processes of a running system: `rasa`, `gateway`, `supervisor`."""
    found: dict[str, psutil.Process] = {}
    for process in with_children([pid]):
        line = process.cmdline()
        for name, words in _NAMES.items():
            if "-m" in line and tuple(line[line.index("-m") + 1 :][: len(words)]) == words:
                found.setdefault(name, process)
    return found


def cpu_by_part(pid: int) -> dict[str, float]:
    """Processor seconds of a running system's gateway and Rasa so far."""
    processes = named(pid)
    return {name: cpu_seconds([processes[name].pid]) for name in ("gateway", "rasa")}
