from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.engine import Connection

from bot.database import make_engine
from bot.migrations.commands import configuration
from bot.tables import Base


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Connection]:
    """A connection to a database without tables."""
    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _migrate(connection: Connection, target: str = "head") -> None:
    config = configuration()
    config.attributes["connection"] = connection
    move = command.downgrade if target == "base" else command.upgrade
    move(config, target)


def test_the_migrations_make_exactly_the_tables_of_the_code(empty: Connection) -> None:
    _migrate(empty)
    context = MigrationContext.configure(empty, opts={"compare_type": True})
    found = compare_metadata(context, Base.metadata)
    extra = {change[1].name for change in found if change[0] == "remove_table"}
    assert all(name.startswith("messages_search") for name in extra)  # bot/transcripts/search.py
    assert [change for change in found if "messages_search" not in str(change)] == []


def test_what_autogenerate_does_not_compare_is_there_too(empty: Connection) -> None:
    """CHECK constraints, and key columns that count up by themselves."""
    _migrate(empty)
    assert _checks(empty) == {
        table.name: {
            str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)
        }
        for table in Base.metadata.sorted_tables
    }
    empty.execute(
        text(
            "INSERT INTO areas (city, district, region, feeder, biller) "
            "VALUES ('الرياض', 'النرجس', 'central', 'F1', '002')"
        )
    )
    assert empty.execute(text("SELECT id FROM areas")).scalar_one() == 1


def _checks(connection: Connection) -> dict[str, set[str]]:
    inspector = inspect(connection)
    return {
        name: {str(check["name"]) for check in inspector.get_check_constraints(name)}
        for name in inspector.get_table_names()
        if name != "alembic_version" and not name.startswith("messages_search")
    }


def test_the_way_back_leaves_nothing(empty: Connection) -> None:
    _migrate(empty)
    _migrate(empty, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1
