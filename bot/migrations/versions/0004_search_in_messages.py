"""Search in messages

The words of what is there already are made by the software's own normaliser: only rows that it
folds the same way as the question can be found.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.transcripts.search import CREATE, TABLE, index

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BATCH = 1000


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind()
    for statement in CREATE[connection.dialect.name]:
        op.execute(statement)
    after = 0
    some = sa.text("SELECT id, text FROM messages WHERE id > :after ORDER BY id LIMIT :batch")
    while rows := connection.execute(some, {"after": after, "batch": _BATCH}).all():
        index(connection, [(row[0], row[1]) for row in rows])
        after = rows[-1][0]


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {TABLE}_forget")
    op.execute(f"DROP TABLE {TABLE}")
