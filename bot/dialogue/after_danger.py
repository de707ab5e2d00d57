"""The messages after a danger was told of: they are heard as more about it.

Alone "طفيت القاطع" sounds like power that is off, "أقدر أبعده بخشبة؟" like nothing at all.
"""

from __future__ import annotations

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.isolated import switched_off
from bot.text.near_danger import said_near_danger

INTENT = "danger"
_ACTION, _FILED_ACTION = "action_danger", "action_outage_filed"
_NEAR = 3
"""Messages after the danger in which such words are meant for it."""


def goes_on(text: str, tracker: DialogueStateTracker) -> bool:
    """Whether a message is about the danger that was told of a moment ago."""
    if text.startswith("/"):
        return False
    off = tracker.active_loop_name is None and switched_off(text)
    if off and _told(tracker, (_ACTION, _FILED_ACTION)) == _ACTION:
        return True
    return said_near_danger(text) is not None and _told(tracker, (_ACTION,)) is not None


def _told(tracker: DialogueStateTracker, actions: tuple[str, ...]) -> str | None:
    """The latest of these actions among the last few messages."""
    messages = 0
    for event in reversed(tracker.events):
        messages += isinstance(event, UserUttered)
        if messages >= _NEAR:
            return None
        if isinstance(event, ActionExecuted) and event.action_name in actions:
            return str(event.action_name)
    return None
