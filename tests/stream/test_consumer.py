"""The consumer that `deploy/stream` shows: each turn is counted once, whatever comes twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import time_machine

from bot.__main__ import main
from bot.settings import ROOT
from tests.stream.test_stream import publish_all, talk

EXAMPLE = ROOT / "deploy" / "stream" / "hourly_topics.py"


def _consume(brokers: str, store: Path) -> list[str]:
    command = [sys.executable, str(EXAMPLE), "--brokers", brokers, "--to", str(store), "--once"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def test_turns_are_counted_once_by_the_hour_of_riyadh(brokers: str, tmp_path: Path) -> None:
    store = tmp_path / "topics.duckdb"
    with time_machine.travel("2026-11-22T20:59:00Z", tick=False):
        talk("web:a", 3)
    with time_machine.travel("2026-11-22T21:01:00Z", tick=False):
        talk("web:b", 2)
    publish_all()
    counts = ["2026-11-22 23:00 3 ask_bill", "2026-11-23 00:00 2 ask_bill"]
    assert _consume(brokers, store) == counts

    assert main(["stream", "again", "--since", "2026-11-22"]) == 0
    with time_machine.travel("2026-11-22T21:30:00Z", tick=False):
        talk("web:b", 1, first=2)
    publish_all()
    assert _consume(brokers, store) == [counts[0], "2026-11-23 00:00 3 ask_bill"]
    assert _consume(brokers, store) == [counts[0], "2026-11-23 00:00 3 ask_bill"]
