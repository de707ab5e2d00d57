"""What every test stands on: its own settings, its own database, nothing of the developer's."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bot import database as database_module
from bot import sealing
from bot import settings as settings_module
from bot.settings import Settings
from bot.tables import Base

pytest_plugins = ["tests.dialogues.fixtures"]

# A busy machine makes no test fail, and neither does luck: every run tries the same examples.
# `--hypothesis-profile explore` tries others.
hypothesis.settings.register_profile(
    "explore", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "steady", parent=hypothesis.settings.get_profile("explore"), derandomize=True
)
hypothesis.settings.load_profile("steady")

POSTGRES = os.environ.get("TEST_POSTGRES_URL")
"""Set: the database tests run on this PostgreSQL server (a role that may create databases)."""


def pytest_configure(config: pytest.Config) -> None:
    """Settings of the developer's shell and `.env` never reach a test."""
    for field in fields(Settings):
        os.environ.pop(field.name.upper(), None)
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="mushtarik-tests-")
    os.environ["SECRET_KEY"] = "tests-" + "0123456789" * 4
    read_dotenv, own = settings_module.read_dotenv, settings_module.ROOT / ".env"
    settings_module.read_dotenv = lambda path: {} if path == own else read_dotenv(path)
    forget_settings()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no files behind."""
    shutil.rmtree(os.environ["VAR_DIR"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database: `-m database` runs it again on PostgreSQL (`.ci/run`)."""
    for item in items:
        if {"database", "empty_database_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


def forget_settings() -> None:
    """Make the next call of `settings()` and `engine()` read the environment again."""
    if database_module.engine.cache_info().currsize:
        database_module.engine().dispose()
    for cached in (
        settings_module.settings,
        database_module.engine,
        database_module._sessions,
        sealing._box,
    ):
        cached.cache_clear()


def _create_schema(url: str) -> None:
    engine = database_module.make_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def _on_server(statement: str) -> None:
    """One statement on the PostgreSQL server, outside a transaction."""
    engine = database_module.make_engine(str(POSTGRES))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _postgres_url(name: str) -> str:
    return str(make_url(str(POSTGRES)).set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def schema_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and no rows, to be copied: a file, or a PostgreSQL name."""
    if POSTGRES is None:
        path = tmp_path_factory.mktemp("template") / "bot.db"
        _create_schema(f"sqlite:///{path}")
        yield str(path)
        return
    name = f"template_{uuid.uuid4().hex}"
    _on_server(f"CREATE DATABASE {name}")
    _create_schema(_postgres_url(name))
    yield name
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_database_url(tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if POSTGRES is None:
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    name = f"empty_{uuid.uuid4().hex}"
    _on_server(f"CREATE DATABASE {name}")
    yield _postgres_url(name)
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema_template: str
) -> Iterator[None]:
    """A fresh database and `VAR_DIR`: `bot.database.transaction()` and `reading()` use it."""
    if POSTGRES is None:
        shutil.copy(schema_template, tmp_path / "bot.db")
        url = f"sqlite:///{tmp_path / 'bot.db'}"
    else:
        name = f"test_{uuid.uuid4().hex}"
        _on_server(f"CREATE DATABASE {name} TEMPLATE {schema_template}")
        url = _postgres_url(name)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    forget_settings()
    yield
    forget_settings()
    if POSTGRES is not None:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def session(database: None) -> Iterator[Session]:
    """A session in one transaction on a fresh database, rolled back at the end.

    On SQLite it holds the write lock: code that opens its own `transaction()` needs the
    `database` fixture instead.
    """
    with Session(database_module.engine(), future=True, expire_on_commit=False) as session:
        yield session
