"""A backup: a folder with the database, what Rasa remembers, and the files of `VAR_DIR`.

Everything personal in it is sealed as it is at rest; the SECRET_KEY is not in it and must be kept
apart. The database comes first and the files after it, so that every row's file is there.
PostgreSQL is dumped and restored by its own programs, SQLite by its online backup: people may go on
talking.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL, make_url

from bot.clock import now
from bot.database import engine
from bot.sealing import fingerprint
from bot.settings import settings

FOLDERS = ("attachments", "media", "models")
"""What lies in `VAR_DIR` and cannot be made again."""
_MANIFEST, _DUMP, _RECORDS, _TRACKERS = "backup.json", "records.dump", "bot.db", "rasa.db"


class BackupError(Exception):
    """It cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    database: str
    """`sqlite` or `postgresql`: a backup is restored into the same kind."""
    key: str
    """Tells whether a SECRET_KEY is the one that opens it, and nothing more."""


def back_up(folder: Path) -> Manifest:
    """Write a backup into a folder that is empty or not there yet.

    Raises:
        BackupError: the folder holds something, or pg_dump is missing or failed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty: a backup is never written over another.")
    url = make_url(settings().database_url)
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(Path(str(url.database)), folder / _RECORDS)
        trackers = settings().var_dir / _TRACKERS
        if trackers.is_file():
            _copy_sqlite(trackers, folder / _TRACKERS)
    else:
        _run(["pg_dump", "--format=custom", f"--file={folder / _DUMP}"], url)
    for name in FOLDERS:
        if (settings().var_dir / name).is_dir():
            shutil.copytree(settings().var_dir / name, folder / name)
    manifest = Manifest(now().isoformat(), url.get_backend_name(), _key())
    # Last: a folder without it is no backup.
    (folder / _MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """What the backup in that folder says of itself. BackupError if it is none."""
    try:
        return Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} holds no complete backup.") from error


def restore(folder: Path) -> Manifest:
    """Bring a backup into the empty database of DATABASE_URL and an empty VAR_DIR.

    Raises:
        BackupError: no backup, another SECRET_KEY, another kind of database, something is there
            already, or pg_restore is missing or failed.
    """
    manifest = read_manifest(folder)
    url = make_url(settings().database_url)
    if manifest.key != _key():
        raise BackupError("This SECRET_KEY does not open the backup: set the one it was made with.")
    if manifest.database != url.get_backend_name():
        raise BackupError(f"The backup is of {manifest.database}: DATABASE_URL must be so too.")
    _refuse_what_is_there()
    if manifest.database == "sqlite":
        _copy_sqlite(folder / _RECORDS, Path(str(url.database)))
        if (folder / _TRACKERS).is_file():
            _copy_sqlite(folder / _TRACKERS, settings().var_dir / _TRACKERS)
    else:
        options = ["--no-owner", "--single-transaction", "--exit-on-error"]
        _run(["pg_restore", *options, f"--dbname={_plain(url)}", str(folder / _DUMP)], url)
    for name in FOLDERS:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, settings().var_dir / name, dirs_exist_ok=True)
    return manifest


def age_hours(manifest: Manifest) -> float:
    """Hours since it was made."""
    return (now() - datetime.fromisoformat(manifest.made_at)).total_seconds() / 3600


def _key() -> str:
    return fingerprint("backup", "key")[:16]


def _refuse_what_is_there() -> None:
    tables = inspect(engine()).get_table_names()
    engine().dispose()
    if tables:
        raise BackupError("The database of DATABASE_URL is not empty: make a new one for it.")
    full = [name for name in FOLDERS if any((settings().var_dir / name).glob("*"))]
    if full or (settings().var_dir / _TRACKERS).is_file():
        raise BackupError("VAR_DIR is not empty: give a new one.")


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's online backup: whole, whatever is written meanwhile."""
    if not source.is_file():
        raise BackupError(f"{source} is not there.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        (sound,) = new.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        raise BackupError(f"{target} is damaged: {sound}")


def _plain(url: URL) -> str:
    """As libpq reads it, without the password: command lines are seen by everybody."""
    bare = url.set(drivername="postgresql", password=None)
    return str(bare.render_as_string(hide_password=False))


def _run(command: list[str], url: URL) -> None:
    if command[0] == "pg_dump":
        command = [*command, f"--dbname={_plain(url)}"]
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} is not installed (Debian: postgresql-client).") from error
    if done.returncode != 0:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()}")
