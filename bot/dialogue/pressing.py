"""Who types what a button says has pressed it: "أطلب خدمة", "وقت ثاني"."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.normalise import fold_text


def typed_button(text: str, tracker: DialogueStateTracker) -> str | None:
    """The payload of the button, offered since the last message, whose title was typed."""
    typed = _plain(text)
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) or not typed:
            return None
        for button in (event.data.get("buttons") or []) if isinstance(event, BotUttered) else []:
            if _plain(button["title"]) == typed:
                return str(button["payload"])
    return None


def _plain(text: str) -> str:
    """Folded words without signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold_text(text)).split())
