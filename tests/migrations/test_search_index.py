"""The upgrade to 0004 makes what was said before findable."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.transcripts.listing import Filters
from bot.transcripts.search import find
from tests.migrations.test_summing_up import _move, _say, connection  # noqa: F401


def test_old_messages_are_found_and_the_way_back_keeps_them(connection):  # noqa: F811
    _move(connection, "0003")
    connection.execute(
        text(
            "INSERT INTO conversations (id, key, channel, state, unreachable, last_seq, "
            "last_activity, created_at) VALUES (7, 'web:1', 'web', 'bot', false, 5, "
            "'2026-11-22 10:00:00', '2026-11-22 10:00:00')"
        )
    )
    for seq in range(3):
        _say(connection, seq + 1, "ask_bill", 0.9)
    _move(connection, "0004")
    _move(connection, "head")  # where `find` knows the columns
    with Session(connection, future=True) as session:
        assert [one.seq for one in find(session, "النص", Filters(), None, 9)] == [3, 2, 1]
    _move(connection, "0003", command.downgrade)
    assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 3
