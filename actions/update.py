"""Updating the account's data: who uses the supply, and how to reach that person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.gate import named_account
from actions.labels import label
from actions.proof_waits import keep_waiting
from actions.turn import Event, Turn, read_turn, say
from actions.update_told import given_beside_code, told_meanwhile
from actions.why import explaining_action
from bot.database import reading, transaction
from bot.identity.login import name_account
from bot.rendering.words import date_words, mobile_words
from bot.services import draft as service_drafts
from bot.text.given_names import is_surely_name
from bot.transcripts.masking import mask_text
from bot.updates import conversation as update
from bot.updates import draft as drafts
from bot.updates.correcting import speaks_of_change
from bot.updates.draft import CONTACT_FIELDS, Draft
from bot.updates.heard import Found, Heard, Outcome
from bot.updates.requests import latest
from bot.updates.wishing import wants_record

PREFIX = "update_"
"""Slot of a step: this and the step's name."""
_PERSONAL = ("mobile", "email", "national_id", "beneficiary")
"""Entities that belong to a subscriber's record."""
_GIVING = frozenset(
    {"inform", "nlu_fallback", "correct_detail", "change_contact", "update_details"}
)
"""Intents of a message that gives values."""


def heard_from(turn: Turn) -> Heard:
    """The turn in the terms of the update."""
    step = (turn.requested_slot or "").removeprefix(PREFIX)
    return Heard(
        conversation=turn.conversation,
        message_key=turn.message_key,
        text=turn.text,
        intent=turn.intent,
        confidence=turn.confidence,
        found=tuple(Found(e.name, e.value, e.role) for e in turn.entities),
        step=step if turn.active_form == "update_form" and step else None,
        contact_mobile=turn.metadata.get("contact_mobile"),
    )


def tell(
    dispatcher: CollectingDispatcher, outcome: Outcome, asked: str | None = None
) -> list[Event]:
    """Say what the outcome says; the events that bring the form to its next question.

    The plain answer to the question `asked` needs no word; anything more is read back by name.
    """
    _tell_taken(dispatcher, outcome, asked)
    target = outcome.draft.values.get((outcome.step or "").removesuffix("_code"), "")
    return [
        SlotSet("requested_slot", f"{PREFIX}{outcome.step}" if outcome.step else None),
        SlotSet("code_target", mobile_words(target) if target.startswith("+") else target),
        SlotSet("suspended_form", None),
    ]


def _tell_taken(
    dispatcher: CollectingDispatcher, outcome: Outcome, asked: str | None = None
) -> None:
    """Read back what was taken beside the plain answer to `asked`, and say what there is to say."""
    noted = [name for name in outcome.noted if name != "account"]
    if len(noted) > 1 or noted not in ([], [asked]):
        say(dispatcher, "utter_update_noted", fields=_names(noted))
    if outcome.changed:
        say(dispatcher, "utter_update_changed", fields=_names(outcome.changed))
    known = [name for name in outcome.known if name != "account"]
    if known and not (noted or outcome.changed or outcome.says):
        say(dispatcher, "utter_update_known", fields=_names(known))
    if outcome.kept:
        say(dispatcher, "utter_update_kept", fields=_names(outcome.kept))
    if told := [name for name in outcome.told if name != "account"]:
        say(dispatcher, "utter_update_told_clerk", fields=_names(told))
    for key, values in outcome.says:
        say(dispatcher, key, **values)


def is_for_waiting_update(turn: Turn) -> bool:
    """Whether a message to another form gives values for the update that waits behind it."""
    waits = turn.slots.get("suspended_form") == "update_form"
    given = any(turn.entity(kind) for kind in _PERSONAL) or turn.entity("field")
    return bool(waits and turn.intent in _GIVING and (given or is_surely_name(turn.text)))


