"""`python -m bot run` and `train`."""

from __future__ import annotations

import argparse
import os
import sys
import time

from bot.settings import settings
from bot.starting import model
from bot.starting.addresses import local_addresses, taken


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the room's commands."""
    run = subparsers.add_parser("run", help="start everything, ready for the first message")
    run.set_defaults(run=_run)
    train = subparsers.add_parser("train", help="train the model if its sources changed")
    train.add_argument("--force", action="store_true", help="train even if nothing changed")
    train.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    if model.is_current() and not arguments.force:
        print("The model is newer than its sources: nothing to do.")
        return 0
    return _finish(model.start_training())


def _finish(training: model.Training | None) -> int:
    """Wait for a training, say how long it took; 1 and its last words when it failed."""
    if training is None:
        return 0
    seconds = training.wait()
    if seconds is None:
        print(f"Training failed:\n{training.last_words()}", file=sys.stderr)
        return 1
    print(f"  model trained in {seconds:.1f} s", flush=True)
    return 0


def _run(_: argparse.Namespace) -> int:
    """Prepare what is missing, then become the supervisor of the processes."""
    started = time.time()
    busy = _busy_port()
    if busy:
        print(busy, file=sys.stderr)
        return 1
    failed = _prepare()
    if not failed:
        # Alembic and SQLAlchemy are not needed any more: give their memory back.
        os.execv(sys.executable, [sys.executable, "-m", "bot.starting.processes", str(started)])
    return failed


def _busy_port() -> str | None:
    """What to say when a port that we need is in use."""
    wishes = [("GATEWAY_PORT", settings().gateway_host, settings().gateway_port)]
    wishes += [("RASA_URL", *address) for address in local_addresses(settings().rasa_url)]
    for variable, host, port in wishes:
        if taken(host, port):
            return f"Port {port} on {host} is in use. End what uses it, or set {variable}."
    return None


def _prepare() -> int:
    """Model and database, at the same time; the exit code."""
    training = None
    if local_addresses(settings().rasa_url) and not model.is_current():
        print("Training the model: the first time, or its sources changed …", flush=True)
        training = model.start_training()
    try:
        _prepare_database()
        return _finish(training)
    except BaseException:
        if training is not None:
            training.stop()
        raise


def _prepare_database() -> None:
    """The newest schema; the demo's people where there is nobody yet."""
    from bot.database import engine
    from bot.demo.commands import DEFAULT_ACCOUNTS
    from bot.demo.seed import is_empty
    from bot.migrations.commands import upgrade

    started = time.perf_counter()
    upgrade()
    seeding = settings().demo and is_empty(engine())
    if seeding:
        from bot.__main__ import main

        main(["seed", "--accounts", str(DEFAULT_ACCOUNTS)])
    what = "database made and filled with the demo" if seeding else "database up to date"
    print(f"  {what} in {time.perf_counter() - started:.1f} s", flush=True)
