"""One running system for all dialogues of a test run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.database import make_engine
from tests.dialogues import system as systems
from tests.dialogues.system import System
from tests.fakes.telegram_server import TOKEN, TelegramServer


@pytest.fixture(scope="session")
def telegram() -> Iterator[TelegramServer]:
    """Telegram's side of the Bot API."""
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, telegram: TelegramServer) -> Iterator[System]:
    """Rasa, gateway and database, seeded with the demo utility, on web and Telegram."""
    channel = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": telegram.url}
    running = systems.start(tmp_path_factory.mktemp("system"), channel)
    try:
        running.wait_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def records(system: System) -> Iterator[Engine]:
    """The running system's database."""
    engine = make_engine(f"sqlite:///{Path(system.var_dir) / 'bot.db'}")
    yield engine
    engine.dispose()