def keep_for_update(session: Session, dispatcher: CollectingDispatcher, turn: Turn) -> bool:
    """Keep values that belong to the update that waits while another form asks for a code.

    Tells what was kept; False when there is nothing for it.
    """
    if not is_for_waiting_update(turn):
        return False
    outcome = update.keep(session, heard_from(turn))
    if outcome.taken:
        _tell_taken(dispatcher, outcome)
    return outcome.taken


def _names(fields: list[str]) -> str:
    return "، ".join(label("fields", name) for name in fields)


class ValidateUpdateForm(Action):  # type: ignore[misc]
    """Drives `update_form`: takes every message that is for it."""

    def name(self) -> str:
        return "validate_update_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        heard = heard_from(turn)
        with transaction() as session:
            fresh = turn.is_new_message
            if fresh and turn.intent == "switch_account":
                heard = _of_another_account(session, turn, heard)
            go_on = update.hear if fresh else update.ask_again
            outcome = go_on(session, heard, told_meanwhile(tracker, turn))
        return tell(dispatcher, outcome, heard.step) if outcome.taken else []


def _of_another_account(session: Session, turn: Turn, heard: Heard) -> Heard:
    """ "لا، حساب بيت الوالد" in the middle: the update is of that account; unnamed, it is asked."""
    number = named_account(session, turn)
    found = (Found("account_number", number),) if number else ()
    return replace(heard, intent="link_account", found=(*heard.found, *found))


class ActionStartUpdate(Action):  # type: ignore[misc]
    """Begin an update, or go on with the one that was left."""

    def name(self) -> str:
        return "action_start_update"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.active_form == "update_form":
            return []  # the form goes on by itself
        kind = "contact" if _is_about_contact(turn) else "full"
        given, turn = given_beside_code(turn)
        with transaction() as session:
            if turn.active_form is None and (named := named_account(session, turn)):
                name_account(session, turn.conversation, named)
            before = drafts.unfinished(session, turn.conversation)
            goes_on = turn.intent == "resume_update" and before is None
            if goes_on and service_drafts.unfinished(session, turn.conversation):
                return [FollowupAction("action_service_request")]
            told = told_meanwhile(tracker, turn)
            outcome = update.begin(session, heard_from(turn), kind, told, given)
        if outcome.draft.replaces and before is None:
            say(dispatcher, "utter_update_mend_last")
        elif before is None and not outcome.kept:
            say(dispatcher, f"utter_update_welcome_{outcome.draft.kind}")
        events = [*tell(dispatcher, outcome)[1:]]
        if turn.active_form == "identify_form":
            rest: Event = SlotSet("also_asked", turn.slots.get("also_asked"))
            events = [rest, *keep_waiting(tracker, turn), *events]
        if outcome.pauses:
            return [*leave_form(turn), *events]
        return [*events, FollowupAction("update_form")]


def brings_record(turn: Turn) -> bool:
    """Whether a message that names an account also tells what is to be on record: "غير رقمي 055…
    حسابي 300…", "حسابي 300… وانا المستأجر"."""
    contact = turn.entity("mobile") or turn.entity("email")
    if contact is not None and speaks_of_change(turn.text):
        return True
    told = turn.entity("beneficiary") or turn.entity("national_id")
    return told is not None or wants_record(turn.text)


def _is_about_contact(turn: Turn) -> bool:
    """Only ways to reach the subscriber are to change: the short way."""
    fields = {e.value for e in turn.entities if e.name == "field"} - {"account"}
    named = bool(fields) and fields <= set(CONTACT_FIELDS)
    if turn.intent == "change_contact":
        return turn.entity("beneficiary") is None and fields <= set(CONTACT_FIELDS)
    return turn.intent in ("correct_detail", "link_account") and named


