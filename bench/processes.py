"""Processes that a benchmark starts: ports, logs, readiness, the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import httpx

from bench.measure import with_children

_GRACE_SECONDS = 20


class BenchmarkError(Exception):
    """A benchmark cannot go on; the message says why."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A process under way; ends with the `with` block."""

    process: subprocess.Popen[bytes]
    log: Path
    started: float

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    def last_words(self) -> str:
        """The end of what it printed."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-15:])

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> float:
        """Seconds from its start until `ready`.

        Raises:
            BenchmarkError: it ended, or was not ready in `seconds`; with its last words.
        """
        while time.perf_counter() - self.started < seconds:
            if self.process.poll() is not None:
                raise BenchmarkError(f"ended by itself:\n{self.last_words()}")
            if ready():
                return time.perf_counter() - self.started
            time.sleep(0.05)
        raise BenchmarkError(f"not ready after {seconds:.0f} s:\n{self.last_words()}")

    def stop(self) -> None:
        """End it as Ctrl-C does; what is left after a while is killed."""
        if self.process.poll() is not None:
            return
        left = with_children([self.pid])
        os.killpg(self.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=_GRACE_SECONDS)
        for process in left:
            if process.is_running():  # psutil knows a number that was given to another process
                process.kill()
        self.process.wait()

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str], log: Path
) -> Running:
    """Start a process in a group of its own."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(process, log, time.perf_counter())


@dataclass(frozen=True)
class Finished:
    """What a command cost."""

    seconds: float
    cpu_seconds: float
    """Of the process and of those that it waited for."""


def run(
    command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str], log: Path
) -> Finished:
    """Run a command to its end.

    Raises:
        BenchmarkError: it failed; with its last words.
    """
    running = start(command, cwd, environment, log)
    try:
        _, status, usage = os.wait4(running.pid, 0)
    except BaseException:
        running.stop()
        raise
    running.process.returncode = os.waitstatus_to_exitcode(status)
    if running.process.returncode != 0:
        raise BenchmarkError(f"{command[0]} failed:\n{running.last_words()}")
    seconds = time.perf_counter() - running.started
    return Finished(seconds, usage.ru_utime + usage.ru_stime)


def answers(url: str) -> bool:
    """Whether a GET is answered 200 now."""
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
