"""`kill -9` at any moment: the same command goes on and ends as an undisturbed import does."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.database import transaction
from bot.settings import ROOT
from bot.tables import Base
from tests.exchange.files import add_accounts, bill, bring_in, content, write_csv

ACCOUNTS, MONTHS, BATCH = 60, 20, 10


def _file(path: Path) -> Path:
    months = [date(2024 + m // 12, m % 12 + 1, 1) for m in range(MONTHS)]
    rows = [bill(place, month) for month in months for place in range(1, ACCOUNTS + 1)]
    for place in range(0, len(rows), 37):
        rows[place]["total"] = "1.00"
    return write_csv(path, rows)


KILLED = """
import os, signal, sys, threading
from sqlalchemy import event
from sqlalchemy.engine import Engine
from bot.__main__ import main
from bot.exchange import ahead
ahead.WORTH_A_PROCESS = 0
commits, wait, arguments = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
def count(_connection):
    global commits
    commits -= 1
    if commits == 0:
        threading.Timer(wait, os.kill, (os.getpid(), signal.SIGKILL)).start()
event.listen(Engine, "commit", count)
sys.exit(main(arguments))
"""
"""`python -m bot …` that kills itself so many seconds after so many commits: no other process,
which a busy machine may hold up, has to meet a moment of it. The process that reads ahead is left
behind, as with a large file."""


def _import(path: Path, *program: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *program, "import", "bills", str(path), "--batch", str(BATCH)]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ))


@pytest.mark.usefixtures("database")
def test_an_import_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    add_accounts(ACCOUNTS)
    path, rng = _file(tmp_path / "bills.csv"), random.Random(4)
    for _ in range(4):
        # From its first batches on, at a moment that falls anywhere within a batch.
        moment = str(rng.randint(2, 8)), f"{rng.uniform(0, 0.02):.4f}"
        assert _import(path, "-c", KILLED, *moment).returncode == -9
    last = _import(path, "-m", "bot")
    assert last.returncode == 1  # some rows are bad
    assert "went on behind" in last.stdout.decode()
    after = content("bills"), (tmp_path / "bills.csv.rejects.csv").read_bytes()
    total = content("import_runs")[0]

    with transaction() as session:
        for name in ("bills", "import_runs"):
            session.execute(Base.metadata.tables[name].delete())
    undisturbed = bring_in("bills", path)
    assert (content("bills"), undisturbed.rejects.read_bytes()) == after
    assert (total["rows"], total["rows_new"], total["rejected"]) == (
        undisturbed.rows,
        undisturbed.new,
        undisturbed.rejected,
    )
