"""One pass over a file before it is read: which one it is, and its encoding."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_ENOUGH = 10_000
"""Lines with other than ASCII letters that are judged."""
_PARQUET = b"PAR1"
FALLBACK = "cp1256"
"""Windows-1256: what Arabic Windows writes when it does not write UTF-8."""


@dataclass(frozen=True)
class Survey:
    """What a file is."""

    sha256: str
    encoding: str
    """UTF-8 unless most lines with Arabic cannot be; a line that is broken is rejected alone."""
    starts: int
    """Bytes of the mark at its begin."""
    size: int
    parquet: bool
    """Told by its content, not by its name."""


def survey(path: Path) -> Survey:
    """Read the file once, a megabyte at a time.

    Raises:
        UnicodeError: it is UTF-16 or UTF-32.
        OSError: it cannot be read.
    """
    digest, size, left = hashlib.sha256(), 0, b""
    good = bad = 0
    with path.open("rb") as file:
        begin = file.read(4)
        if begin[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise UnicodeError(f"{path.name} is UTF-16: save it as UTF-8 first")
        file.seek(0)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if good + bad < _ENOUGH and begin != _PARQUET:
                whole, _, rest = (left + chunk).rpartition(b"\n")
                left = rest[-_CHUNK:]  # a line without an end is judged by its end alone
                good, bad = _judge(whole, good, bad)
    good, bad = _judge(left, good, bad)
    starts = len(codecs.BOM_UTF8) if begin.startswith(codecs.BOM_UTF8) else 0
    encoding = FALLBACK if bad > good and not starts else "utf-8"
    return Survey(digest.hexdigest(), encoding, starts, size, begin == _PARQUET)


def _judge(lines: bytes, good: int, bad: int) -> tuple[int, int]:
    if lines.isascii():
        return good, bad
    for line in lines.split(b"\n"):
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            bad += 1
        else:
            good += 1
    return good, bad
