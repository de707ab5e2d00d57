"""A question about what several of one's accounts owe: "فاتورة البيت والمحل كم".

Alone "البيت والمحل" sounds like a question about tariffs, or like one of the two.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import reading
from bot.identity.mine import several_named
from bot.text.arabizi import fold_latin
from bot.text.normalise import fold_text

INTENT = "all_accounts"
_AMOUNT = re.compile(
    r"(?<!\S)و?(?:كم|بكم|(?:ال)?(?:فاتور|فواتير|مستحق|مبلغ|مديوني|متاخر)\S*|علي(?:ه|هم|ها)?"
    r"|bills?|how much)(?!\S)"
)
_MORE_THAN_THAT = re.compile(
    r"(?<!\S)(?:ليش|ليه|كيف|شلون|pdf|ملف|[اني]?رسل\S*|سعر|تعرف\S*|شكو\S*|اشعار\S*|رساي?ل)(?!\S)"
)
_LONGEST = 10


def asks_several(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> bool:
    """Whether a message asks what several named accounts of this person owe."""
    folded = fold_latin(fold_text(text))
    plain = not text.startswith("/") and parse["intent"].get("name") != "danger"
    if not plain or " و" not in folded or len(folded.split()) > _LONGEST:
        return False
    if not _AMOUNT.search(folded) or _MORE_THAN_THAT.search(folded):
        return False
    with reading() as session:
        return bool(several_named(session, tracker.sender_id, text))
