"""Review of conversations

What the list can be narrowed to stands in `conversation_marks`; what was said before is marked as
`bot/transcripts/record.py` marks each new message.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BATCH = 5000
_SOME = """
SELECT id, conversation_id, intent, entities, actions FROM messages
WHERE id > :after AND intent IS NOT NULL ORDER BY id LIMIT :batch
"""
_MARK = """
INSERT INTO conversation_marks (mark, conversation_id) VALUES (:mark, :conversation)
ON CONFLICT DO NOTHING
"""
_FROM_CONVERSATIONS = (
    "SELECT 'handoff', id FROM conversations WHERE waiting_reason IS NOT NULL "
    "OR state IN ('waiting', 'clerk')",
    "SELECT 'clerk:' || clerk, id FROM conversations WHERE clerk IS NOT NULL",
    "SELECT DISTINCT 'city:' || areas.city, conversations.id FROM conversations "
    "JOIN channel_identities ON channel_identities.conversation = conversations.key "
    "JOIN account_links ON account_links.identity_id = channel_identities.id "
    "JOIN accounts ON accounts.id = account_links.account_id "
    "JOIN areas ON areas.id = accounts.area_id",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conversation_marks",
        sa.Column("mark", sa.String(length=100), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_marks_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mark", "conversation_id", name=op.f("pk_conversation_marks")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_conversation_marks_conversation_id",
        "conversation_marks",
        ["conversation_id"],
        unique=False,
    )
    op.create_table(
        "reviews",
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reviewed_by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_reviews_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_reviews")),
    )
    op.create_table(
        "turn_flags",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("flagged_by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_by", sa.String(length=40), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reason IN ('wrong_meaning', 'wrong_fact', 'tone', 'danger_missed', 'privacy', 'other')",
            name=op.f("ck_turn_flags_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_turn_flags_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_turn_flags_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_flags")),
    )
    op.create_index(
        "ix_turn_flags_conversation_id", "turn_flags", ["conversation_id"], unique=False
    )
    op.create_index("ix_turn_flags_message_id", "turn_flags", ["message_id"], unique=False)
    op.create_table(
        "labels",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "colour IN ('orange', 'sky', 'green', 'yellow', 'blue', 'vermilion', 'purple', 'grey')",
            name=op.f("ck_labels_colour"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("name", name=op.f("uq_labels_name")),
    )
    op.create_table(
        "conversation_labels",
        sa.Column("label_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_labels_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["label_id"],
            ["labels.id"],
            name=op.f("fk_conversation_labels_label_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("label_id", "conversation_id", name=op.f("pk_conversation_labels")),
    )
    op.create_index(
        "ix_conversation_labels_conversation_id",
        "conversation_labels",
        ["conversation_id"],
        unique=False,
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("written_by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["notes.id"], name=op.f("fk_mentions_note_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("note_id", "name", name=op.f("pk_mentions")),
    )
    op.create_index("ix_mentions_name_seen_at", "mentions", ["name", "seen_at"], unique=False)
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("owner", "name", name=op.f("uq_saved_filters_owner_name")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("intent_before", sa.String(length=60), nullable=True),
        sa.Column("intent", sa.String(length=60), nullable=False),
        sa.Column("entities", sa.Text(), nullable=False),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.Column("corrected_by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'rejected')", name=op.f("ck_corrections_state")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_corrections_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_corrections_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(
        "ix_corrections_conversation_id", "corrections", ["conversation_id"], unique=False
    )
    op.create_index("ix_corrections_message_id", "corrections", ["message_id"], unique=False)
    op.create_index(
        "ix_corrections_state_likeness", "corrections", ["state", "likeness"], unique=False
    )

    _mark_what_was_said()
    for source in _FROM_CONVERSATIONS:
        # SQLite reads "ON" after a bare SELECT as a join: the condition parts them.
        where = "" if " WHERE " in source else " WHERE true"
        op.execute(
            f"INSERT INTO conversation_marks (mark, conversation_id) {source}{where} "
            "ON CONFLICT DO NOTHING"
        )


def _mark_what_was_said() -> None:
    connection, after = op.get_bind(), 0
    while rows := connection.execute(sa.text(_SOME), {"after": after, "batch": _BATCH}).all():
        found = {(mark, row[1]) for row in rows for mark in _marks(*row[2:])}
        if found:
            connection.execute(
                sa.text(_MARK),
                [{"mark": mark[:100], "conversation": number} for mark, number in sorted(found)],
            )
        after = rows[-1][0]


def _marks(intent: str, entities: Any, actions: Any) -> Iterator[str]:
    yield from (["complaint"] if intent == "complaint" else [])
    yield from (f"action:{name}" for name in _list(actions))
    for entity in _list(entities):
        if entity.get("entity") == "city" and isinstance(entity.get("value"), str):
            yield f"city:{entity['value']}"


def _list(value: Any) -> list[Any]:
    """A JSON column as the driver gives it: SQLite as text."""
    return (json.loads(value) if isinstance(value, str) else value) or []


def downgrade() -> None:
    """Take back."""
    op.drop_table("corrections")
    op.drop_table("saved_filters")
    op.drop_table("mentions")
    op.drop_table("notes")
    op.drop_table("conversation_labels")
    op.drop_table("labels")
    op.drop_table("turn_flags")
    op.drop_table("reviews")
    op.drop_table("conversation_marks")
