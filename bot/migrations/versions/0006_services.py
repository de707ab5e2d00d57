"""Files that subscribers sent, and drafts of service requests"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "attachments",
        sa.Column("id", number, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("message_key", sa.String(length=120), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scan_state", sa.String(length=12), nullable=False),
        sa.Column("case_id", number, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('jpeg', 'png', 'webp', 'pdf')", name=op.f("ck_attachments_kind")
        ),
        sa.CheckConstraint(
            "scan_state IN ('not_scanned', 'clean', 'failed')",
            name=op.f("ck_attachments_scan_state"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_attachments_case_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint(
            "conversation", "message_key", name=op.f("uq_attachments_conversation_message_key")
        ),
        sa.UniqueConstraint("stored_as", name=op.f("uq_attachments_stored_as")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index("ix_attachments_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_attachments_message_key", ["message_key"], unique=False)
        batch_op.create_index(
            "ix_attachments_conversation_created_at", ["conversation", "created_at"], unique=False
        )
    op.create_table(
        "service_drafts",
        sa.Column("id", number, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_drafts")),
        sa.UniqueConstraint("conversation", name=op.f("uq_service_drafts_conversation")),
    )
    with op.batch_alter_table("service_drafts", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_service_drafts_updated_at"), ["updated_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("service_drafts")
    op.drop_table("attachments")
