"""Alembic's entry: our tables, our database; a connection handed in (tests) is used as it is."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator, Variant

from bot.database import make_engine
from bot.settings import settings
from bot.tables import Base


def _is_ours(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    # Rasa's tracker table makes itself (bot/dialogue/tracker_store.py); the search index is no
    # ordinary table (bot/transcripts/search.py), and FTS5 has tables of its own beside it.
    made_elsewhere = str(name).startswith(("rasa_trackers", "messages_search"))
    return not (kind == "table" and reflected and made_elsewhere)


def _plain_type(kind: str, item: Any, autogenerate: Any) -> str | Literal[False]:
    """Our column types as what they are in the database: a migration must not need our code."""
    ours = isinstance(item, TypeDecorator) and not isinstance(item, Variant)
    if kind == "type" and ours:
        return f"sa.{item.impl!r}"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_is_ours,
        compare_type=True,
        render_as_batch=context.config.attributes.get("alter_by_copy", True),
        render_item=_plain_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with make_engine(settings().database_url).connect() as own:
        _run(own)
        own.commit()
