"""What the dialogue engine says of one turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trace:
    """What the dialogue engine says of one turn; see the channel contract."""

    intent: str | None = None
    confidence: float | None = None
    ranking: list[Any] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    milliseconds: int | None = None
