"""The virus scanner: any command that takes a file's path, such as `clamdscan --fdpass`."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

from bot.attachments.tables import ScanState
from bot.settings import settings

SECONDS = 30
"""How long a scan may take."""
_FOUND_SOMETHING = 1
"""Exit code by which clamdscan, clamscan and most others say so; 0: clean."""


class InfectedFile(Exception):
    """The scanner refuses the file: it must not be kept."""


def scan(content: bytes) -> ScanState:
    """What the scanner of the settings says.

    Raises:
        InfectedFile: it found something.
    """
    command = settings().attachment_scanner
    if command is None:
        return ScanState.NOT_SCANNED
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return _run([*shlex.split(command), str(path)])


def _run(command: list[str]) -> ScanState:
    try:
        # The command is the operator's own setting; the path is ours.
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ScanState.FAILED
    if done.returncode == _FOUND_SOMETHING:
        raise InfectedFile
    return ScanState.CLEAN if done.returncode == 0 else ScanState.FAILED
