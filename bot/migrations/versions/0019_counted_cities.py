"""The data update is counted by city beside; conversations are found by each intent and form"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_COUNTS = ("accounts", "owners", "tenants", "mobiles", "emails")
_FORMS = (
    "identify_form update_form outage_form accounts_form call_form complaint_form service_form "
    "addition_form"
).split()
_INTENTS = """
INSERT INTO conversation_marks (conversation_id, mark)
SELECT DISTINCT conversation_id, 'intent:' || intent FROM messages
WHERE author = 'subscriber' AND intent IS NOT NULL
"""
# The form ran in the turn that ended asking: that is how one that is finished ends.
_FINISHED = """
INSERT INTO conversation_marks (conversation_id, mark)
SELECT DISTINCT conversation_id, :mark FROM messages
WHERE author = 'subscriber' AND {slots} LIKE '%"requested_slot": null%' AND {actions} LIKE :form
"""
_TEXT = {"sqlite": "{}", "postgresql": "CAST({} AS text)"}
_NEW = "mark LIKE 'intent:%' OR mark LIKE 'finished:%' OR mark LIKE 'left:%'"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "counted_cities",
        sa.Column("city", sa.String(length=60), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("city", name=op.f("pk_counted_cities")),
    )
    op.create_table(
        "counted_updates",
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("city", "day", name=op.f("pk_counted_updates")),
    )
    op.execute(_INTENTS)
    as_text = _TEXT[op.get_bind().dialect.name].format
    finished = sa.text(_FINISHED.format(slots=as_text("slots"), actions=as_text("actions")))
    for form in _FORMS:
        op.execute(finished.bindparams(mark=f"finished:{form}", form=f'%"{form}"%'))


def downgrade() -> None:
    """Undo."""
    op.execute(f"DELETE FROM conversation_marks WHERE {_NEW}")
    op.drop_table("counted_updates")
    op.drop_table("counted_cities")
