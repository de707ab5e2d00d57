"""The model that is measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.starting.model import MODEL


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the sources as they are; trained if they changed."""
    command = [sys.executable, "-m", "bot", "train"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return MODEL
