"""What one message says, in the terms of the update; and what the update says back."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.updates.draft import Draft


@dataclass(frozen=True)
class Found:
    """An entity of docs/dialogue.md."""

    name: str
    value: str
    role: str | None = None


@dataclass(frozen=True)
class Heard:
    """One message of the subscriber. `step` is the question that it may answer."""

    conversation: str
    message_key: str
    text: str
    intent: str
    found: tuple[Found, ...] = ()
    step: str | None = None
    confidence: float = 1.0
    """How sure the classifier is of `intent`."""
    contact_mobile: str | None = None
    """A mobile that the channel itself proved (Telegram contact of its owner), E.164."""

    def all(self, name: str) -> list[str]:
        """Values of an entity, without those that a correction calls the old ones."""
        return [f.value for f in self.found if f.name == name and f.role != "old"]

    def first(self, name: str) -> str | None:
        """First of `all`, or None."""
        return next(iter(self.all(name)), None)


@dataclass
class Outcome:
    """What became of a message."""

    draft: Draft
    taken: bool = True
    """False: the message is about something else; nothing was changed."""
    says: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Response keys with their values, before the next question."""
    noted: list[str] = field(default_factory=list)
    """Fields that this message filled for the first time."""
    changed: list[str] = field(default_factory=list)
    """Fields whose value this message replaced."""
    known: list[str] = field(default_factory=list)
    """Fields that were given again, the same as before, where something else was asked."""
    kept: list[str] = field(default_factory=list)
    """Fields that are left as they were."""
    told: list[str] = field(default_factory=list)
    """Fields that were told a clerk while the bot was silent."""
    step: str | None = None
    """Next question; None: finished."""
    sending_told: bool = False
    """It was said why no further code goes out now."""
    pauses: bool = False
    """Nothing can go on for now, or nothing is left to do: the form closes, the draft is kept."""
    reference: str | None = None
    applied: bool = False

    def say(self, key: str, **values: str) -> None:
        """Add a response."""
        self.says.append((key, values))
