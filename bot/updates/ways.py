"""A way to be told that is named before it is asked for: "sms pls", "بالتلجرام لا خلوها رسايل"."""

from __future__ import annotations

import re

from bot.accounts.tables import NoticeChannel
from bot.text.normalise import fold_text
from bot.text.skipping import declines
from bot.updates.heard import Heard

_LONGEST = 2
"""Words of an answer that is nothing but a way, and of one that takes another back."""
_SOFT = re.compile(r"(?<!\S)(?:pls|please|لو\s+سمحت\S*|طيب|لا|ابيها|ابغاها|خلوها|خلها|خليها)(?!\S)")
_ASKS = re.compile(r"[?؟]|^(?:ليش|ليه|وين|فين|كيف|شلون|مت[يا]|هل|وش|ايش|why|where|how|what)\s")
_BY_EMAIL = re.compile(
    r"(?:ب(?:ال)?|عال|ع\s+ال|علي\s+(?:ال)?|عن\s+طريق\s+(?:ال)?|(?:by|via|through)\s+)"
    r"(?:ايميل|اميل|بريد|e-?mail)(?:\s+(?:ال)?الكتروني)?"
)
"""A way, where "الايميل" alone may be the address."""


def is_nothing_but_way(heard: Heard, value: str) -> bool:
    """Whether a message only says that `value` is the way. Beside a mobile's code "رسايل" may tell
    where it was looked for."""
    folded = fold_text(heard.text).strip(" .!،")
    words = " ".join(_SOFT.sub(" ", folded).split())
    if heard.step == "mobile_code" or _ASKS.search(folded) or declines(words):
        return False
    if value == NoticeChannel.EMAIL:
        return _BY_EMAIL.fullmatch(words) is not None
    return len(words.split()) <= _LONGEST


def names_way_alone(heard: Heard) -> bool:
    """Whether a message is nothing but a way, whatever the classifier took it for."""
    return any(is_nothing_but_way(heard, way) for way in heard.all("notice_channel"))
