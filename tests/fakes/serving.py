"""Any ASGI app over real HTTP, in a thread of the test's process."""

from __future__ import annotations

import itertools
import random
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import uvicorn

_PORTS = range(20_000, 32_000)
"""Below those that Linux gives to clients: no connection that is opened meanwhile takes one."""
_shuffled = itertools.cycle(random.Random().sample(_PORTS, len(_PORTS)))


def free_port() -> int:
    """A port nobody listens on, and another one at each call."""
    for port in _shuffled:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable: the cycle does not end")


class Serving:
    """`with Serving(app) as server: httpx.get(server.url)`."""

    def __init__(self, app: Any, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._app = app
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Serving:
        """Serve; returns once connections are taken."""
        config = uvicorn.Config(
            self._app,
            host="127.0.0.1",
            port=self.port,
            ws="none",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 60
        while not self._server.started:
            assert self._thread.is_alive(), "the server died at start"
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Stop serving; open event streams are let go first."""
        self._end(at_once=False)

    def cut(self) -> None:
        """Stop serving and cut every connection, as a crash would."""
        self._end(at_once=True)

    def _end(self, at_once: bool) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._server.force_exit = at_once
        self._thread.join(timeout=60)
        assert not self._thread.is_alive(), "the server does not stop"
        self._server = None

    def __enter__(self) -> Serving:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def wait_until(condition: Any, seconds: float = 60.0, what: str = "it") -> Any:
    """The first true value of `condition()`; an AssertionError if there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen in {seconds} s")
