"""The data update comes before what needs a proof: "حدثو بياناتي 300… مستاجر وليش فاتورتي مرتفعه".

It asks for the account anyway and often proves it on its way; a tenant whose landlord's mobile is
on file has no other proof. Who is proved already is answered in the order of urgency.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import reading
from bot.dialogue.nlu.classifier import OTHER_REQUESTS
from bot.dialogue.several import Request
from bot.identity.login import LoginStep, login_step

FORM = "update_form"
_UPDATE = "update_details"
_CONTACT = "change_contact"
"""Comes before what needs a proof only when it was said before it."""
_BEHIND_PROOF = frozenset(
    """all_accounts ask_bill ask_bill_history bill_forecast bill_pdf compare_usage consumption_chart
    explain_bill my_usage payment_missing usage_limit""".split()
)
"""What is answered from records that are shown to nobody unproved."""
_OF_NOTICES = "notice_settings"
_BETWEEN = " \n.،,؛;!?؟"


def lead(parse: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
    """The parse with the update as its intent, where its most urgent request needs a proof."""
    others = list(parse.get(OTHER_REQUESTS) or [])
    intent, words = parse["intent"], parse["text"]
    update = next((each for each in others if _leads(each, words)), None)
    if update is None or intent.get("name") not in _BEHIND_PROOF:
        return parse
    if tracker.active_loop_name is not None or _is_proved(tracker):
        return parse
    for each in others:
        words = words.replace(each["text"], " ")
    words = " ".join(words.split()).strip(_BETWEEN)
    first = {"intent": intent["name"], "text": words, "confidence": intent["confidence"]}
    known = {"name": update["intent"], "confidence": update["confidence"]}
    return {
        **parse,
        "intent": known,
        OTHER_REQUESTS: [first, *(each for each in others if each is not update)],
    }


def in_order(requests: Sequence[Request], tracker: DialogueStateTracker) -> list[Request]:
    """What is still to be answered, the update before what needs a proof; the way of notices that
    was given with the update's other answers is one of them, and no request."""
    if tracker.active_loop_name == FORM:
        requests = [each for each in requests if each.since or each.intent != _OF_NOTICES]
    needing = [each for each in requests if each.intent in _BEHIND_PROOF]
    updates = any(each.intent == _UPDATE for each in requests)
    if not needing or not updates or _is_proved(tracker):
        return list(requests)
    return [*(each for each in requests if each not in needing), *needing]


def says_it_waits(request: Request, tracker: DialogueStateTracker, form_before: str | None) -> bool:
    """Whether a request beside the update that it has just begun is told to wait for its end."""
    begun = tracker.active_loop_name == FORM and form_before is None
    return begun and request.since == 0.0 and request.intent in _BEHIND_PROOF


def _leads(request: dict[str, Any], words: str) -> bool:
    said_first = words.strip().startswith(request["text"])
    return request["intent"] == _UPDATE or (request["intent"] == _CONTACT and said_first)


def _is_proved(tracker: DialogueStateTracker) -> bool:
    with reading() as session:
        return login_step(session, tracker.sender_id) is LoginStep.DONE
