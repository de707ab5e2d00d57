"""The upgrade to 0019 marks what was meant in each conversation, and which forms came to an end."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from tests.migrations.test_summing_up import _move, _say, connection  # noqa: F401

_TALK = (
    "INSERT INTO conversations (id, key, channel, state, unreachable, last_seq, last_activity, "
    "created_at) VALUES (7, 'web:1', 'web', 'bot', false, 3, '2026-11-22 10:00:00', "
    "'2026-11-22 10:00:00')"
)
_ENDED = "UPDATE messages SET slots = :slots, actions = :actions WHERE seq = 3"


def test_what_was_meant_before_is_found_after(connection):  # noqa: F811
    _move(connection, "0018")
    connection.execute(text(_TALK))
    for seq, intent in enumerate(("ask_bill", "ask_bill", "affirm"), start=1):
        _say(connection, seq, intent, 0.9)
    ended = {"slots": '{"requested_slot": null}', "actions": '["update_form", "action_x"]'}
    connection.execute(text(_ENDED), ended)
    _move(connection, "0019")
    found = connection.execute(text("SELECT mark FROM conversation_marks")).scalars()
    assert set(found) == {"intent:ask_bill", "intent:affirm", "finished:update_form"}
    _move(connection, "0018", command.downgrade)
    assert connection.execute(text("SELECT count(*) FROM conversation_marks")).scalar_one() == 0
