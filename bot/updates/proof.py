"""Codes inside the update: who gets one, and what typed digits prove."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.accounts.records import find_account, is_contact, primary_contact
from bot.accounts.tables import ContactKind
from bot.clock import now
from bot.identity.codes import (
    Check,
    Sending,
    check_code,
    has_live_code,
    send_code,
    valid_until,
)
from bot.identity.links import identity_of, verify
from bot.rendering.words import hour_words, time_words
from bot.text.code_talk import may_be_code, says_code_came, withholds_code
from bot.text.code_time import asks_code_time
from bot.text.skipping import declines
from bot.updates import draft as drafts
from bot.updates.draft import Draft, next_step
from bot.updates.heard import Heard, Outcome
from bot.updates.steering import wants_code_again

_CODE_WORDS = 6
"""Words of the longest message that gives a code while it names a field: "رمز الجوال هو 123456"."""
_CODE_STEPS = ("mobile_code", "email_code", "old_code")
_NEEDS = {"mobile_code": "mobile", "email_code": "email", "old_code": "account"}
"""Step of a code → the value that it belongs to."""


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
        _go_without(session, heard, outcome, now() + timedelta(seconds=result.seconds))


def _go_without(session: Session, heard: Heard, outcome: Outcome, again: datetime) -> None:
    """No further code this hour: what can do without it goes on; the own mobile's has to wait."""
    step, draft = outcome.step or "", outcome.draft
    if has_live_code(session, heard.conversation, purpose_of(step, draft)):
        outcome.say("utter_identity_code_limit_live", time=time_words(again))
    elif step == "mobile_code":
        outcome.say("utter_update_code_limit", time=time_words(again))
        outcome.pauses = True
    elif step == "old_code":
        draft.values["old_mobile"] = "no"
        outcome.say("utter_update_old_code_limit")
    else:
        draft.skip(step)
        outcome.say("utter_update_email_code_limit")
    outcome.step = None if outcome.pauses else next_step(draft)


def answer_code(session: Session, heard: Heard, outcome: Outcome) -> bool | None:
    """The digits of a code, or the wish for a new one. None: the message is neither."""
    step, draft = heard.step or "", outcome.draft
    if step == "email_code" and declines(heard.text):
        return None  # "خل الرمز بعدين"
    ends = valid_until(session, heard.conversation, purpose_of(step, draft))
    if ends is not None and asks_code_time(heard.text):
        outcome.say("utter_identity_code_lasts", time=hour_words(ends))
        return True
    if withholds_code(heard.text):
        outcome.say("utter_update_why_code")
        return True
    if says_code_came(heard.text):
        outcome.say("utter_identity_code_came")
        return True
    if heard.intent == "resend_code" or wants_code_again(heard.text):
        _resend(session, heard, outcome)
        return True
    digits = heard.first("number")
    if not digits or not may_be_code(heard.text, digits) or _speaks_of_field(heard):
        return None
    purpose = purpose_of(step, draft)
    check = check_code(session, heard.conversation, purpose, digits, heard.message_key)
    if check is Check.RIGHT:
        _prove(session, heard.conversation, step, draft)
        return True
    if key := answer_other_code(session, heard, draft, step):
        outcome.say(key)
        return True
    outcome.say(f"utter_identity_code_{check.value}")
    return check is not Check.WRONG


def _speaks_of_field(heard: Heard) -> bool:
    """Whether the digits are told of a field in a whole sentence: "الصك آخره 8823 وليس 8822 …"."""
    return len(heard.text.split()) > _CODE_WORDS and bool(heard.all("field"))


def take_other_code(session: Session, heard: Heard) -> str | None:
    """`answer_other_code` for the update that waits while an account is proved."""
    draft = drafts.unfinished(session, heard.conversation)
    key = answer_other_code(session, heard, draft, "old_code") if draft else None
    if draft and key:
        drafts.save(session, heard.conversation, draft)
    return key


def answer_other_code(
    session: Session, heard: Heard, draft: Draft, asked: str | None = None
) -> str | None:
    """The digits of another code that is on its way: it proves what it was sent for.

    `asked`: the step whose code they are not. Returns the response that says so, or None.
    """
    digits = heard.first("number") or ""
    for step in _CODE_STEPS:
        if step == asked or (_NEEDS[step] not in draft.values):
            continue
        purpose = purpose_of(step, draft)
        if not has_live_code(session, heard.conversation, purpose):
            continue
        check = check_code(session, heard.conversation, purpose, digits, heard.message_key)
        if check is Check.RIGHT:
            _prove(session, heard.conversation, step, draft)
            return f"utter_update_took_{step}"
    return None


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
