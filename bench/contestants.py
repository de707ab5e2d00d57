"""Ours and stock Rasa: how each is trained, served and spoken to."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import project
from bench.measure import MEGABYTE
from bench.processes import Finished, answers, free_port, run, start
from bench.talkers import GatewayTalker, RestTalker, Talker
from bot.sealing import derive
from bot.settings import ROOT
from bot.starting.model import sources

STOCK_PYTHON = ROOT / ".venv-stock" / "bin" / "python"
_MODEL = Path("models") / "model.tar.gz"
_TRAIN = ("train", "--skip-validation", "--fixed-model-name", "model", "--data", "data")
_KEPT = "trained.json"
_READY_SECONDS = 600


@dataclass(frozen=True)
class Trained:
    """A project with its model."""

    folder: Path
    examples: int
    cost: Finished

    @property
    def model(self) -> Path:
        """The packed model."""
        return self.folder / _MODEL

    @property
    def megabytes(self) -> float:
        """Size of the model's file."""
        return self.model.stat().st_size / MEGABYTE


def _save(trained: Trained, made_of: str) -> Trained:
    kept = {"made_of": made_of, "examples": trained.examples, **asdict(trained.cost)}
    (trained.folder / _KEPT).write_text(json.dumps(kept), encoding="utf-8")
    return trained


def _saved(folder: Path, made_of: str) -> Trained | None:
    """What an earlier training left there, unless its sources changed since."""
    if not (folder / _KEPT).is_file() or not (folder / _MODEL).is_file():
        return None
    kept = json.loads((folder / _KEPT).read_text(encoding="utf-8"))
    if kept["made_of"] != made_of:
        return None
    return Trained(folder, kept["examples"], Finished(kept["seconds"], kept["cpu_seconds"]))


@dataclass(frozen=True)
class Served:
    """A server that answers. `pids`: the Rasa process first, then what it needs besides."""

    talker: Talker
    pids: tuple[int, ...]
    load_seconds: float
    url: str


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
        return _save(Trained(folder, examples, cost), self._made_of())

    def trained(self, work: Path) -> Trained:
        """As an earlier benchmark of this run left it, else trained now."""
        return _saved(work / self.name, self._made_of()) or self.train(work)

    def _made_of(self) -> str:
        return f"{sources()} {self._an_intent}"

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
            yield Served(talker, (rasa.pid,), seconds, url)


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
        return _save(Trained(folder, examples, cost), self._made_of())

    def trained(self, work: Path) -> Trained:
        """As an earlier benchmark of this run left it, else trained now."""
        return _saved(work / self.name, self._made_of()) or self.train(work)

    def _made_of(self) -> str:
        config = (project.STOCK / "config.yml").read_text(encoding="utf-8")
        return f"{sources()} {self._an_intent} {config}"

    @contextmanager
    def serve(self, trained: Trained) -> Iterator[Served]:
        """Two processes: Rasa, and our actions behind rasa-sdk's HTTP server."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        actions = [sys.executable, "-m", "rasa_sdk", "--actions", "actions"]
        actions += ["--port", str(self._actions_port)]
        rasa = [str(STOCK_PYTHON), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
        rasa.append("--enable-api")  # for parsing alone; on loopback
        local = {**os.environ, "SANIC_HOST": "127.0.0.1"}
        folder = trained.folder
        with start(actions, ROOT, local, folder / "actions.log") as server:
            health = f"http://127.0.0.1:{self._actions_port}/health"
            server.wait_for(lambda: answers(health), 120)
            with start(rasa, folder, os.environ, folder / "run.log") as running:
                ready = f"{url}/webhooks/rest/"
                seconds = running.wait_for(lambda: answers(ready), _READY_SECONDS)
                yield Served(RestTalker(url), (running.pid, server.pid), seconds, url)


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
