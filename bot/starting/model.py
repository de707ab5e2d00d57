"""The model: trained when its sources changed, else used as it is."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

MODEL = ROOT / "models" / "model.tar.gz"
_STAMP = MODEL.with_name("model.sources")
_LOG = MODEL.with_name("training.log")
_DATA = ("data/nlu", "data/questions", "data/rules", "data/stories")
_SOURCES = (
    "config.yml", "domain.yml", "requirements.txt", *_DATA, "data/lookups", "data/appliances.yml",
)  # fmt: skip
_CODE = ("bot/dialogue/nlu", "bot/text")


def _files() -> Iterator[Path]:
    for name in (*_SOURCES, *_CODE):
        path = ROOT / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and file.suffix != ".pyc")


def sources() -> str:
    """A hash of everything that the model is made of."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the model on disk was trained on today's sources."""
    return MODEL.is_file() and _STAMP.is_file() and _STAMP.read_text() == sources()


class Training:
    """`rasa train` under way in a process of its own."""

    def __init__(self, command: list[str]) -> None:
        self._started = time.perf_counter()
        self._sources = sources()
        _LOG.parent.mkdir(exist_ok=True)
        self._log = _LOG.open("wb")
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=self._log, stderr=subprocess.STDOUT
        )

    def wait(self) -> float | None:
        """Seconds it took, or None when it failed."""
        code = self._process.wait()
        self._log.close()
        if code != 0 or not MODEL.is_file():
            return None
        _STAMP.write_text(self._sources)
        return time.perf_counter() - self._started

    def stop(self) -> None:
        """End it early."""
        self._process.terminate()
        self._process.wait()

    def last_words(self) -> str:
        """The end of its output."""
        return "\n".join(_LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-30:])


def start_training() -> Training:
    """Start `rasa train` on the project's files."""
    _STAMP.unlink(missing_ok=True)
    # `make lint` validates; a start need not wait for it again.
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation"]
    command += ["--fixed-model-name", "model"]
    command += ["--data", *(name for name in _DATA if (ROOT / name).is_dir())]
    return Training(command)
