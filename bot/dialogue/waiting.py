"""Words of somebody who waits for a person: the place in the queue, another time for the call.

Alone "كم دوري" is no business of ours and "لا خليها المغرب" corrects some answer.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.clock import RIYADH, now
from bot.database import reading
from bot.dialogue.following import of_that_service
from bot.person import calls
from bot.text.call_times import is_only_time
from bot.text.queue_words import asks_place, is_impatient
from bot.transcripts.handover import waits_for_person

PERSON_INTENT, CALL_INTENT = "human", "call_back"
_CALL_ACTIONS = frozenset({"action_call_back", "action_call_done"})
_NEAR = 3
"""Messages after a call was spoken of in which a time alone changes it."""


def meant(text: str, parse: dict[str, Any], tracker: DialogueStateTracker) -> str | None:
    """The intent of such words, or None when they are about something else."""
    if text.startswith("/") or parse["intent"].get("name") == "danger":
        return None
    if asks_place(text):  # who does not wait is told so, and asked whether to
        return PERSON_INTENT
    if tracker.active_loop_name is None and is_impatient(text):
        with reading() as session:
            if waits_for_person(session, tracker.sender_id):
                return PERSON_INTENT
    of_call = tracker.active_loop_name is None and _of_call(tracker)
    other_time = of_call and is_only_time(text, now().astimezone(RIYADH))
    return CALL_INTENT if other_time and _has_call(tracker.sender_id) else None


def read_as(parse: dict[str, Any], intent: str) -> dict[str, Any]:
    """The parse as that intent, alone."""
    return {**of_that_service(parse), "intent": {"name": intent, "confidence": 1.0}}


def _has_call(conversation: str) -> bool:
    with reading() as session:
        return calls.waiting(session, conversation) is not None


def _of_call(tracker: DialogueStateTracker) -> bool:
    messages = 0
    for event in reversed(tracker.events):
        messages += isinstance(event, UserUttered)
        if messages >= _NEAR:
            return False
        if isinstance(event, ActionExecuted) and event.action_name in _CALL_ACTIONS:
            return True
    return False
