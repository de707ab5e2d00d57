"""A few words that ask what becomes of what was sent a moment ago: "وش الاخبار", "طيب وبعدين"."""

from __future__ import annotations

import re

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.arabizi import fold_latin
from bot.text.next_step import asks_next_step
from bot.text.normalise import fold_text

_STATUS_OF = {
    "action_update_submitted": "update_status",
    "action_update_status": "update_status",
    "action_complaint_recorded": "complaint_status",
    "action_complaint_status": "complaint_status",
    "action_service_filed": "service_status",
    "action_service_status": "service_status",
    "action_outage_filed": "report_status",
    "action_report_status": "report_status",
}
"""What was just sent or told of → the intent that asks what becomes of it."""
_SENT = frozenset(name for name in _STATUS_OF if not name.endswith("_status"))
_NOTHING_NEW = frozenset(
    """action_listen action_small_talk action_fallback action_extract_slots action_session_start
    utter_general_deny action_affirm action_skip""".split()
)
"""Answers after which one still speaks of what was sent before them."""
_NEAR = 3
"""Messages after it in which such words are about it."""
_SOFT = r"(?:(?:طيب|زين|اوك|اوكي|يعني|بس|ها|يا\s+جماعه|الحين|ok|so)\s+)*"
_NEWS = re.compile(
    rf"{_SOFT}و?(?:(?:وش|ايش|شو|ويش)\s+(?:ال)?(?:اخبار\S*|جديد|صار|حصل|سويتو\S*)"
    r"(?:\s+(?:علي|عليه|عليها|معكم|فيها|فيه))?"
    r"|(?:فيه?|اي)\s+(?:اي\s+)?(?:ال)?(?:جديد|اخبار|خبر|رد)|بشر\S*(?:\s+\S+)?|any\s+news|news)[\s?؟!.]*"
)
_WHEN = re.compile(
    rf"{_SOFT}و?(?:متي|امتي|امتا|when)"
    r"(?:\s+(?:[بتي]*(?:جون|جي\S*|وصل\S*|خلص\S*)|الرد|بالضبط))?[\s?؟!.]*"
)


def status_asked(text: str, tracker: DialogueStateTracker) -> str | None:
    """The intent of such words; None where nothing was sent lately or something else is asked."""
    if tracker.active_loop_name is not None or text.startswith("/"):
        return None
    words = " ".join(fold_text(text).split())
    if asks_next_step(text):
        return _of_lately(tracker, 1, _SENT)
    readings = (words, fold_latin(words))
    asks = any(_NEWS.fullmatch(each) or _WHEN.fullmatch(each) for each in readings)
    return _of_lately(tracker, _NEAR, frozenset(_STATUS_OF)) if asks else None


def _of_lately(tracker: DialogueStateTracker, messages: int, actions: frozenset[str]) -> str | None:
    for event in reversed(tracker.events):
        messages -= isinstance(event, UserUttered)
        if messages <= 0 and isinstance(event, UserUttered):
            return None
        name = event.action_name if isinstance(event, ActionExecuted) else None
        if name in actions:
            return _STATUS_OF[name]
        if name is not None and name not in _NOTHING_NEW:
            return None
    return None
