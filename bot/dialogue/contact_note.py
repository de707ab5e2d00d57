"""A contact on file does not work: said once a session, after the answer to whatever was asked.

Who opens a talk wants something else. So the answer comes first, and nothing is added while a
question is open, before the account is proved, or beside words that leave no room for it: danger,
anger, a person, farewell. What is answered to the note is read here too, because "ايه" or a new
address alone would be about something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

from bot.accounts.failing import failing_contacts
from bot.accounts.tables import Contact
from bot.clock import now
from bot.database import reading
from bot.dialogue.following import of_that_service
from bot.identity.links import Link, current_link
from bot.text.answers import yes_no
from bot.text.contact_changed import speaks_of_other_contact
from bot.text.later import speaks_of_later
from bot.text.normalise import fold_text
from bot.text.skipping import declines
from bot.transcripts.handover import waits_for_person
from bot.updates.requests import latest
from bot.updates.tables import RequestState

SLOT = "contact_told"
"""When the note was said last, as ISO text: a contact that fails later is another matter."""
RESPONSE = "utter_contact_fails"
INTENT, REFUSAL = "change_contact", "deny"
_OFFERED = "offered_action"
_WAY = "notice_channel"
"""What "الإيميل" is heard as too."""
_MOBILE, _SECOND = "mobile", "second_mobile"
"""After the note "عندي رقم ثاني" gives no second one: it is another one in place of the first."""
_UTTERED = "utter_action"
"""Where Rasa notes which response was uttered."""
_SPEAK_FOR_THEMSELVES = frozenset(
    """action_greet action_small_talk action_go_back action_cancel action_repeat action_skip
    action_fallback utter_general_deny action_danger action_human action_call_back
    action_call_done action_complaint action_complaint_recorded action_reopen_complaint
    action_escalate action_start_update action_update_submitted action_update_status
    action_withdraw_update action_remove_account action_forget_me
    action_withdraw_consent""".split()
)
"""Actions after which nothing is added: small talk, what is grave, and the update itself."""
_GRAVE = ("utter_danger", "utter_outages_filed_danger", "utter_outages_medical")
"""Responses after which the talk is about a life for as long as it is remembered."""
_MORE = frozenset({"inform", "nlu_fallback", "correct_detail", "update_details", INTENT})
"""What a new address, or "حدثوه" right after the note, may be taken for."""
_YES = "affirm"
_PUTS_OFF = frozenset({"skip", "cancel", _YES, "resume_update"})
_WHOLE_RECORD = re.compile(r"بيانات|معلومات|record|details")
_LONGEST = 6
"""Words of a message that has no matter of its own."""


def is_time(tracker: DialogueStateTracker, turn: Sequence[Event]) -> bool:
    """Whether the turn has answered what was asked and leaves room for a word more."""
    if SLOT not in tracker.slots or tracker.active_loop_name is not None:
        return False
    ran = {event.action_name for event in turn if isinstance(event, ActionExecuted)}
    if ran & _SPEAK_FOR_THEMSELVES or tracker.get_slot("suspended_form"):
        return False
    said = [event for event in turn if isinstance(event, BotUttered)]
    asks_back = bool(said) and (said[-1].text or "").rstrip().endswith("؟")
    if not said or (asks_back and not _offers(turn)):
        return False
    return not any(_response(event).startswith(_GRAVE) for event in tracker.events)


def due(conversation: str, told: str | None) -> tuple[Link, Contact] | None:
    """The account spoken for and its contact that is to be told of; None: nothing to tell.

    Args:
        told: value of `SLOT`.
    """
    with reading() as session:
        link = current_link(session, conversation)
        if link is None or not link.may_update:
            return None
        contact = _failed_since(session, link, told)
        if contact is None or waits_for_person(session, conversation):
            return None
        return None if _is_given(session, conversation, contact) else (link, contact)


def _failed_since(session: Session, link: Link, told: str | None) -> Contact | None:
    moment = datetime.fromisoformat(told) if told else None
    for contact in failing_contacts(session, link.account_id):
        if moment is None or (contact.failed_at and contact.failed_at > moment):
            return contact
    return None


def _is_given(session: Session, conversation: str, contact: Contact) -> bool:
    """Whether another one was given here already, and staff have still to decide on it: a guest's
    update may need that."""
    sent = latest(session, conversation)
    if sent is None or sent.state != RequestState.PENDING or sent.account_id != contact.account_id:
        return False
    return bool(json.loads(sent.changes).get(contact.kind, contact.value) != contact.value)


async def say_note(
    tracker: DialogueStateTracker,
    turn: Sequence[Event],
    nlg: NaturalLanguageGenerator,
    channel: str,
    domain: Domain,
) -> None:
    """Put the note behind the turn's answer, if it is due, and remember when."""
    found = due(tracker.sender_id, tracker.get_slot(SLOT)) if is_time(tracker, turn) else None
    if found is None:
        return
    link, contact = found
    key = f"{RESPONSE}_{contact.kind}"
    words = await nlg.generate(key, tracker, channel, account=link.called)
    if words:
        note = BotUttered(words["text"], {"buttons": words.get("buttons")}, {_UTTERED: key})
        tracker.update(note, domain)
        tracker.update(SlotSet(SLOT, now().isoformat()), domain)


