"""How well messages are understood: on held-out wordings of ours, and on public data."""

from __future__ import annotations

from pathlib import Path

from bench import arbanking
from bench.table import Table


def run(arbanking_folder: Path | None) -> list[Table]:
    """All tables about understanding."""
    return [arbanking.run(arbanking_folder)]
