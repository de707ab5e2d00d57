"""References of cases: what a subscriber reads out on the phone."""

from __future__ import annotations

import secrets

from bot.cases.tables import CaseKind

_PREFIXES = {CaseKind.COMPLAINT: "C", CaseKind.SUGGESTION: "C", CaseKind.SERVICE: "S"}
_DIGITS = 7


def new_reference(kind: CaseKind) -> str:
    """A prefix and seven digits that nobody can guess from another one.

    The caller's UNIQUE column decides whether it is free.
    """
    return f"{_PREFIXES[kind]}{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