def answered(
    text: str, parse: dict[str, Any], tracker: DialogueStateTracker
) -> dict[str, Any] | None:
    """The parse of an answer to the note, right after it; None: it is about something else.

    A mere yes is for what the answer before the note has offered, if it did.
    """
    kind, offered = _just_told(tracker)
    if kind is None or text.startswith("/") or len(text.split()) > _LONGEST:
        return None
    if _refuses(text, parse):
        return _read_as(parse, REFUSAL)
    if yes_no(text) is True or parse["intent"].get("name") == _YES:
        return None if offered else _read_as(parse, INTENT, kind)
    return _read_as(parse, INTENT, kind) if _takes_up(text, parse, kind) else None


def _refuses(text: str, parse: dict[str, Any]) -> bool:
    """Whether it is not to be now: "لا", "بعدين", "بكره احدثه"."""
    later = speaks_of_later(text) and parse["intent"].get("name") in _MORE | _PUTS_OFF
    no = parse["intent"].get("name") == REFUSAL or yes_no(text) is False
    return no or declines(text) or later


def _takes_up(text: str, parse: dict[str, Any], kind: str) -> bool:
    """Whether it gives the new contact, or says no more than that there is another one."""
    given = {entity["entity"] for entity in parse.get("entities") or []} - {_WAY}
    named = {each["value"] for each in parse.get("entities") or [] if each["entity"] == "field"}
    if kind == _MOBILE:
        named -= {_SECOND}
    if not (given <= {kind, "field"} and named <= {kind}) or _WHOLE_RECORD.search(fold_text(text)):
        return False
    intent = parse["intent"].get("name")
    wanted = kind in given or (not named and intent in ("update_details", INTENT))
    return (intent in _MORE and wanted) or speaks_of_other_contact(text)


def _read_as(parse: dict[str, Any], intent: str, field: str | None = None) -> dict[str, Any]:
    """The parse as that intent alone, about the contact that the note named."""
    read = {**of_that_service(parse), "intent": {"name": intent, "confidence": 1.0}}
    if field is None:
        return read
    named = {"entity": "field", "value": field, "start": 0, "end": 0}
    others = [e for e in parse.get("entities") or [] if e["entity"] not in ("field", _WAY)]
    return {**read, "entities": [*others, named]}


def _just_told(tracker: DialogueStateTracker) -> tuple[str | None, bool]:
    """The kind of contact that the note behind the last answer named, and whether that answer
    offered something too; outside forms."""
    turn = _last_turn(tracker)
    keys = [_response(event) for event in turn]
    told = [key.removeprefix(f"{RESPONSE}_") for key in keys if key.startswith(f"{RESPONSE}_")]
    if not told or tracker.active_loop_name is not None:
        return None, False
    return told[-1], _offers(turn)


def _last_turn(tracker: DialogueStateTracker) -> list[Event]:
    """The events since the last message."""
    events: list[Event] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        events.insert(0, event)
    return events


def _offers(turn: Sequence[Event]) -> bool:
    return any(isinstance(e, SlotSet) and e.key == _OFFERED and e.value for e in turn)


def _response(event: Event) -> str:
    """Key of the response that the event said, or nothing."""
    return str((event.metadata or {}).get(_UTTERED) or "") if isinstance(event, BotUttered) else ""
