"""Masking of personal values in what staff see, search and log."""

from __future__ import annotations

import re
from typing import Any

# Begins only where a run of such signs begins: else a long word takes the square of its length.
_EMAIL = re.compile(r"(?<![^\s@<>])([^\s@<>]+)@([^\s@<>]+)")
# One pass, first match wins. A date, an amount with halalas or a reference of ours stays; any other
# five digits or more of any script, together or parted by one or two joiners (055-123 4567), are
# hidden.
_NUMBERS = re.compile(
    r"(?P<kept>(?<!\d)(?:1[34]|19|20)\d\d([-/.])\d{1,2}\2\d{1,2}(?!\d|[\s\-./_]{0,2}\d{3})"
    r"|(?<![A-Za-z\d])[UOCSP]\d{7}(?!\d|[\s\-./_]{0,2}\d{3})"
    r"|(?<![\d.])\d{1,3}(?:,\d{3})*\.\d{2}(?!\d|[\s\-./_]{0,2}\d{3}))"
    r"|\+?\d(?:[\s\-./_]{0,2}\d){4,}"
)
_PUBLIC_ENTITIES = frozenset(
    {"month", "date", "beneficiary", "field", "notice_channel", "city", "district", "reference"}
)
ERASED = "مُسحت هذه الرسالة"
"""What stands in the place of words that were erased."""
_KEPT = 2
"""Digits that stay readable at the end, enough for a clerk to tell two numbers apart."""


def _hide(run: str) -> str:
    digits = [character for character in run if character.isdigit()]
    return "•" * (len(digits) - _KEPT) + "".join(digits[-_KEPT:])


def _mask_number(match: re.Match[str]) -> str:
    return match.group() if match.group("kept") else _hide(match.group())


def _mask_email(match: re.Match[str]) -> str:
    local, domain = match.groups()
    return f"{local[0]}•••@{domain}"


def mask_text(text: str) -> str:
    """`text` without e-mail names and without runs of five digits or more (last two are kept).

    Catches national IDs, mobiles, account, contract and deed numbers and codes, in Arabic and
    ASCII digits, however they are spaced. Dates and amounts with halalas stay.
    """
    return _NUMBERS.sub(_mask_number, _EMAIL.sub(_mask_email, text))


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """Where `mask_text` hides something, in order."""
    spans = [match.span() for match in _EMAIL.finditer(text)]
    for match in _NUMBERS.finditer(text):
        start, end = match.span()
        if not match.group("kept") and not any(s < end and start < e for s, e in spans):
            spans.append((start, end))
    return sorted(spans)


def mask_entities(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities with personal values masked; names of things (months, cities …) stay."""
    return [_mask_entity(entity) for entity in entities]


def _mask_entity(entity: dict[str, Any]) -> dict[str, Any]:
    if entity.get("entity") in _PUBLIC_ENTITIES:
        return dict(entity)
    value = str(entity.get("value", ""))
    masked = mask_text(value)
    if masked == value and value:
        masked = "•" * max(1, len(value) - _KEPT) + value[-_KEPT:]
    return {**entity, "value": masked}
