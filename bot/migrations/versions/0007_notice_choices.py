"""What each subscriber wants to be told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.database import Id, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('bill', 'due', 'planned', 'restored', 'awareness', 'usage')"
_DAY = "starts >= 0 AND starts < 1440 AND ends >= 0 AND ends < 1440"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notice_choices",
        sa.Column("id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("routes", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.CheckConstraint(_KINDS, name=op.f("ck_notice_choices_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_notice_choices_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choices")),
        sa.UniqueConstraint(
            "account_id", "party", "kind", name=op.f("uq_notice_choices_account_id_party_kind")
        ),
    )
    op.create_table(
        "notice_quiet_hours",
        sa.Column("id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("party", sa.String(80), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.CheckConstraint(_DAY, name=op.f("ck_notice_quiet_hours_day")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_notice_quiet_hours_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_quiet_hours")),
        sa.UniqueConstraint(
            "account_id", "party", name=op.f("uq_notice_quiet_hours_account_id_party")
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("notice_quiet_hours")
    op.drop_table("notice_choices")
