"""Rasa and the gateway as two processes that a test may kill and start again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.settings import ROOT
from bot.starting.model import MODEL
from tests.fakes.serving import free_port

READY_SECONDS = 600


@dataclass
class Processes:
    """The two processes over one `var_dir`."""

    var_dir: Path
    environment: dict[str, str] = field(init=False)
    address: str = field(init=False)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        gateway, rasa = free_port(), free_port()
        self.address = f"http://127.0.0.1:{gateway}"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(self.var_dir),
            "DATABASE_URL": f"sqlite:///{self.var_dir / 'bot.db'}",
            "GATEWAY_PORT": str(gateway),
            "RASA_URL": f"http://127.0.0.1:{rasa}",
        }
        self._commands = {
            "gateway": ["-m", "bot", "gateway"],
            "rasa": ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(rasa), "-m", str(MODEL)],
        }

    def prepare(self) -> None:
        """The model, the schema and the demo utility."""
        for command in (["train"], ["migrate"], ["seed"]):
            arguments = [sys.executable, "-m", "bot", *command]
            subprocess.run(
                arguments, cwd=ROOT, env=self.environment, check=True, timeout=READY_SECONDS
            )

    def start(self, name: str) -> None:
        """Start one process; its output goes to a log beside the database."""
        with (self.var_dir / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *self._commands[name]],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, name: str) -> None:
        """kill -9."""
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()

    def stop(self) -> None:
        """End both."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(timeout=60)

    def wait_ready(self) -> None:
        """Until a message would be answered."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            try:
                if httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        logs = [(self.var_dir / f"{name}.log").read_text()[-2000:] for name in self.running]
        raise AssertionError(f"not ready after {READY_SECONDS} s\n" + "\n".join(logs))
