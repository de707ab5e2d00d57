"""Who types what a button says has pressed it: "أطلب خدمة", "وقت ثاني"."""

from __future__ import annotations

import re

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.normalise import fold_text

_IT = r"(?:ابيها|ابغاها|ابيه|ابغاه|نبيها|نبغاها|ابيهم|ابغا|ابي|جاوبني|عطني)"
_NOW = r"(?:الحين|دحين|الان|اللحين|هالحين)"
_WANTED_NOW = re.compile(rf"^(?:لا+ )?(?:{_IT} {_NOW}|{_NOW} {_IT}|{_NOW})(?: لو سمحت\w*)?$")
"""Both a title, "أبغاها الحين", and other words for it: "لا الحين ابيها"."""


def typed_button(text: str, tracker: DialogueStateTracker) -> str | None:
    """The payload of the button, offered since the last message, whose title was typed; what is
    offered for now is also pressed by other words for "now"."""
    typed = _plain(text)
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) or not typed:
            return None
        for button in (event.data.get("buttons") or []) if isinstance(event, BotUttered) else []:
            if _says(typed, _plain(button["title"])):
                return str(button["payload"])
    return None


def _says(typed: str, title: str) -> bool:
    return typed == title or bool(_WANTED_NOW.search(typed) and _WANTED_NOW.search(title))


def _plain(text: str) -> str:
    """Folded words without signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold_text(text)).split())
