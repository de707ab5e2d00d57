"""Processor time of a PostgreSQL server here: on a busy machine it says more than the clock."""

from __future__ import annotations

import threading
from contextlib import closing
from types import TracebackType

import psutil
import psycopg2

_EVERY_SECONDS = 0.1
"""A session's last moments before it ends may be missed for this long."""


class ServerTime:
    """What the server's processes use while the `with` block runs.

    `seconds` stays 0 where the server runs elsewhere.
    """

    def __init__(self, url: str) -> None:
        """`url`: any database of the server."""
        self.seconds = 0.0
        self._parent = _postmaster(url)
        self._before: dict[int, float] = {}
        self._used: dict[int, float] = {}
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> ServerTime:
        if self._parent:
            self._before = self._spent()
            self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._parent:
            self._over.set()
            self._watch.join()
            self._used |= self._spent()
            self.seconds = sum(self._used.values()) - sum(
                spent for pid, spent in self._before.items() if pid in self._used
            )

    def _look_on(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self._used |= self._spent()

    def _spent(self) -> dict[int, float]:
        found = {}
        for process in self._parent.children() if self._parent else ():
            try:
                found[process.pid] = sum(process.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        return found


def _postmaster(url: str) -> psutil.Process | None:
    with closing(psycopg2.connect(url)) as connection:
        try:
            session = psutil.Process(connection.info.backend_pid)
        except psutil.NoSuchProcess:
            return None
        return session.parent() if session.name().startswith("postgres") else None
