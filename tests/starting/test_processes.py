from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from bot.settings import ROOT
from bot.starting.addresses import local_address, taken
from bot.starting.processes import commands
from tests.conftest import forget_settings
from tests.fakes.serving import wait_until

SUPERVISE = """
import sys, time
from honcho import manager
from bot.starting.processes import Supervisor
manager.KILL_WAIT = 3600  # nobody is killed: a request to end has to be enough
supervisor = Supervisor(time.time())
for i, command in enumerate(sys.argv[1:]):
    supervisor.add_process(f"p{i}", "exec " + command)
supervisor.loop()
sys.exit(supervisor.exit_code())
"""


def supervise(*lines: str) -> subprocess.Popen[str]:
    """A supervisor of shell commands, whose output can be read."""
    environment = {**os.environ, "GATEWAY_PORT": "9"}  # nothing ever answers there
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, *lines],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize("code", [0, 3])
def test_a_dead_process_is_named_and_ends_the_others(code: int) -> None:
    done = supervise("sleep 60", f"sh -c 'echo last words; exit {code}'")
    output, _ = done.communicate(timeout=60)
    assert done.returncode == (code or 1)
    assert "last words" in output
    assert f"p1 ended by itself (exit code {code})" in output
    assert "p0 ended by itself" not in output


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_all(number: signal.Signals, code: int) -> None:
    marker = f"61.{os.getpid()}{number}"
    running = supervise(f"sleep {marker}", f"sh -c 'sleep {marker}; true'")
    wait_until(lambda: len(_processes(marker)) == 2, what="the start of both")
    running.send_signal(number)
    output, _ = running.communicate(timeout=60)
    assert running.returncode == code
    assert _processes(marker) == []
    assert "by itself" not in output


def _processes(marker: str) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if line.startswith("sleep") and marker in line]


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert taken("127.0.0.1", port)
        done = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "GATEWAY_PORT": str(port)},
        )
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in done.stderr
    assert not taken("127.0.0.1", port)


def test_only_this_machines_processes_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_address("http://127.0.0.1:5005") == ("127.0.0.1", 5005)
    assert local_address("http://rasa.internal:5005") is None
    try:
        for url, names in (
            ("http://127.0.0.1:5005", {"gateway", "rasa"}),
            ("http://rasa.internal", {"gateway"}),
            ("http://127.0.0.1:5005 http://127.0.0.1:5006", {"gateway", "rasa", "rasa-2"}),
        ):
            monkeypatch.setenv("RASA_URL", url)
            forget_settings()
            assert set(commands()) == names
        monkeypatch.setenv("KAFKA_BROKERS", "127.0.0.1:9092")
        forget_settings()
        assert "stream" in commands()
    finally:
        monkeypatch.undo()
        forget_settings()
