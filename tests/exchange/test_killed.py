"""`kill -9` at any moment: the same command goes on and ends as an undisturbed import does."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
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


def _start(path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "import", "bills", str(path), "--batch", str(BATCH)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ))


def _runs() -> list[int]:
    return [row["rows"] for row in content("import_runs")]


@pytest.mark.usefixtures("database")
def test_an_import_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    add_accounts(ACCOUNTS)
    path, rng = _file(tmp_path / "bills.csv"), random.Random(4)
    kills = 0
    while kills < 4:
        before = sum(_runs())
        with _start(path) as process:
            # From its first batch on, at a moment that falls anywhere within a batch.
            while process.poll() is None and sum(_runs()) == before:
                time.sleep(0.005)
            time.sleep(rng.uniform(0, 0.05))
            process.kill()
        if process.returncode != -9:
            break
        kills += 1
    assert kills >= 2, "the import was done before it could be killed"
    with _start(path) as last:
        said = last.communicate()[0].decode()
    assert last.returncode == 1  # some rows are bad
    assert "went on behind" in said
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
