"""Where Rasa's memory of open dialogues lies, for those who do not speak Rasa."""

from __future__ import annotations

from bot.settings import Settings

TABLE = "rasa_trackers"


def database_url(values: Settings) -> str:
    """A file of its own beside SQLite's records, so that neither waits for the other; on
    PostgreSQL the same database."""
    if values.database_url.startswith("sqlite"):
        return f"sqlite:///{values.var_dir / 'rasa.db'}"
    return values.database_url
