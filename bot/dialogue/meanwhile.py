"""What was said while a clerk had the conversation: events of the tracker that ask for no answer.

The gateway tells it with the next message of the subscriber, so that it is kept with that turn or
not at all. A subscriber's words have no intent here: the clerk answered them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_MARK = "meanwhile"
"""In an event's metadata: id of the message."""
_AUTHORS = ("subscriber", "clerk")
_PARTS = ("id", "from", "text")
_LONGEST = 1000
"""Characters kept of one message."""


@dataclass(frozen=True)
class Said:
    """One message that Rasa did not hear."""

    id: str
    author: str
    text: str


def read(given: Any) -> list[Said]:
    """The messages in a request's `meanwhile`.

    Raises:
        ValueError: not a list of `{"id", "from", "text"}`.
    """
    if not isinstance(given, list):
        raise ValueError("'meanwhile' is not a list")
    said = []
    for one in given:
        parts = [one.get(name) for name in _PARTS] if isinstance(one, dict) else []
        words = [part for part in parts if isinstance(part, str) and part]
        if len(words) != len(_PARTS) or words[1] not in _AUTHORS:
            raise ValueError("'meanwhile' holds something that is no message")
        said.append(Said(*words))
    return said


def tell(tracker: DialogueStateTracker, said: Sequence[Said], domain: Domain) -> None:
    """Add what the tracker does not know yet."""
    known = {event.metadata[_MARK] for event in tracker.events if is_told(event)}
    for one in said:
        if one.id not in known:
            tracker.update(_event(one), domain)


def is_told(event: Event) -> bool:
    """Whether an event tells of what was said to a clerk or by one."""
    return isinstance(event, UserUttered | BotUttered) and _MARK in (event.metadata or {})


def _event(one: Said) -> Event:
    metadata = {_MARK: one.id}
    if one.author == "clerk":
        return BotUttered(one.text[:_LONGEST], metadata=metadata)
    return UserUttered(one.text[:_LONGEST], message_id=one.id, metadata=metadata)
