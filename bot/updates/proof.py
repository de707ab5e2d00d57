"""Codes inside the update: who gets one, and what typed digits prove."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.accounts.records import find_account, is_contact, primary_contact
from bot.accounts.tables import ContactKind
from bot.clock import now
from bot.identity.codes import Check, Sending, check_code, has_live_code, send_code
from bot.identity.links import identity_of, verify
from bot.text.skipping import declines
from bot.updates.draft import Draft
from bot.updates.heard import Heard, Outcome
from bot.updates.steering import wants_code_again


def purpose_of(step: str, draft: Draft) -> str:
    """What the code of a step proves."""
    if step == "old_code":
        return f"link:{draft.values['account']}"
    name = step.removesuffix("_code")
    return f"{name}:{draft.values[name]}"


def needs_code(session: Session, conversation: str, outcome: Outcome) -> bool:
    """Whether the next step waits for a code and none is on its way."""
    step = outcome.step or ""
    if not step.endswith("_code") or outcome.sending_told:
        return False
    return not has_live_code(session, conversation, purpose_of(step, outcome.draft))


def send_for(session: Session, heard: Heard, outcome: Outcome) -> None:
    """Send the code of the next step; tells when it is too soon or too often."""
    step, draft = outcome.step or "", outcome.draft
    purpose = purpose_of(step, draft)
    target = _target(session, step, draft)
    result = send_code(session, heard.conversation, purpose, target, heard.message_key)
    outcome.sending_told = result.sending is not Sending.SENT
    if result.sending is Sending.WAIT:
        outcome.say("utter_identity_code_wait", seconds=str(result.seconds))
    elif result.sending is Sending.LIMIT:
        outcome.say("utter_identity_code_limit")


def answer_code(session: Session, heard: Heard, outcome: Outcome) -> bool | None:
    """The digits of a code, or the wish for a new one. None: the message is neither."""
    step, draft = heard.step or "", outcome.draft
    if step == "email_code" and declines(heard.text):
        return None  # "خل الرمز بعدين"
    if heard.intent == "resend_code" or wants_code_again(heard.text):
        _resend(session, heard, outcome)
        return True
    digits = heard.first("number")
    if not digits or not 4 <= len(digits) <= 8:
        return None
    purpose = purpose_of(step, draft)
    check = check_code(session, heard.conversation, purpose, digits, heard.message_key)
    if check is Check.RIGHT:
        _prove(session, heard.conversation, step, draft)
        return True
    outcome.say(f"utter_identity_code_{check.value}")
    return check is not Check.WRONG


def _resend(session: Session, heard: Heard, outcome: Outcome) -> None:
    outcome.step = heard.step
    send_for(session, heard, outcome)
    if not outcome.sending_told:
        outcome.say("utter_identity_code_sent_again")


def _target(session: Session, step: str, draft: Draft) -> str | None:
    if step != "old_code":
        return draft.values[step.removesuffix("_code")]
    account = find_account(session, draft.values["account"])
    return primary_contact(account, ContactKind.MOBILE) if account else None


def _prove(session: Session, conversation: str, step: str, draft: Draft) -> None:
    draft.misses = 0
    if step == "old_code":
        draft.proved["account"] = draft.values["account"]
        verify(session, conversation, draft.values["account"])
        return
    name = step.removesuffix("_code")
    draft.proved[name] = draft.values[name]
    if name == "mobile":
        note_proved_mobile(session, conversation, draft)


def note_proved_mobile(session: Session, conversation: str, draft: Draft) -> None:
    """Remember the proof; when it is the contact on file, the account is proved with it."""
    mobile = draft.values["mobile"]
    draft.proved["mobile"] = mobile
    identity = identity_of(session, conversation)
    identity.proved_mobile, identity.proved_mobile_at = mobile, now()
    account = find_account(session, draft.values.get("account", ""))
    if account and is_contact(account, mobile):
        draft.proved["account"] = account.number
        verify(session, conversation, account.number)
