"""The folder, database and key of a benchmark run: never those of a running bot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

_SECRET_KEY = "only-for-benchmarks-on-this-machine-0001"
_FOREIGN = (
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "PYTHONDONTWRITEBYTECODE",  # every start would compile everything anew
    "ACTION_SERVER_URL",
    "TELEGRAM_TOKEN",
    "SMTP_URL",
)
ACCOUNTS = 600


def folder() -> Path:
    """Where a run keeps its files: `bench/` beside the bot's state."""
    return Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve() / "bench"


def settle() -> Path:
    """Point this process and its children at the benchmark's own files; the folder."""
    work = folder()
    work.mkdir(parents=True, exist_ok=True)
    for name in _FOREIGN:
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = _SECRET_KEY
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    _use_state(work / "state")
    return work


def _use_state(var_dir: Path) -> None:
    os.environ["VAR_DIR"] = str(var_dir)
    os.environ["DATABASE_URL"] = database_url()


def state() -> Path:
    """VAR_DIR of the run."""
    return Path(os.environ["VAR_DIR"])


def database_url() -> str:
    """The run's database, filled with the demo utility."""
    return f"sqlite:///{state() / 'bot.db'}"


def prepare_database() -> None:
    """The newest schema, and the demo's people where there is nobody yet."""
    for command in (["migrate"], ["seed", "--accounts", str(ACCOUNTS)]):
        if command[0] == "seed" and (state() / "seeded").exists():
            continue
        subprocess.run(
            [sys.executable, "-m", "bot", *command], cwd=ROOT, check=True, capture_output=True
        )
    (state() / "seeded").touch()
