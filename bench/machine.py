"""Where and with what the figures were measured."""

from __future__ import annotations

import multiprocessing
import platform
import subprocess
import time
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import psutil

from bot.settings import ROOT

_LOOP_SECONDS = 2.0
_NAMED = ("rasa", "scikit-learn", "SQLAlchemy", "starlette", "uvicorn")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def commit() -> str:
    """The commit, and whether files differ from it (results of an earlier run do not count)."""
    name = _git("rev-parse", "--short", "HEAD") or "no commit"
    results = (":!bench/results", ":!docs/benchmarks.md")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", *results)
    return f"{name} with local changes" if changed else name


def description() -> str:
    """Date, machine, load and versions, as a Markdown list."""
    cores = psutil.cpu_count() or 1
    gigabytes = psutil.virtual_memory().total / 1024**3
    load = psutil.getloadavg()[0]
    versions = ", ".join(f"{name} {version(name)}" for name in _NAMED)
    return "\n".join(
        [
            f"- {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, commit {commit()}",
            f"- {_processor()}, {cores} cores, {gigabytes:.0f} GB, {platform.system()}; "
            f"load before the run {load:.1f}",
            f"- Python {platform.python_version()}, {versions}",
        ]
    )


def two_beside_one() -> float:
    """How many times the work of one bare process two of them do: what this machine allows.

    Two cores of a virtual machine may be halves of one, and then no program gets 2.
    """
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_turns_of_a_loop, (0.1, 0.1))
        alone = pool.apply(_turns_of_a_loop, (_LOOP_SECONDS,))
        return sum(pool.map(_turns_of_a_loop, (_LOOP_SECONDS, _LOOP_SECONDS), 1)) / alone


def _turns_of_a_loop(seconds: float) -> int:
    """Dictionaries and strings, as Python programs use them."""
    turns, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        words = {f"{n:x}": n for n in range(200)}
        turns += len(sorted(words, key=words.__getitem__)) > 0
    return turns
