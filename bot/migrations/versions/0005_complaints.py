"""Complaints: cases and their history"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STATES = (
    "'received', 'assigned', 'needs_information', 'answered', 'closed', 'reopened', 'withdrawn'"
)
_INDEXED = {
    "ix_cases_state_id": ["state", "id"],
    "ix_cases_kind_id": ["kind", "id"],
    "ix_cases_conversation_id": ["conversation", "id"],
    "ix_cases_account_id_state": ["account_id", "state"],
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "cases",
        sa.Column("id", _ID, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("account_id", _ID, nullable=True),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("clerk", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('complaint', 'suggestion', 'service')", name=op.f("ck_cases_kind")
        ),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_cases_state")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_cases_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("key", name=op.f("uq_cases_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    for name, columns in _INDEXED.items():
        op.create_index(name, "cases", columns)
    op.create_table(
        "case_history",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name=op.f("fk_case_history_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_history")),
        sa.UniqueConstraint("key", name=op.f("uq_case_history_key")),
    )
    op.create_index("ix_case_history_case_id_id", "case_history", ["case_id", "id"])
    op.create_table(
        "complaint_drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_drafts")),
        sa.UniqueConstraint("conversation", name=op.f("uq_complaint_drafts_conversation")),
    )
    op.create_index(op.f("ix_complaint_drafts_updated_at"), "complaint_drafts", ["updated_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("complaint_drafts")
    op.drop_table("case_history")
    op.drop_table("cases")
