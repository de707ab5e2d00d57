"""What clerks took and how long they had it is counted once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. They are filled from the audit log when the figures are first asked for."""
    op.create_table(
        "counted_takings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clerk", sa.String(length=40), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "clerk", name=op.f("pk_counted_takings")),
    )
    op.create_table(
        "counted_holdings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clerk", sa.String(length=40), nullable=False),
        sa.Column("tenths", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "clerk", "tenths", name=op.f("pk_counted_holdings")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("counted_holdings")
    op.drop_table("counted_takings")
