"""Answers that staff edit"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "question_editions",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("copied_from", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(length=40), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=40), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published')", name=op.f("ck_question_editions_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_editions")),
        sa.UniqueConstraint(
            "question", "number", name=op.f("uq_question_editions_question_number")
        ),
    )
    op.create_index(
        op.f("ix_question_editions_state_published_at"),
        "question_editions",
        ["state", "published_at"],
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("question_editions")
