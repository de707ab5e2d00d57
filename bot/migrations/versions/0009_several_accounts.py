"""Several accounts: names and sharing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.add_column("account_links", sa.Column("name", sa.Text(), nullable=True))
    op.add_column("account_links", sa.Column("shared_right", sa.String(length=10), nullable=True))
    op.add_column(
        "account_links", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "account_shares",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=False),
        sa.Column("share_right", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("invited_by", sa.String(length=80), nullable=False),
        sa.Column("link_id", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "share_right IN ('see', 'update')", name=op.f("ck_account_shares_share_right")
        ),
        sa.CheckConstraint(
            "state IN ('invited', 'accepted', 'ended')", name=op.f("ck_account_shares_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_account_shares_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["account_links.id"],
            name=op.f("fk_account_shares_link_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_shares")),
        sa.UniqueConstraint("key", name=op.f("uq_account_shares_key")),
    )
    op.create_index("ix_account_shares_link_id", "account_shares", ["link_id"])
    op.create_index("ix_account_shares_account_id_state", "account_shares", ["account_id", "state"])
    op.create_index("ix_account_shares_mobile_state", "account_shares", ["mobile", "state"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("account_shares")
    for column in ("removed_at", "shared_right", "name"):
        op.drop_column("account_links", column)
