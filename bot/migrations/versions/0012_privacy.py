"""Privacy requests, and calls that subscribers asked for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "call_backs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("mobile", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("handled_by", sa.String(length=40), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'missed', 'cancelled')",
            name=op.f("ck_call_backs_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_backs")),
        sa.UniqueConstraint("key", name=op.f("uq_call_backs_key")),
    )
    op.create_index("ix_call_backs_state_at", "call_backs", ["state", "at"])
    op.create_index("ix_call_backs_conversation_state", "call_backs", ["conversation", "state"])
    op.create_table(
        "privacy_requests",
        sa.Column("id", _ID, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done_at_once", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("handled_by", sa.String(length=40), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('copy', 'erase', 'consent')", name=op.f("ck_privacy_requests_kind")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'refused')", name=op.f("ck_privacy_requests_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_privacy_requests_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_privacy_requests_reference")),
        sa.UniqueConstraint("key", name=op.f("uq_privacy_requests_key")),
    )
    op.create_index("ix_privacy_requests_state_id", "privacy_requests", ["state", "id"])
    op.create_index("ix_privacy_requests_conversation", "privacy_requests", ["conversation"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("privacy_requests")
    op.drop_table("call_backs")
