"""Values of a message put into the draft, and what follows from them: proofs, an address needed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.identity.links import claim, identity_of
from bot.updates.draft import CONTACT_FIELDS, Draft, steps
from bot.updates.heard import Heard, Outcome
from bot.updates.proof import note_proved_mobile
from bot.updates.steering import left_out_in
from bot.updates.values import gather


def take_values(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Fill fields from the message; tells what was bad. True if anything was filled."""
    draft, gathered = outcome.draft, gather(heard, outcome.draft)
    if gathered.bad:
        key, values = gathered.bad
        outcome.say(key, **values)
    for name, value in gathered.values.items():
        if draft.values.get(name, value) != value:
            outcome.changed.append(name)
        elif name not in draft.values:
            outcome.noted.append(name)
        draft.put(name, value)
        if name == "account":
            _name_account(session, heard.conversation, draft, value)
        if draft.kind == "contact" and name in CONTACT_FIELDS and name not in draft.wanted:
            draft.wanted.append(name)
    _leave_out(heard, draft)
    if draft.needs_email() and "notice_channel" in gathered.values:
        _want_email(outcome)
    if _is_proved_here(session, heard, draft):
        note_proved_mobile(session, heard.conversation, draft)
    if gathered.values and not gathered.bad:
        draft.misses = 0
    return bool(gathered.values) and not gathered.bad


def _leave_out(heard: Heard, draft: Draft) -> None:
    """ "مالك بدون صك وما عندي ايميل" beside other values: these are not asked for."""
    for step in left_out_in(heard.text):
        if draft.kind == "full" and step in steps(draft) and step not in draft.values:
            draft.skip(step)


def _is_proved_here(session: Session, heard: Heard, draft: Draft) -> bool:
    """Whether the mobile came from the channel itself or was proved in this conversation."""
    mobile, proved = draft.values.get("mobile"), draft.is_proved("mobile")
    if mobile is None or proved:
        return False
    return mobile in (heard.contact_mobile, identity_of(session, heard.conversation).proved_mobile)


def _name_account(session: Session, conversation: str, draft: Draft, number: str) -> None:
    link = claim(session, conversation, number)
    draft.proved.pop("account", None)
    if link.may_update:
        draft.proved["account"] = number
    elif draft.is_proved("mobile"):
        note_proved_mobile(session, conversation, draft)


def _want_email(outcome: Outcome) -> None:
    """Notices by e-mail need an address, even one that was skipped before."""
    outcome.say("utter_update_notice_needs_email")
    draft = outcome.draft
    if draft.kind == "contact" and "email" not in draft.wanted:
        draft.wanted.append("email")
