"""Contents of files on disk: sealed, under random names, outside everything that is served."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from bot.attachments.kinds import kind_of
from bot.attachments.scanning import scan
from bot.attachments.tables import FileKind, ScanState
from bot.sealing import seal_bytes, unseal_bytes
from bot.settings import settings

_NAME = re.compile(r"[0-9a-f]{64}")


class UnknownKind(Exception):
    """Neither a picture nor a PDF that can be read."""


class TooLarge(Exception):
    """More bytes than `ATTACHMENT_MAX_MB` allows."""


@dataclass(frozen=True)
class Received:
    """A file that was checked, scanned and written to disk; no row knows it yet."""

    stored_as: str
    kind: FileKind
    size: int
    sha256: str
    scan_state: ScanState


def size_limit() -> int:
    """Bytes that one file may have."""
    return settings().attachment_max_mb * 1024 * 1024


def receive(content: bytes) -> Received:
    """Check, scan, seal and write a file. Blocks: for a worker thread.

    Raises:
        TooLarge: above `size_limit`.
        UnknownKind: no picture or PDF, whatever it is called.
        InfectedFile: the scanner refuses it. Nothing was written in any of these cases.
    """
    if len(content) > size_limit():
        raise TooLarge
    kind = kind_of(content)
    if kind is None:
        raise UnknownKind
    state = scan(content)
    name = secrets.token_hex(32)
    _write(path_of(name), seal_bytes(content))
    return Received(name, kind, len(content), hashlib.sha256(content).hexdigest(), state)


def read_content(stored_as: str) -> bytes:
    """The file as it was sent.

    Raises:
        FileNotFoundError: it was erased.
        UnsealingError: sealed with another SECRET_KEY, or damaged.
    """
    return unseal_bytes(path_of(stored_as).read_bytes())


def erase(stored_as: str) -> None:
    """Remove the content; nothing happens if it is gone already."""
    path_of(stored_as).unlink(missing_ok=True)


def path_of(stored_as: str) -> Path:
    """Where a content lies. ValueError for a name that we did not make."""
    if not _NAME.fullmatch(stored_as):
        raise ValueError("not the name of an attachment")
    return settings().var_dir / "attachments" / stored_as[:2] / stored_as


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())  # confirmed to a subscriber: it survives a power cut
