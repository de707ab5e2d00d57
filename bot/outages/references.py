"""Reference numbers: what a subscriber reads out on the phone."""

from __future__ import annotations

import secrets

REPORT_PREFIX = "O"
OUTAGE_PREFIX = "F"
_DIGITS = 7


def new_reference(prefix: str) -> str:
    """A prefix and seven digits that nobody can guess from another one.

    The caller's UNIQUE column decides whether it is free.
    """
    return f"{prefix}{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
