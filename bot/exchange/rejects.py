"""The file of what did not go in: line, column, reason, and the record as it was."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from bot.exchange.source import Reject

_HEADER = ("line", "column", "reason", "text")


class RejectsFile:
    """A CSV file beside the imported one; it appears with the first reject."""

    def __init__(self, path: Path, size: int) -> None:
        """Go on behind `size` bytes: what a batch wrote that never ended is cut off."""
        self.path = path
        self.size = min(size, path.stat().st_size) if path.exists() else 0
        if self.size:
            os.truncate(path, self.size)
        else:
            path.unlink(missing_ok=True)

    def add(self, rejects: Iterable[Reject]) -> None:
        """Append, and wait until it is on the disk: the database counts on it."""
        text = io.StringIO()
        writer = csv.writer(text)
        for reject in rejects:
            record = reject.text.rstrip("\r\n")
            writer.writerow((reject.line, reject.column, reject.reason, record))
        if not text.tell():
            return
        if not self.size:
            # Values of persons: for whoever runs the import alone. The mark is for Excel.
            self.path.touch(mode=0o600)
            head = io.StringIO()
            csv.writer(head).writerow(_HEADER)
            text = io.StringIO("\ufeff" + head.getvalue() + text.getvalue())
        with self.path.open("ab") as file:
            file.write(text.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())
            self.size = file.tell()
