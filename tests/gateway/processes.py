"""Processes that a test starts, and kills as `kill -9` does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT
from tests.fakes.serving import free_port, wait_until


class Process(ABC):
    """A Python module that serves HTTP, with the settings of the test."""

    path = ""
    """Answers 200 once it serves."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._running: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """What is started."""

    def start(self) -> None:
        """Start it; returns once it serves."""
        self.begin()
        wait_until(self.serves, 120, f"the start of {self.command()}")

    def begin(self) -> None:
        """Start it, without waiting."""
        environ = {**os.environ, "GATEWAY_PORT": str(self.port)}
        self._running = subprocess.Popen(
            [sys.executable, "-m", *self.command()],
            env=environ,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def serves(self) -> bool:
        """Whether it answers."""
        try:
            return httpx.get(f"{self.url}{self.path}", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it at once, if it runs."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None


class Gateway(Process):
    """`python -m bot gateway`."""

    path = "/healthz"

    def command(self) -> list[str]:
        """The real one."""
        return ["bot", "gateway"]


class RasaLike(Process):
    """`tests/fakes/rasa_process.py`."""

    path = "/webhooks/gateway/ready"

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def command(self) -> list[str]:
        """The fake."""
        return ["tests.fakes.rasa_process", str(self.port), str(self._log)]


def read_log(log: Path) -> list[dict[str, Any]]:
    """What the Rasa-like processes did, in order."""
    if not log.is_file():
        return []
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
