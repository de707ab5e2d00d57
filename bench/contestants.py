"""Ours and stock Rasa: how each is trained, served and spoken to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import project
from bench.measure import MEGABYTE
from bench.processes import Finished, answers, free_port, run, start
from bench.talkers import GatewayTalker, RestTalker, Talker
from bot.sealing import derive
from bot.settings import ROOT

STOCK_PYTHON = ROOT / ".venv-stock" / "bin" / "python"
_MODEL = Path("models") / "model.tar.gz"
_TRAIN = ("train", "--skip-validation", "--fixed-model-name", "model", "--data", "data")
_READY_SECONDS = 600


@dataclass(frozen=True)
class Trained:
    """A project with its model."""

    folder: Path
    examples: int
    cost: Finished

    @property
    def megabytes(self) -> float:
        """Size of the model's file."""
        return (self.folder / _MODEL).stat().st_size / MEGABYTE


@dataclass(frozen=True)
class Served:
    """A server that answers. `pids`: the Rasa process first, then what it needs besides."""

    talker: Talker
    pids: tuple[int, ...]
    load_seconds: float


class Ours:
    """This project: lean Rasa, actions in process, sealed trackers on SQLite."""

    def __init__(self, name: str, an_intent: int | None) -> None:
        self.name = name
        self._an_intent = an_intent

    def train(self, work: Path) -> Trained:
        """`rasa train` from nothing."""
        folder = work / self.name
        examples = project.make_ours(folder, self._an_intent)
        command = [sys.executable, "-m", "rasa", *_TRAIN]
        cost = run(command, folder, _ours_environment(), work / f"{self.name}-train.log")
        return Trained(folder, examples, cost)

    @contextmanager
    def serve(self, trained: Trained) -> Iterator[Served]:
        """One process: Rasa with the actions inside."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
        log = trained.folder / "run.log"
        with start(command, trained.folder, _ours_environment(), log) as rasa:
            seconds = rasa.wait_for(lambda: answers(f"{url}/webhooks/gateway/ready"), 120)
            talker = GatewayTalker(url, derive("rasa-channel").hex())
            yield Served(talker, (rasa.pid,), seconds)


class Stock:
    """`rasa init`'s pipeline and policies: TensorFlow, an action server, trackers in memory."""

    def __init__(self, name: str, an_intent: int | None) -> None:
        self.name = name
        self._an_intent = an_intent
        self._actions_port = free_port()

    def train(self, work: Path) -> Trained:
        """`rasa train` from nothing, in the stock environment."""
        folder = work / self.name
        url = f"http://127.0.0.1:{self._actions_port}/webhook"
        examples = project.make_stock(folder, self._an_intent, url)
        command = [str(STOCK_PYTHON), "-m", "rasa", *_TRAIN]
        cost = run(command, folder, os.environ, work / f"{self.name}-train.log")
        return Trained(folder, examples, cost)

    @contextmanager
    def serve(self, trained: Trained) -> Iterator[Served]:
        """Two processes: Rasa, and our actions behind rasa-sdk's HTTP server."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        actions = [sys.executable, "-m", "rasa_sdk", "--actions", "actions"]
        actions += ["--port", str(self._actions_port)]
        rasa = [str(STOCK_PYTHON), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
        local = {**os.environ, "SANIC_HOST": "127.0.0.1"}
        folder = trained.folder
        with start(actions, ROOT, local, folder / "actions.log") as server:
            health = f"http://127.0.0.1:{self._actions_port}/health"
            server.wait_for(lambda: answers(health), 120)
            with start(rasa, folder, os.environ, folder / "run.log") as running:
                ready = f"{url}/webhooks/rest/"
                seconds = running.wait_for(lambda: answers(ready), _READY_SECONDS)
                yield Served(RestTalker(url), (running.pid, server.pid), seconds)


def _ours_environment() -> dict[str, str]:
    """The project's code is found although the process stands in another folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def stock_missing() -> str | None:
    """Why stock Rasa cannot take part, or None."""
    if STOCK_PYTHON.is_file():
        return None
    return (
        "Stock Rasa did not take part: .venv-stock is missing. Make it (2.5 GB) with: "
        "uv venv --python 3.10 .venv-stock && "
        "uv pip install --python .venv-stock/bin/python -r requirements-stock.txt"
    )
