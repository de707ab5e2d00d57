"""A backup comes back whole: into a new database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, inspect, select, text

from bot.__main__ import main
from bot.attachments.files import read_content, receive
from bot.backup.archive import read_manifest
from bot.database import engine, make_engine, reading, transaction
from bot.delivery.outbox import send_sms
from bot.dialogue.trackers_at import database_url
from bot.gateway.inbox import Incoming, store
from bot.settings import settings
from bot.transcripts.record import content_of, record_bot_message
from bot.transcripts.tables import Conversation, Message
from tests.conftest import POSTGRES, forget_settings
from tests.fakes.files import PDF

needs_programs = pytest.mark.skipif(
    POSTGRES is not None and shutil.which("pg_dump") is None, reason="no pg_dump here"
)
KEY = "web:backup"


def _live_a_little() -> str:
    """Rows in several tables, one sealed file, one tracker; the file's name."""
    with transaction() as session:
        store(session, Incoming(KEY, f"{KEY}:1", "كم فاتورتي؟", "كم فاتورتي؟"))
        conversation = session.execute(select(Conversation)).scalar_one()
        record_bot_message(session, conversation, {"text": "فاتورتك 120 ريال"}, "answer")
        send_sms(session, "+966551234567", "رمزك 123456", "code:1", secret=True)
    trackers = make_engine(database_url(settings()))
    with trackers.begin() as connection:
        columns = "sender_id VARCHAR(255) PRIMARY KEY, events TEXT, updated_at TIMESTAMP"
        connection.execute(text(f"CREATE TABLE rasa_trackers ({columns})"))
        connection.execute(text("INSERT INTO rasa_trackers (sender_id) VALUES ('web:backup')"))
    trackers.dispose()
    (settings().var_dir / "media").mkdir()
    (settings().var_dir / "media" / "chart.png").write_bytes(b"png")
    return receive(PDF).stored_as


def _rows() -> dict[str, list[Any]]:
    """Everything in the database, as it is stored."""
    tables = MetaData()
    tables.reflect(engine())
    found = {}
    with engine().connect() as connection:
        for table in tables.sorted_tables:
            rows = connection.execute(select(table)).all()
            found[table.name] = sorted(map(repr, rows))
    return found


@pytest.fixture
def elsewhere(database: None, empty_database_url: str, tmp_path: Path, monkeypatch):
    """Turns the settings to an empty database and VAR_DIR."""

    def turn() -> None:
        monkeypatch.setenv("DATABASE_URL", empty_database_url)
        monkeypatch.setenv("VAR_DIR", str(tmp_path / "new"))
        forget_settings()

    return turn


@needs_programs
def test_what_was_there_is_there_again(elsewhere, tmp_path: Path) -> None:
    name = _live_a_little()
    before = _rows()
    assert main(["backup", str(tmp_path / "backup")]) == 0
    with transaction() as session:  # life goes on; it is not in the backup
        send_sms(session, "+966551234567", "لاحقا", "later")
    elsewhere()
    assert main(["restore", str(tmp_path / "backup")]) == 0
    assert _rows() == before
    assert read_content(name) == PDF
    assert (settings().var_dir / "media" / "chart.png").read_bytes() == b"png"
    with reading() as session:
        answer = session.execute(select(Message).where(Message.author == "bot")).scalar_one()
        assert content_of(answer)["text"] == "فاتورتك 120 ريال"
    with transaction() as session:  # and it goes on: new rows get new numbers
        conversation = session.execute(select(Conversation)).scalar_one()
        assert record_bot_message(session, conversation, {"text": "أهلا"}, "next").seq == 3
    if POSTGRES is None:
        assert (settings().var_dir / "rasa.db").is_file()
    else:
        assert inspect(engine()).has_table("rasa_trackers")


@needs_programs
def test_nothing_is_written_over(elsewhere, tmp_path: Path, capsys) -> None:
    _live_a_little()
    backup = str(tmp_path / "backup")
    assert main(["backup", backup]) == 0
    assert main(["backup", backup]) == 1
    assert "not empty" in capsys.readouterr().err
    assert main(["restore", backup]) == 1
    assert "not empty" in capsys.readouterr().err
    elsewhere()
    assert main(["restore", backup]) == 0
    assert main(["restore", backup]) == 1


@needs_programs
def test_another_key_and_half_a_backup_are_told(
    elsewhere, tmp_path: Path, monkeypatch, capsys
) -> None:
    _live_a_little()
    backup = tmp_path / "backup"
    assert main(["backup", str(backup)]) == 0
    assert settings().secret_key not in (backup / "backup.json").read_text()
    elsewhere()
    monkeypatch.setenv("SECRET_KEY", "another-" + "0123456789" * 4)
    forget_settings()
    assert main(["restore", str(backup)]) == 1
    assert "SECRET_KEY" in capsys.readouterr().err
    (backup / "backup.json").unlink()
    assert main(["restore", str(backup)]) == 1
    assert "no complete backup" in capsys.readouterr().err


@needs_programs
def test_it_says_when_and_of_what(database: None, tmp_path: Path) -> None:
    assert main(["backup", str(tmp_path / "backup")]) == 0
    manifest = read_manifest(tmp_path / "backup")
    assert manifest.database == engine().dialect.name
