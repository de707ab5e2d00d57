"""What the subscriber said before the wish to complain, as a complaint reads it."""

from __future__ import annotations

from collections.abc import Iterator

from rasa_sdk import Tracker

from bot.complaints.said import Said, said_of

_RECORDED = "action_complaint_recorded"


def said_earlier(tracker: Tracker) -> Iterator[Said]:
    """The messages before the latest, newest first, back to the last complaint recorded."""
    latest = True
    for event in reversed(tracker.events):
        if event.get("event") == "action" and event.get("name") == _RECORDED:
            return
        if event.get("event") != "user":
            continue
        if not latest:
            yield _said(event)
        latest = False


def _said(event: dict[str, object]) -> Said:
    parse = event.get("parse_data")
    parse = parse if isinstance(parse, dict) else {}
    intent = parse.get("intent") or {}
    values = {e["entity"]: str(e["value"]) for e in reversed(parse.get("entities") or [])}
    return said_of(
        str(event.get("text") or ""),
        str(intent.get("name") or "nlu_fallback"),
        float(intent.get("confidence") or 0.0),
        values.get,
    )
