"""Update requests: from the confirmed draft to the record, with the people concerned told."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from bot.accounts.records import apply_changes, find_account, on_file, primary_contact
from bot.accounts.tables import Account, ContactKind, NoticeChannel
from bot.clock import now
from bot.delivery.outbox import notify, send_sms
from bot.delivery.texts import text
from bot.events.noting import record as record_event
from bot.events.tables import EventKind
from bot.identity.links import current_link
from bot.notices.choices import follow_mobile
from bot.updates import draft as drafts
from bot.updates.draft import Draft
from bot.updates.tables import RequestState, UpdateRequest

NOT_ON_RECORD = frozenset({"account", "old_mobile"})
"""Draft values that are no fields of the account."""


class DecisionError(Exception):
    """The request cannot be decided like that; the message says why, for the clerk."""


@dataclass(frozen=True)
class Submitted:
    """A request's number, and whether it is already on the record."""

    reference: str
    applied: bool
    again: bool = False
    """The same was asked for before; this is that request."""


def submit(session: Session, conversation: str, draft: Draft) -> Submitted:
    """Make the request of a confirmed draft: once, however often it is called.

    Applied at once when the contact on file was proved, else pending for staff; the contact that
    was on file is told. The caller's transaction holds all of it, and the draft that remembers it.
    """
    account = find_account(session, draft.values["account"])
    changes = _changes(draft, account)
    existing = _find_by_key(session, draft.key)
    existing = existing or _same_request(session, conversation, draft, account, changes)
    if existing:
        draft.reference = existing.reference
        again = existing.key != draft.key
        return Submitted(existing.reference, existing.state == RequestState.APPLIED, again)
    by_contact = account is not None and draft.proved.get("account") == account.number
    if account and by_contact and _moves_lent_account(session, conversation, account, changes):
        by_contact = False
    request = UpdateRequest(
        reference=_new_reference(session),
        key=draft.key,
        conversation=conversation,
        channel=conversation.partition(":")[0],
        account_number=draft.values["account"],
        account_id=account.id if account else None,
        state=RequestState.PENDING.value,
        changes=json.dumps({**changes, "_proved": _proved(draft)}, ensure_ascii=False),
        before=json.dumps(on_file(account), ensure_ascii=False) if account else None,
        proof="contact_on_file" if by_contact else "own_mobile",
        created_at=now(),
    )
    session.add(request)
    session.flush()
    if account:
        _tell_old_contact(session, account, request, changes, by_contact)
    if account and by_contact:
        _apply(session, account, request, actor=conversation)
    if draft.replaces:
        _take_back(latest(session, conversation, draft.replaces))
    draft.reference = request.reference
    drafts.save(session, conversation, draft)
    return Submitted(request.reference, by_contact)


def decide(
    session: Session, reference: str, *, approve: bool, by: str, reason: str | None = None
) -> UpdateRequest:
    """A clerk approves (and so applies) or rejects a pending request; everybody concerned is told.

    Raises:
        DecisionError: no such pending request, no such account, or a rejection without a reason.
    """
    request = _pending(session, reference)
    if not approve and not reason:
        raise DecisionError("A rejection needs a reason: the subscriber is told it.")
    account = session.get(Account, request.account_id) if request.account_id else None
    if approve and account is None:
        raise DecisionError(f"{request.account_number} is not an account on file.")
    request.decided_by, request.decision_reason, request.decided_at = by, reason, now()
    old_mobile = primary_contact(account, ContactKind.MOBILE) if account else None
    if approve and account:
        _apply(session, account, request, actor=f"staff:{by}")
    else:
        request.state = RequestState.REJECTED.value
    _tell_decision(session, request, old_mobile)
    session.flush()
    return request


def withdraw(session: Session, conversation: str) -> UpdateRequest | None:
    """Take the newest pending request of a conversation back; None if there is none."""
    request = _take_back(latest(session, conversation))
    session.flush()
    return request


def _take_back(request: UpdateRequest | None) -> UpdateRequest | None:
    if request is None or request.state != RequestState.PENDING:
        return None
    request.state = RequestState.WITHDRAWN.value
    request.decided_by, request.decided_at = request.conversation, now()
    return request


def latest(
    session: Session, conversation: str, reference: str | None = None
) -> UpdateRequest | None:
    """The newest request of a conversation, or the one with that reference if it is its own."""
    query = select(UpdateRequest).where(UpdateRequest.conversation == conversation)
    if reference:
        query = query.where(UpdateRequest.reference == reference)
    found: UpdateRequest | None = (
        session.execute(query.order_by(desc(UpdateRequest.id)).limit(1)).scalars().first()
    )
    return found


