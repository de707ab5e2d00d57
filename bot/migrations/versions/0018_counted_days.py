"""Finished days are counted once; which message led to a person; what an open form asks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_HEARD = sa.text("author = 'subscriber'")
_LOST = sa.text("intent = 'nlu_fallback'")
_COUNTS = (
    "messages misunderstood conversations week_conversations month_conversations "
    "handed_over week_handed_over month_handed_over"
).split()
# When a person was asked for was not kept: the last time that they were meant, else the last words.
_LED = """
UPDATE messages SET led_to_person = true WHERE id IN (
    SELECT coalesce(max(CASE WHEN messages.intent = 'human' THEN messages.id END), max(messages.id))
    FROM conversation_marks JOIN messages USING (conversation_id)
    WHERE conversation_marks.mark = 'handoff' AND messages.author = 'subscriber'
    GROUP BY conversation_id
)
"""
_ASKED = """
UPDATE conversations SET form_question = (
    SELECT {question} FROM messages
    WHERE messages.conversation_id = conversations.id
      AND messages.author = 'subscriber' AND {question} IS NOT NULL
    ORDER BY messages.seq DESC LIMIT 1
)
WHERE id IN (SELECT conversation_id FROM conversation_marks WHERE mark = 'form')
"""
_QUESTION = {
    "sqlite": "json_extract(messages.slots, '$.requested_slot')",
    "postgresql": "(messages.slots ->> 'requested_slot')",
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "counted_days",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_counted_days")),
    )
    op.create_table(
        "counted_intents",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day"], ["counted_days.day"], name=op.f("fk_counted_intents_day"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day", "intent", name=op.f("pk_counted_intents")),
    )
    op.add_column(
        "messages",
        sa.Column("led_to_person", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("conversations", sa.Column("form_question", sa.String(length=60)))
    op.execute(_LED)
    op.execute(_ASKED.format(question=_QUESTION[op.get_bind().dialect.name]))
    op.create_index(
        "ix_messages_heard",
        "messages",
        ["at", "conversation_id", "intent", "confidence", "led_to_person", "author"],
        sqlite_where=_HEARD,
        postgresql_where=_HEARD,
    )
    op.create_index(
        "ix_messages_lost", "messages", ["at"], sqlite_where=_LOST, postgresql_where=_LOST
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_messages_lost", "messages")
    op.drop_index("ix_messages_heard", "messages")
    op.drop_column("conversations", "form_question")
    op.drop_column("messages", "led_to_person")
    op.drop_table("counted_intents")
    op.drop_table("counted_days")
