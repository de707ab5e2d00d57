"""What the list of conversations shows

Columns are added and dropped in place: SQLite's way of copying a table would delete the old one,
and with it, by cascade, every message.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INDEXED = ("channel", "state", "topic")
_COLUMNS = ("clerk", "clerk_seen_at", "topic", "worst_confidence", "misunderstood", "danger")
# What is there already is summed up as `bot/transcripts/record.py` does for each new message,
# except that the confidence of what was not understood is unknown to SQL: it counts as none.
_SUM_UP = """
UPDATE conversations SET
  seen_seq = last_seq,
  topic = (
    SELECT intent FROM messages
    WHERE conversation_id = conversations.id AND intent IS NOT NULL AND intent NOT IN (
      'greet', 'goodbye', 'thanks', 'affirm', 'deny', 'cancel', 'go_back', 'skip', 'repeat',
      'inform', 'menu', 'nlu_fallback')
    ORDER BY seq DESC LIMIT 1),
  worst_confidence = (
    SELECT min(CASE intent WHEN 'nlu_fallback' THEN 0 ELSE coalesce(confidence, 0) END)
    FROM messages WHERE conversation_id = conversations.id AND intent IS NOT NULL),
  misunderstood = (
    SELECT count(*) FROM messages
    WHERE conversation_id = conversations.id AND intent = 'nlu_fallback'),
  danger = EXISTS (
    SELECT 1 FROM messages WHERE conversation_id = conversations.id AND intent = 'danger')
"""


def upgrade() -> None:
    """Apply."""
    for column in (
        sa.Column("clerk", sa.String(length=40), nullable=True),
        sa.Column("clerk_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("worst_confidence", sa.Float(), nullable=True),
        sa.Column("misunderstood", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("danger", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen_seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
    ):
        op.add_column("conversations", column)
    for name in _INDEXED:
        op.create_index(
            f"ix_conversations_{name}_last_activity_id",
            "conversations",
            [name, "last_activity", "id"],
        )
    op.execute(_SUM_UP)


def downgrade() -> None:
    """Take back."""
    for name in _INDEXED:
        op.drop_index(f"ix_conversations_{name}_last_activity_id", "conversations")
    for name in (*_COLUMNS, "seen_seq"):
        op.drop_column("conversations", name)
