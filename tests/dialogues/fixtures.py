"""One running system for a whole test run: dialogues and browser tests share it.

Loaded as a plugin by `tests/conftest.py`; started by the first test that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.database import make_engine
from tests.dialogues import system as systems
from tests.dialogues.system import System
from tests.fakes.telegram_server import TOKEN, TelegramServer

STAFF_PASSWORD = "staff-of-the-tests"


@pytest.fixture(scope="session")
def telegram() -> Iterator[TelegramServer]:
    """Telegram's side of the Bot API."""
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, telegram: TelegramServer) -> Iterator[System]:
    """Rasa, gateway and database, seeded with the demo utility, on web and Telegram."""
    extra = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": telegram.url,
        "STAFF_PASSWORD": STAFF_PASSWORD,
    }
    running = systems.start(tmp_path_factory.mktemp("system"), extra)
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
