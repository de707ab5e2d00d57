"""A way to be told that is named before it is asked for: "sms pls", "بالتلجرام لا خلوها رسايل"."""

from __future__ import annotations

import re

from bot.accounts.tables import NoticeChannel
from bot.text.normalise import fold_text
from bot.text.skipping import declines
from bot.updates.draft import Draft
from bot.updates.heard import Heard
from bot.updates.steering import left_out_in, without_left_out

_LONGEST = 2
"""Words of an answer that is nothing but a way, and of one that takes another back."""
_SOFT = re.compile(
    r"(?<!\S)(?:pls|please|only|just|sir|لو\s+سمحت\S*|تكفي\S*|طيب|اجل|لا|بس|فقط|احسن|افضل|اسهل|يناسبني|لي|"
    r"(?:ال)?(?:تنبيهات|اشعارات|فواتير)|كل\s+شي\s+عندي\s+عليه|ابيها|ابغاها|خلوها|خلها|خليها)(?!\S)"
)
_ASKS = re.compile(r"[?؟]|^(?:ليش|ليه|وين|فين|كيف|شلون|مت[يا]|هل|وش|ايش|why|where|how|what)\s")
_BY_EMAIL = re.compile(
    r"(?:ب(?:ال)?|عال|ع\s+ال|علي\s+(?:ال)?|عن\s+طريق\s+(?:ال)?|(?:by|via|through)\s+)"
    r"(?:ايميل|اميل|بريد|e-?mail)(?:\s+(?:ال)?الكتروني)?"
)
"""A way, where "الايميل" alone may be the address."""
_BARE_EMAIL = re.compile(r"(?:ال)?(?:ايميل|اميل|بريد|e-?mail)(?:\s+(?:ال)?الكتروني)?")
"""The way, once the address is known."""
_GIVEN = re.compile(r"\S*[\d@]\S*|[،,.!]|(?<!\S)و(?!\S)")


def is_nothing_but_way(heard: Heard, value: str, draft: Draft) -> bool:
    """Whether a message only says that `value` is the way, perhaps behind other values:
    "0532211009 fawaz@gmail.com رسايل", "بدون ايميل، رسايل"."""
    folded = fold_text(heard.text).strip(" .!،")
    if _ASKS.search(folded):
        return False
    rest = without_left_out(folded) if left_out_in(heard.text) else folded
    words = " ".join(_SOFT.sub(" ", _GIVEN.sub(" ", rest)).split())
    if declines(words):
        return False
    if value == NoticeChannel.EMAIL:
        known = draft.values.get("email") is not None and heard.step != "email"
        bare = known and heard.first("email") is None and _BARE_EMAIL.fullmatch(words)
        return bool(bare or _BY_EMAIL.fullmatch(words))
    return 0 < len(words.split()) <= _LONGEST


def names_way_alone(heard: Heard, draft: Draft) -> bool:
    """Whether a message is nothing but a way, whatever the classifier took it for."""
    return any(is_nothing_but_way(heard, way, draft) for way in heard.all("notice_channel"))
