"""The model: trained when its sources changed, else used as it is."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT, settings

MODEL = ROOT / "models" / "model.tar.gz"
_STAMP = MODEL.with_name("model.sources")
_LOG = MODEL.with_name("training.log")
_DATA = ("data/nlu", "data/questions", "data/rules", "data/stories")
_SOURCES = (
    "config.yml", "domain.yml", "requirements.txt", *_DATA, "data/lookups", "data/appliances.yml",
)  # fmt: skip
_CODE = ("bot/dialogue/nlu", "bot/text")


def corrections() -> Path:
    """What clerks corrected and `python -m bot improve` promoted; trained with the rest."""
    return settings().var_dir / "models" / "corrections.yml"


def _files() -> Iterator[Path]:
    for name in (*_SOURCES, *_CODE):
        path = ROOT / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and file.suffix != ".pyc")


def sources() -> str:
    """A hash of everything that the model is made of."""
    return sources_with(corrections())


def sources_with(learnt: Path) -> str:
    """The same, if it had learnt those corrections."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    if learnt.is_file():
        digest.update(b"corrections\0" + learnt.read_bytes() + b"\0")
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


def train_command(learnt: Path, *more: str) -> list[str]:
    """`rasa train` on the project's files and the corrections of `learnt`, if it is there."""
    # `make lint` validates; a start need not wait for it again.
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation"]
    command += ["--fixed-model-name", "model", *more]
    command += ["--data", *(name for name in _DATA if (ROOT / name).is_dir())]
    return [*command, str(learnt)] if learnt.is_file() else command


def start_training() -> Training:
    """Start `rasa train` on the project's files."""
    _STAMP.unlink(missing_ok=True)
    return Training(train_command(corrections()))


def use(model: Path) -> None:
    """Make a packed model, trained on today's sources, the one that the next start serves."""
    MODEL.parent.mkdir(exist_ok=True)
    waiting = MODEL.with_suffix(".new")
    shutil.copyfile(model, waiting)
    _STAMP.unlink(missing_ok=True)
    waiting.replace(MODEL)
    _STAMP.write_text(sources())
