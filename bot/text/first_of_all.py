"""What somebody wants before the other thing that they ask: "ابي اعترض بس قبل ورني التفاصيل"."""

from __future__ import annotations

import re
from typing import NamedTuple

_TURNS = re.compile(
    r"^(?P<then>.+?)[\s،,.]+(?:بس|لكن|ولكن)\s+"
    r"(?:قبل(?:ها|ه|\s+كل\s+شي|\s+لا\s+شي)?|[اأ]ول(?:\s+شي)?|بال[اأ]ول)\s+"
    r"(?P<first>(?:ورن|ورون|وري|عط|[اأ]عط|خل|قول|[اأ]بي|[اأ]بغ|ودي|نبي|كم|ليش|ليه|وش|[اأ]يش|كيف|مت[ىي]|ارسل|علم).+)$",
    re.DOTALL,
)
_ACCOUNT = re.compile(r"(?<!\d)\d{11}(?!\d)")


class Turned(NamedTuple):
    """Two wishes in the order in which they are to be met."""

    first: str
    then: str


def first_of_all(text: str) -> Turned | None:
    """The two wishes of a message that names last what comes first; None: it turns nothing. An
    account that is named once belongs to both."""
    found = _TURNS.match(text.strip())
    if found is None:
        return None
    first, then = found["first"].strip(), found["then"].strip()
    named = _ACCOUNT.search(then)
    if named is not None and not _ACCOUNT.search(first):
        first = f"{first} {named[0]}"
    return Turned(first, then)
