"""`python -m bot migrate` and `revision`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
_TIDY = {
    "format": "format --quiet REVISION_SCRIPT_FILENAME",
    "imports": "check --quiet --fix --select I,F401 REVISION_SCRIPT_FILENAME",
}
"""What ruff does to a migration after it is written."""


def configuration() -> Config:
    """Alembic's configuration; there is no alembic.ini."""
    from alembic.config import Config  # here: every command passes by, few need Alembic

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    ruff = Path(sys.executable).with_name("ruff")
    for hook, options in _TIDY.items():
        for name, value in (("type", "exec"), ("executable", str(ruff)), ("options", options)):
            config.set_section_option("post_write_hooks", f"{hook}.{name}", value)
    config.set_section_option("post_write_hooks", "hooks", ", ".join(_TIDY))
    return config


def upgrade() -> None:
    """Bring the database of `DATABASE_URL` to the newest revision."""
    from alembic import command

    command.upgrade(configuration(), "head")


def _revision(arguments: argparse.Namespace) -> None:
    from alembic import command

    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    config = configuration()
    # SQLite alters a table by copying it; there is nothing to alter in the first revision.
    config.attributes["alter_by_copy"] = number > 1
    command.revision(config, arguments.message, autogenerate=True, rev_id=f"{number:04}")
    print("Read it, and make it say what was meant, before it is committed.")


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the room's commands."""
    migrate = subparsers.add_parser("migrate", help="bring the database to the newest schema")
    migrate.set_defaults(run=lambda _: upgrade())
    revision = subparsers.add_parser(
        "revision", help="write a migration from what changed in the tables"
    )
    revision.add_argument("message", help="what changed, in a few words")
    revision.set_defaults(run=_revision)