class ActionAskUpdateConfirm(Action):  # type: ignore[misc]
    """The summary card, with an edit button a field."""

    def name(self) -> str:
        return "action_ask_update_confirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        with reading() as session:
            draft = drafts.load(session, tracker.sender_id) or Draft()
        card = {"title": label("words", "summary"), "rows": summary_rows(draft)}
        response = f"utter_update_{'change_or_stop' if draft.editing else 'summary'}"
        dispatcher.utter_message(response=response, json_message={"card": card})
        return []


class ActionAskUpdateBeneficiary(Action):  # type: ignore[misc]
    """Owner or tenant; of a landlord who lets: who uses the supply."""

    def name(self) -> str:
        return "action_ask_update_beneficiary"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        with reading() as session:
            draft = drafts.load(session, tracker.sender_id) or Draft()
        say(dispatcher, f"utter_update_ask_{'who_uses' if draft.lets else 'beneficiary'}")
        return []


class ActionAskUpdateNoticeChannel(Action):  # type: ignore[misc]
    """Where notices are to go: an e-mail that was just refused is not offered."""

    def name(self) -> str:
        return "action_ask_update_notice_channel"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        with reading() as session:
            draft = drafts.load(session, tracker.sender_id) or Draft()
        without = draft.kind == "full" and "email" in draft.skipped
        say(dispatcher, f"utter_update_ask_notice_{'without_email' if without else 'channel'}")
        return []


def summary_rows(draft: Draft) -> list[list[str]]:
    """Label, value and edit payload of each field of the draft."""
    fields = [step for step in drafts.steps(draft) if step in shown_fields(draft)]
    return [
        [label("fields", name), shown_value(draft, name), f'/correct_detail{{"field":"{name}"}}']
        for name in fields
    ]


def shown_fields(draft: Draft) -> set[str]:
    """Fields that the summary shows: those given, and optional ones that were left out."""
    optional = drafts.OPTIONAL & set(drafts.steps(draft)) - {"email_code"}
    return ({*draft.values, *draft.removed} | optional) - {"old_mobile"}


def shown_value(draft: Draft, name: str) -> str:
    """A field's value as the subscriber reads it back."""
    if name in draft.removed:
        return label("words", "taken_off")
    value = draft.values.get(name)
    if value is None:
        return label("words", "not_given")
    if name in ("beneficiary", "notice_channel"):
        return label(name, value)
    if name in ("identity", "deed", "ejar"):
        return mask_text(value)
    if name in ("mobile", "second_mobile"):
        return mobile_words(value)
    if name == "ejar_end":
        return date_words(date.fromisoformat(value))
    if name == "email" and not draft.is_proved("email"):
        return f"{value} ({label('words', 'unproved')})"
    return value


class ActionUpdateSubmitted(Action):  # type: ignore[misc]
    """The form is finished: the reference, and what happens next."""

    def name(self) -> str:
        return "action_update_submitted"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        with reading() as session:
            draft = drafts.load(session, tracker.sender_id) or Draft()
            request = latest(session, tracker.sender_id, draft.reference)
        if not draft.reference:
            return []  # it had to pause, and said so
        if request is None:
            raise LookupError(f"{tracker.sender_id} confirmed an update that has no request")
        key = "utter_update_applied" if request.state == "applied" else "utter_update_requested"
        say(dispatcher, key, reference=request.reference)
        return []


def leave_form(turn: Turn) -> list[Event]:
    """Close whatever form is open."""
    if turn.active_form is None:
        return []
    return [ActiveLoop(None), SlotSet("requested_slot", None)]


class ActionWhyDetails(Action):  # type: ignore[misc]
    """Why a value is needed: the one that is being asked for, else the update as a whole."""

    def name(self) -> str:
        return "action_why_details"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        shown = explaining_action(tracker)
        if turn.active_form is None and shown is not None:
            return [FollowupAction(shown)]
        asked = turn.entity("field") or (turn.requested_slot or "").removeprefix(PREFIX)
        key = f"utter_update_why_{asked}"
        known = key in (domain.get("responses") or {})
        say(dispatcher, key if known else "utter_update_why")
        return []
