"""The upgrade to 0018 finds out which message led to a person and what an open form asks."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from tests.migrations.test_summing_up import _move, _say, connection  # noqa: F401

_SLOTS = '{"requested_slot": "update_name"}'


def test_what_is_known_of_before_is_kept(connection):  # noqa: F811
    _move(connection, "0017")
    connection.execute(
        text(
            "INSERT INTO conversations (id, key, channel, state, unreachable, last_seq, "
            "last_activity, created_at) VALUES (7, 'web:1', 'web', 'bot', false, 5, "
            "'2026-11-22 10:00:00', '2026-11-22 10:00:00')"
        )
    )
    for seq, intent in enumerate(("ask_bill", "human", "update_details", "inform"), start=1):
        _say(connection, seq, intent, 0.9)
    for mark in ("handoff", "form", "form:update_form"):
        connection.execute(text("INSERT INTO conversation_marks VALUES (:mark, 7)"), {"mark": mark})
    connection.execute(text("UPDATE messages SET slots = :slots WHERE seq = 3"), {"slots": _SLOTS})
    _move(connection, "0018")
    led = connection.execute(text("SELECT seq FROM messages WHERE led_to_person")).scalars()
    assert led.all() == [2]
    asked = connection.execute(text("SELECT form_question FROM conversations"))
    assert asked.scalar_one() == "update_name"
    _move(connection, "0017", command.downgrade)
    assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 4
