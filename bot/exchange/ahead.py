"""A large file is read by a process of its own, a batch ahead of the one that is being written.

A thread would not do: SQLite writes in our process, and its driver lets go of the interpreter at
every row; on PostgreSQL, too, what is prepared for the server keeps the interpreter busy.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from bot.exchange.reading import Values
from bot.exchange.source import Position
from bot.exchange.survey import Survey

WORTH_A_PROCESS = 8 * 2**20
"""Bytes of a file: some 60,000 bills. A smaller one is there before a process has begun."""
_FORK = get_context("fork")
"""Nothing is imported again, and what a kind reads with (functions) need not be sent."""

Read = Callable[[Survey, Position], Iterator[Values]]
"""The batches behind a position of a file that is known."""


class ReaderEndedError(Exception):
    """The reading process was killed."""


@contextmanager
def reading_ahead(path: Path, read: Read) -> Iterator[Read]:
    """`read`, done by another process where that is worth it.

    To be entered before the file is locked and the database used: the process holds neither.

    Raises:
        ReaderEndedError: while the batches are read, and whatever `read` raises.
    """
    if path.stat().st_size < WORTH_A_PROCESS:
        yield read
        return
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_serve, args=(theirs, ours, read), daemon=True)
    process.start()
    theirs.close()
    try:
        yield partial(_received, ours)
    finally:
        ours.close()
        process.join()


def _serve(theirs: Connection, ours: Connection, read: Read) -> None:
    """Send every batch, then None; or what went wrong. Ends when nobody listens any more."""
    ours.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the importing process is told, and closes
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        known, position = theirs.recv()
        try:
            for values in read(known, position):
                theirs.send(values)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:
            theirs.send(error)
        else:
            theirs.send(None)


def _received(ours: Connection, known: Survey, position: Position) -> Iterator[Values]:
    try:
        ours.send((known, position))
        while (found := ours.recv()) is not None:
            if isinstance(found, Exception):
                raise found
            yield found
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        why = "the process that reads the file was ended: the same command goes on from here"
        raise ReaderEndedError(why) from error
