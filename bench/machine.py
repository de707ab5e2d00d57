"""Where and with what the figures were measured."""

from __future__ import annotations

import platform
import subprocess
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import psutil

from bot.settings import ROOT

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
