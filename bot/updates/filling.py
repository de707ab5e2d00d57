"""Values of a message put into the draft, and what follows from them: proofs, an address needed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.accounts.tables import BeneficiaryKind
from bot.identity.links import claim, identity_of
from bot.text.emails import meant_address
from bot.updates.draft import CONTACT_FIELDS, Draft, steps
from bot.updates.heard import Heard, Outcome
from bot.updates.part_mended import mended_value
from bot.updates.proof import note_proved_mobile
from bot.updates.steering import left_out_in
from bot.updates.values import gather
from bot.updates.widening import widen


def take_values(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Fill fields from the message; tells what was bad. True if anything was filled."""
    widen(session, heard, outcome)
    draft, gathered = outcome.draft, gather(heard, outcome.draft)
    draft.lets = draft.lets or gathered.lets
    if gathered.bad:
        key, values = gathered.bad
        outcome.say(key, **values)
    for name, value in gathered.values.items():
        if draft.values.get(name, value) != value:
            outcome.changed.append(name)
        elif name not in draft.values:
            outcome.noted.append(name)
        elif name != heard.step:
            outcome.known.append(name)
        _put(session, heard, draft, name, value)
    _doubt_email(outcome)
    if draft.lets and gathered.values.get("beneficiary") == BeneficiaryKind.TENANT:
        outcome.say("utter_update_tenants_details")
    _leave_out(heard, draft)
    if draft.needs_email() and "notice_channel" in gathered.values:
        _want_email(outcome)
    _note_proof(session, heard, draft)
    if gathered.values and not gathered.bad:
        draft.misses = 0
    return bool(gathered.values) and not gathered.bad


def _doubt_email(outcome: Outcome) -> None:
    """A new address with a slip in its domain is kept, and asked about beside the next question."""
    if "email" not in (*outcome.noted, *outcome.changed):
        return
    email = outcome.draft.values.get("email", "")
    if meant := meant_address(email):
        outcome.say("utter_update_email_meant", typed=email, meant=meant)


def keep_account(session: Session, heard: Heard, draft: Draft) -> bool:
    """Keep the account that another topic names while it is asked for: "متى تجي الفاتورة حسابي
    300…"; True if it did."""
    number = heard.first("account_number")
    if heard.step != "account" or number is None:
        return False
    _put(session, heard, draft, "account", number)
    return True


def put_right(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """Put a part of a value right: "آخر رقم 8 مو 7"; False where the message does no such thing."""
    draft, mended = outcome.draft, mended_value(heard, outcome.draft)
    if mended is None:
        return False
    name, value = mended
    if value is None:
        kind = "bad" if name == "identity" else "help"
        outcome.say(f"utter_update_{kind}_{name}")
        draft.drop(name)
        draft.again = [name]
        return True
    outcome.changed.append(name)
    _put(session, heard, draft, name, value)
    _note_proof(session, heard, draft)
    draft.misses = 0
    return True


def take_told(session: Session, told: Sequence[Heard], outcome: Outcome) -> None:
    """Fill fields from what was told a clerk, oldest first; `outcome.told` names them.

    It is newer than the record and the draft, but older than the message that is answered now. An
    account is taken only where none is known: another one would be another update.
    """
    draft = outcome.draft
    for heard in told:
        for name, value in gather(heard, draft).values.items():
            just_given = name in outcome.noted or name in outcome.changed
            if just_given or not _is_open(draft, name) or draft.values.get(name) == value:
                continue
            _put(session, heard, draft, name, value)
            if name not in outcome.told:
                outcome.told.append(name)
        _note_proof(session, heard, draft)


def _is_open(draft: Draft, name: str) -> bool:
    if name == "account":
        return name not in draft.values
    any_contact = draft.kind == "contact" and not draft.wanted
    return name in (CONTACT_FIELDS if any_contact else steps(draft))


def _put(session: Session, heard: Heard, draft: Draft, name: str, value: str) -> None:
    draft.put(name, value)
    if name == "account":
        _name_account(session, heard.conversation, draft, value)
    if draft.kind == "contact" and name in CONTACT_FIELDS and name not in draft.wanted:
        draft.wanted.append(name)


def _leave_out(heard: Heard, draft: Draft) -> None:
    """ "مالك بدون صك وما عندي ايميل" beside other values: these are not asked for."""
    for step in left_out_in(heard.text):
        if draft.kind == "full" and step in steps(draft) and step not in draft.values:
            draft.skip(step)


def _note_proof(session: Session, heard: Heard, draft: Draft) -> None:
    """A mobile that came from the channel itself, or was proved in this conversation, is proved."""
    mobile = draft.values.get("mobile")
    if mobile is None or draft.is_proved("mobile"):
        return
    if mobile in (heard.contact_mobile, identity_of(session, heard.conversation).proved_mobile):
        note_proved_mobile(session, heard.conversation, draft)


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
