"""What an update need not ask: the linked account, a mobile proved before, the record on file."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.accounts.failing import failing_contacts
from bot.accounts.records import find_account, on_file
from bot.accounts.tables import BeneficiaryKind
from bot.identity.links import current_link, identity_of
from bot.updates.draft import CONTACT_FIELDS, Draft
from bot.updates.proof import note_proved_mobile


def take_what_is_known(session: Session, conversation: str, draft: Draft) -> None:
    """Never ask again: the linked account, a proved mobile, the record of the contact on file."""
    link = current_link(session, conversation)
    if link:
        draft.values["account"] = link.account_number
    if link and link.may_update:
        draft.proved["account"] = link.account_number
        if draft.kind == "full":
            take_record(session, draft)
    proved = identity_of(session, conversation).proved_mobile
    failing = failing_contacts(session, link.account_id) if link else []
    if proved in [contact.value for contact in failing]:
        return  # it is proved by the channel, and no notice reaches it
    if proved and draft.kind == "full" and "mobile" not in draft.values:
        draft.values["mobile"] = proved
        note_proved_mobile(session, conversation, draft)


def take_linked_account(session: Session, conversation: str, draft: Draft) -> bool:
    """The account that was named or proved by a question in between: it is neither asked for nor
    proved again. True if anything is new."""
    link = current_link(session, conversation)
    if link is None or draft.values.get("account", link.account_number) != link.account_number:
        return False
    before = dict(draft.values), dict(draft.proved)
    draft.values["account"] = link.account_number
    if link.may_update:
        draft.proved["account"] = link.account_number
    return before != (draft.values, draft.proved)


def take_record(session: Session, draft: Draft) -> None:
    """What stands on record of the proved account, except what was given anew; nor a contact that
    fails: nothing reaches it, so another one is asked for."""
    account = find_account(session, draft.proved.get("account", ""))
    if account and account.beneficiary_kind != BeneficiaryKind.UNKNOWN:
        failing = {contact.kind for contact in failing_contacts(session, account.id)}
        known = {k: v for k, v in on_file(account).items() if k not in {*failing, *draft.values}}
        draft.values.update(known)
        draft.proved.update({f: known[f] for f in CONTACT_FIELDS if f in known})
