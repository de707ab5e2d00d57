"""The time: aware, kept in UTC, said in Riyadh."""

from __future__ import annotations

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")


def now() -> datetime:
    """This moment, aware, UTC. Tests move it with time-machine."""
    return datetime.now(timezone.utc)


def today() -> date:
    """Today's date in Riyadh."""
    return now().astimezone(RIYADH).date()
