"""Daily consumption and limits"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "daily_readings",
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("watt_hours", sa.Integer(), nullable=False),
        sa.Column("night_watt_hours", sa.Integer(), nullable=True),
        sa.CheckConstraint("watt_hours >= 0", name=op.f("ck_daily_readings_watt_hours")),
        sa.CheckConstraint("night_watt_hours >= 0", name=op.f("ck_daily_readings_night")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_daily_readings_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "day", name=op.f("pk_daily_readings")),
    )
    op.create_table(
        "usage_limits",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("told_month", sa.Date(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_usage_limits_amount")),
        sa.CheckConstraint("unit IN ('riyals', 'kwh')", name=op.f("ck_usage_limits_unit")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_usage_limits_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_limits")),
        sa.UniqueConstraint(
            "account_id", "conversation", name=op.f("uq_usage_limits_account_id_conversation")
        ),
    )
    op.create_index(op.f("ix_usage_limits_conversation"), "usage_limits", ["conversation"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("usage_limits")
    op.drop_table("daily_readings")
