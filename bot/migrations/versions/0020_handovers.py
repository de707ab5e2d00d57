"""Hand-overs to clerks are published too"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BEFORE = ("message", "turn", "update.applied", "case.opened")
_NAME = "ck_stream_events_kind"


def upgrade() -> None:
    """Apply."""
    _allow(*_BEFORE, "handover")


def downgrade() -> None:
    """Take back; what waits of the new kind would be refused, and goes."""
    op.execute("DELETE FROM stream_events WHERE kind = 'handover'")
    _allow(*_BEFORE)


def _allow(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("stream_events") as batch:
        batch.drop_constraint(op.f(_NAME), type_="check")
        batch.create_check_constraint(op.f(_NAME), f"kind IN ({listed})")