def pending(session: Session, limit: int = 50) -> list[UpdateRequest]:
    """Requests that wait for staff, oldest first."""
    query = (
        select(UpdateRequest)
        .where(UpdateRequest.state == RequestState.PENDING.value)
        .order_by(UpdateRequest.created_at)
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def _changes(draft: Draft, account: Account | None) -> dict[str, str]:
    """Field → value; empty: to be taken off. Notices by an e-mail that goes come by SMS."""
    given = {k: v for k, v in draft.values.items() if k not in NOT_ON_RECORD}
    changes = {**given, **dict.fromkeys(draft.removed, "")}
    by_email = account is not None and account.notice_channel == NoticeChannel.EMAIL
    if by_email and "email" in draft.removed:
        changes.setdefault("notice_channel", NoticeChannel.SMS.value)
    return changes


def _proved(draft: Draft) -> list[str]:
    return [name for name in ("mobile", "email") if draft.is_proved(name)]


def _apply(session: Session, account: Account, request: UpdateRequest, *, actor: str) -> None:
    changes = json.loads(request.changes)
    proved = frozenset(changes.pop("_proved"))
    before = on_file(account)
    apply_changes(
        session,
        account,
        changes,
        proved=proved,
        actor=actor,
        channel=request.channel,
        reference=request.reference,
    )
    _keep_notice_choices(session, account, before)
    request.state = RequestState.APPLIED.value
    record_event(session, EventKind.UPDATE_APPLIED, request.reference)


def _keep_notice_choices(session: Session, account: Account, before: dict[str, str]) -> None:
    """The same person with a new mobile keeps what was chosen about notices."""
    after = on_file(account)
    same_person = before.get("name") == after.get("name")
    if same_person and "mobile" in before and before["mobile"] != after.get("mobile"):
        follow_mobile(session, account.id, before["mobile"], after["mobile"])


def _tell_old_contact(
    session: Session,
    account: Account,
    request: UpdateRequest,
    changes: dict[str, str],
    applied: bool,
) -> None:
    """An SMS to the mobile on file, unless it is the very mobile that asked and stays."""
    mobile = primary_contact(account, ContactKind.MOBILE)
    if mobile is None or (applied and changes.get("mobile", mobile) == mobile):
        return
    key = "update_applied_old_contact" if applied else "update_requested_old_contact"
    body = text(key, account_tail=account.number[-4:], reference=request.reference)
    outbox_key = f"update|{request.reference}|old"
    send_sms(session, mobile, body, outbox_key, conversation=request.conversation)


def _tell_decision(session: Session, request: UpdateRequest, old_mobile: str | None) -> None:
    reference, approved = request.reference, request.state == RequestState.APPLIED
    said = (
        text("update_approved", reference=reference)
        if approved
        else text("update_rejected", reference=reference, reason=request.decision_reason or "")
    )
    notify(session, request.conversation, said, f"update|{reference}|decided")
    if old_mobile:
        decision = text("decision_approved" if approved else "decision_rejected")
        tail = request.account_number[-4:]
        body = text(
            "update_decided_old_contact", account_tail=tail, decision=decision, reference=reference
        )
        send_sms(session, old_mobile, body, f"update|{reference}|decided|old")


def _pending(session: Session, reference: str) -> UpdateRequest:
    request: UpdateRequest | None = session.execute(
        select(UpdateRequest).where(UpdateRequest.reference == reference).with_for_update()
    ).scalar_one_or_none()
    if request is None:
        raise DecisionError(f"There is no update request {reference}.")
    if request.state != RequestState.PENDING:
        raise DecisionError(f"{reference} is already {request.state}.")
    return request


def _moves_lent_account(
    session: Session, conversation: str, account: Account, changes: dict[str, str]
) -> bool:
    """A guest must not take the account over by changing its mobile: staff decide on that."""
    link = current_link(session, conversation)
    lent = link is not None and link.account_id == account.id and link.shared_right is not None
    mobile = primary_contact(account, ContactKind.MOBILE)
    return lent and changes.get("mobile", mobile) != mobile


def _find_by_key(session: Session, key: str) -> UpdateRequest | None:
    found: UpdateRequest | None = session.execute(
        select(UpdateRequest).where(UpdateRequest.key == key)
    ).scalar_one_or_none()
    return found


def _same_request(
    session: Session,
    conversation: str,
    draft: Draft,
    account: Account | None,
    changes: dict[str, str],
) -> UpdateRequest | None:
    """A pending request for exactly this, or an applied one that still stands on the record."""
    recorded = on_file(account) if account else {}
    on_record = account is not None and all(recorded.get(k, "") == changes[k] for k in changes)
    states = [RequestState.PENDING.value, *([RequestState.APPLIED.value] if on_record else [])]
    query = select(UpdateRequest).where(
        UpdateRequest.conversation == conversation,
        UpdateRequest.account_number == draft.values["account"],
        UpdateRequest.state.in_(states),  # type: ignore[attr-defined]
    )
    for request in session.execute(query.order_by(desc(UpdateRequest.id))).scalars():
        asked = json.loads(request.changes)
        asked.pop("_proved")
        applied = request.state == RequestState.APPLIED
        one_in_other = asked.items() <= changes.items() or changes.items() <= asked.items()
        if asked == changes or (applied and one_in_other):
            return request
    return None


def _new_reference(session: Session) -> str:
    """U and seven digits, not used before."""
    while True:
        reference = f"U{1_000_000 + secrets.randbelow(9_000_000)}"
        query = select(UpdateRequest.id).where(UpdateRequest.reference == reference)
        if session.execute(query).first() is None:
            return reference
