"""Personal values as each role sees them: in clear, masked, or masked until it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.console.rights import Right
from bot.console.sessions import SignedIn
from bot.transcripts.masking import mask_text

_KEPT = 2


class Kind(str, Enum):
    """How personal a value is."""

    OPEN = "open"
    NAME = "name"
    """Names, addresses, account numbers."""
    CONTACT = "contact"
    SEALED = "sealed"
    """Identity, deed and contract numbers: sealed in the database too."""


_KINDS = {
    "beneficiary": Kind.OPEN,
    "ejar_end": Kind.OPEN,
    "share": Kind.OPEN,  # masked when it is written
    "privacy": Kind.OPEN,
    "name": Kind.NAME,
    "street": Kind.NAME,
    "account": Kind.NAME,
    "mobile": Kind.CONTACT,
    "second_mobile": Kind.CONTACT,
    "email": Kind.CONTACT,
    "message": Kind.CONTACT,
}
_NOTICES = "notice_"
"""Which notices are wanted, by which way, at which hours: never an address."""
_RIGHT_TO_REVEAL = {
    Kind.NAME: Right.REVEAL_VALUES,
    Kind.CONTACT: Right.REVEAL_VALUES,
    Kind.SEALED: Right.REVEAL_SEALED,
}


@dataclass(frozen=True)
class Shown:
    """A value as one person sees it; `text` is safe to put on the page."""

    field: str
    text: str
    hidden: bool = False
    reveals: str = ""
    """Address that gives it in clear to this person for a reason; empty: none."""


def kind_of(field: str) -> Kind:
    """How personal a field is; one that nobody classed is sealed."""
    if field.startswith(_NOTICES):
        return Kind.OPEN
    return _KINDS.get(field, Kind.SEALED)


def may_reveal(me: SignedIn, field: str) -> bool:
    """Whether `me` may ask for the field in clear."""
    kind = kind_of(field)
    return kind is Kind.OPEN or me.may(_RIGHT_TO_REVEAL[kind])


def in_clear(me: SignedIn, field: str) -> bool:
    """Whether `me` sees the field without asking."""
    kind = kind_of(field)
    return kind is Kind.OPEN or (kind is Kind.NAME and me.may(Right.SEE_NAMES))


def shown(me: SignedIn, field: str, value: str | None, reveal: str = "") -> Shown | None:
    """`value` as `me` sees it; None stays None. `reveal`: where it can be asked for in clear."""
    if not value:
        return None
    if in_clear(me, field):
        return Shown(field, value)
    return Shown(field, mask(field, value), True, reveal if may_reveal(me, field) else "")


def mask(field: str, value: str) -> str:
    """Enough to tell two values apart for who knows them already, no more."""
    if kind_of(field) is Kind.OPEN:
        return value
    if field in ("name", "street"):
        return " ".join(f"{word[0]}•••" for word in value.split())
    if "@" in value:
        return mask_text(value)
    return "•" * max(len(value) - _KEPT, _KEPT) + (value[-_KEPT:] if len(value) > 4 else "")
