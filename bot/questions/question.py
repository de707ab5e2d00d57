"""A question of the list: its answer, where the answer comes from, and how people ask it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from bot.facts import Confidence

LONGEST_KEY = 36
"""A button `/ask_question{"question":"…"}` has at most 64 bytes."""


@dataclass(frozen=True)
class Question:
    """One edition of one question."""

    key: str
    title: str
    """What it is called on a button."""
    answer: str
    """Said to the subscriber; figures stand as `{facts}` (see `bot/questions/figures.py`)."""
    source: str
    dated: date
    """From which day the answer holds."""
    confidence: Confidence
    phrasings: tuple[str, ...]
    """As people ask it; retrieval compares messages with these."""
    next: tuple[str, ...] = ()
    """Buttons below the answer: intents of `buttons.yml`, or keys of other questions."""
    unsure: str = ""
    """Said instead of `answer` while one of its figures may not be said."""
    hidden: bool = False
    """Taken off the list: neither found nor offered."""
    edition: int = 0
    """Number of staff's edition; 0: as shipped."""

    def body(self) -> str:
        """All but key and edition, as the database keeps it."""
        values = asdict(self) | {"dated": self.dated.isoformat()}
        del values["key"], values["edition"]
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_body(cls, key: str, edition: int, body: str) -> Question:
        """What `body` wrote."""
        values = json.loads(body)
        values["dated"] = date.fromisoformat(values["dated"])
        values["confidence"] = Confidence(values["confidence"])
        values["phrasings"] = tuple(values["phrasings"])
        values["next"] = tuple(values["next"])
        return cls(key=key, edition=edition, **values)
