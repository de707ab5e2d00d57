"""The upgrade to 0003 sums up the conversations that are there, and loses no message."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import text

from bot.database import make_engine
from bot.migrations.commands import configuration
from bot.sealing import seal


@pytest.fixture
def connection(empty_database_url: str):
    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _move(connection, target, move=command.upgrade):
    config = configuration()
    config.attributes["connection"] = connection
    move(config, target)


def _say(connection, seq, intent, confidence):
    connection.execute(
        text(
            "INSERT INTO messages (conversation_id, seq, author, at, text, content, intent, "
            "confidence) VALUES (7, :seq, 'subscriber', '2026-11-22 10:00:00', 'نص', :content, "
            ":intent, :confidence)"
        ),
        {"seq": seq, "content": seal("{}"), "intent": intent, "confidence": confidence},
    )


def test_what_was_said_before_is_in_the_list_after(connection):
    _move(connection, "0002")
    connection.execute(
        text(
            "INSERT INTO conversations (id, key, channel, state, unreachable, last_seq, "
            "last_activity, created_at) VALUES (7, 'web:1', 'web', 'bot', false, 5, "
            "'2026-11-22 10:00:00', '2026-11-22 10:00:00')"
        )
    )
    for seq, (intent, confidence) in enumerate(
        [("ask_bill", 0.9), ("danger", 0.8), ("thanks", 0.7), (None, None), ("nlu_fallback", 0.9)]
    ):
        _say(connection, seq + 1, intent, confidence)
    _move(connection, "0003")
    row = connection.execute(text("SELECT * FROM conversations")).mappings().one()
    assert (row["topic"], row["misunderstood"], bool(row["danger"])) == ("danger", 1, True)
    assert (row["worst_confidence"], row["seen_seq"]) == (0, 5)
    _move(connection, "0002", command.downgrade)
    assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 5
