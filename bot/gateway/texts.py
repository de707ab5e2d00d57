"""What people type, made safe before it is stored or sent to Rasa."""

from __future__ import annotations

import unicodedata

TEXT_LIMIT = 2000
"""Characters. A long complaint fits; a pasted book does not."""

_SLASHES = "/／⁄∕"
_KEPT_CONTROLS = "\n\t"
_NOTHING_TYPED = "؟"


class TextTooLong(Exception):
    """More than TEXT_LIMIT characters."""


def clean(text: str) -> str:
    """`text` without control characters and surrounding blanks, in composed form (NFC).

    Raises:
        TextTooLong: longer than TEXT_LIMIT.
    """
    if len(text) > TEXT_LIMIT:
        raise TextTooLong
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (
        character
        for character in unified
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in ("Cc", "Cs", "Co")
    )
    return "".join(kept).strip()


def never_a_command(text: str) -> str:
    """`text` as Rasa may read it: it does not begin with a slash, however it is stripped later.

    Rasa takes `/intent{"slot": …}` from any text, after stripping blanks itself, so a blank before
    the slash is no protection; the slashes are dropped.
    """
    start = 0
    while start < len(text) and (
        text[start] in _SLASHES
        or text[start].isspace()
        or unicodedata.category(text[start]) in ("Cc", "Cf")
    ):
        start += 1
    return text[start:] or _NOTHING_TYPED
