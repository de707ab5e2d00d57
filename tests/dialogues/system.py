"""The whole software as `make run` starts it, on free ports, with its own database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.fakes.serving import free_port

READY_SECONDS = 600
"""Training included."""


@dataclass
class System:
    """A running system: its address, its files, its processes."""

    address: str
    var_dir: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """What it printed."""
        return (self.var_dir / "run.log").read_text(encoding="utf-8", errors="replace")

    def pids(self, name: str) -> list[int]:
        """Processes of this system whose command line holds `name`."""
        return [pid for pid, line in children(self.process.pid) if name in line]

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            for pid, _ in children(self.process.pid):
                os.kill(pid, signal.SIGKILL)
            self.process.kill()
            self.process.wait()

    def wait_ready(self) -> None:
        """Until a message would be answered."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"the system ended by itself:\n{self.log[-4000:]}")
            if _ready(self.address):
                return
            time.sleep(0.2)
        raise AssertionError(f"not ready after {READY_SECONDS} s:\n{self.log[-4000:]}")


def start(var_dir: Path, extra: dict[str, str] | None = None) -> System:
    """Start everything; the caller waits for `wait_ready`."""
    port, rasa = free_port(), free_port()
    environment = {
        **os.environ,
        "VAR_DIR": str(var_dir),
        "DATABASE_URL": f"sqlite:///{var_dir / 'bot.db'}",
        "GATEWAY_PORT": str(port),
        "RASA_URL": f"http://127.0.0.1:{rasa}",
        **(extra or {}),
    }
    return _launch(f"http://127.0.0.1:{port}", var_dir, environment)


def restart(system: System) -> System:
    """The same system once more, after it ended."""
    return _launch(system.address, system.var_dir, system.environment)


def _launch(address: str, var_dir: Path, environment: dict[str, str]) -> System:
    var_dir.mkdir(parents=True, exist_ok=True)
    with (var_dir / "run.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return System(address, var_dir, environment, process)


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def children(parent: int) -> Iterator[tuple[int, str]]:
    """All descendants of a process: (pid, command line)."""
    table: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        table.setdefault(int(fields[1]), []).append(int(path.parent.name))
    queue = list(table.get(parent, []))
    while queue:
        pid = queue.pop()
        queue += table.get(pid, [])
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        yield pid, line
