"""`python -m bot.starting.processes <start time>`: the processes of `make run`, watched.

Small on purpose (honcho and the standard library): it stays in memory as long as they run.
"""

from __future__ import annotations

import json
import shlex
import signal
import sys
import threading
import time
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from honcho.manager import Manager

from bot.settings import settings
from bot.starting.addresses import local_address, local_addresses
from bot.starting.model import MODEL

_POLL_SECONDS = 0.2
_COMPLAIN_SECONDS = 60


def commands() -> dict[str, list[str]]:
    """The command line of each process, by name."""
    python = sys.executable
    wanted = {"gateway": [python, "-m", "bot", "gateway"]}
    for number, (host, port) in enumerate(local_addresses(settings().rasa_url), start=1):
        name = "rasa" if number == 1 else f"rasa-{number}"
        wanted[name] = [python, "-m", "rasa", "run", "-i", host, "-p", str(port)]
        wanted[name] += ["-m", str(MODEL)]
    actions = local_address(settings().action_server_url or "")
    if actions is not None:
        wanted["actions"] = [python, "-m", "rasa_sdk", "--actions", "actions"]
        wanted["actions"] += ["--port", str(actions[1])]
    if settings().kafka_brokers:
        wanted["stream"] = [python, "-m", "bot", "stream"]
    return wanted


class Supervisor(Manager):  # type: ignore[misc]
    """honcho's manager: says when a message would be answered, and which process died."""

    def __init__(self, started: float) -> None:
        super().__init__()
        self._started = started
        self._died: list[str] = []

    def _start(self) -> None:
        super()._start()
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        threading.Thread(target=self._announce, daemon=True).start()

    def terminate(self) -> None:
        """End all processes; remember which one ended first by itself."""
        if not self._terminating and self.returncode not in (130, 143):
            self._died = [name for name, p in self._processes.items() if "returncode" in p]
        super().terminate()

    def exit_code(self) -> int:
        """130 or 143 after a signal; else a process died: said plainly, never 0."""
        for name in self._died:
            code = self._processes[name]["returncode"]
            self._system_print(
                f"{name} ended by itself (exit code {code}), so everything was stopped. "
                "Its last lines above say why.\n"
            )
        return self.returncode or 1

    def _announce(self) -> None:
        base = f"http://{settings().gateway_host}:{settings().gateway_port}"
        complain_at = time.time() + _COMPLAIN_SECONDS
        while (reason := _not_ready(f"{base}/readyz")) is not None:
            if self._terminating:
                return
            if time.time() > complain_at:
                self._system_print(f"Not ready yet: {reason}\n")
                complain_at += _COMPLAIN_SECONDS
            time.sleep(_POLL_SECONDS)
        seconds = time.time() - self._started
        self._system_print(f"Ready after {seconds:.1f} s. Ctrl-C ends everything.\n")
        self._system_print(f"  Chat    {base}/\n")
        self._system_print(f"  Staff   {base}/staff\n")
        self._system_print(f"  Health  {base}/readyz\n")


def _not_ready(url: str) -> str | None:
    """None when the gateway says that a message would be answered, else why not."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=5):
            return None
    except HTTPError as error:
        return f"{error.code} {_body(error)}"
    except (URLError, OSError) as error:
        return str(error)


def _body(error: HTTPError) -> Any:
    try:
        return json.loads(error.read())
    except ValueError:
        return ""


def main(started: float) -> int:
    """Run until a signal comes or a process dies."""
    supervisor = Supervisor(started)
    for name, command in commands().items():
        # Unbuffered, or their lines would come late; exec, so that a signal reaches them.
        line = "exec env PYTHONUNBUFFERED=1 SANIC_HOST=127.0.0.1 " + shlex.join(command)
        supervisor.add_process(name, line)
    supervisor.loop()
    return supervisor.exit_code()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else time.time()))
