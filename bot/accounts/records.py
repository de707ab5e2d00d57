"""What is on file for an account, and changing it with its history."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, AccountChange, BeneficiaryKind, Contact, ContactKind
from bot.clock import now
from bot.sealing import fingerprint

SECRET_FIELDS = frozenset({"identity", "deed", "ejar"})
"""Fields that appear masked in the history."""

_COLUMNS = {
    "beneficiary": "beneficiary_kind",
    "name": "beneficiary_name",
    "identity": "identity_number",
    "deed": "deed_number",
    "ejar": "ejar_number",
    "notice_channel": "notice_channel",
}


def find_account(session: Session, number: str) -> Account | None:
    """The account with that printed number, or None."""
    found: Account | None = session.execute(
        select(Account).where(Account.number == number)
    ).scalar_one_or_none()
    return found


def accounts_with_mobile(session: Session, mobile: str) -> list[str]:
    """Numbers of the accounts that have `mobile` on file."""
    query = (
        select(Account.number)
        .join(Contact)
        .where(Contact.kind == ContactKind.MOBILE.value, Contact.value == mobile)
        .order_by(Account.id)
    )
    return list(session.execute(query).scalars())


def primary_contact(account: Account, kind: ContactKind) -> str | None:
    """The mobile (E.164) or e-mail that codes and notices go to, or None."""
    return next((c.value for c in account.contacts if c.kind == kind and c.primary), None)


def is_contact(account: Account, mobile: str) -> bool:
    """Whether `mobile` is a mobile on file for the account."""
    return any(c.kind == ContactKind.MOBILE and c.value == mobile for c in account.contacts)


def on_file(account: Account) -> dict[str, str]:
    """Field → value as the update knows fields (docs/dialogue.md); absent: not on file."""
    values: dict[str, str | None] = {
        field: getattr(account, column) for field, column in _COLUMNS.items()
    }
    if account.beneficiary_kind == BeneficiaryKind.UNKNOWN:
        values["beneficiary"] = None
    values["ejar_end"] = account.ejar_end.isoformat() if account.ejar_end else None
    values["mobile"] = primary_contact(account, ContactKind.MOBILE)
    values["email"] = primary_contact(account, ContactKind.EMAIL)
    values["second_mobile"] = next(
        (c.value for c in account.contacts if c.kind == ContactKind.MOBILE and not c.primary), None
    )
    return {field: value for field, value in values.items() if value}


def apply_changes(
    session: Session,
    account: Account,
    changes: dict[str, str],
    *,
    proved: frozenset[str],
    actor: str,
    channel: str,
    reference: str | None,
    confirmed: bool = True,
) -> None:
    """Write `changes` (field → value) to the account, with one history row a changed field.

    An empty value takes an e-mail or a second mobile off the record.

    Args:
        proved: fields among mobile and email that a code proved.
        reference: of the update request; None: the change has another cause (an import).
        confirmed: the beneficiary said so, and by it that the rest is right too.
    """
    before = on_file(account)
    for field, value in changes.items():
        _set(account, field, value, field in proved)
        if before.get(field, "") != value:
            session.add(
                AccountChange(
                    account_id=account.id,
                    at=now(),
                    actor=actor,
                    channel=channel,
                    request_reference=reference,
                    field=field,
                    before=_shown(field, before.get(field)),
                    after=_shown(field, value) or None,
                )
            )
    if confirmed:
        account.updated_at = now()
    session.flush()


def _set(account: Account, field: str, value: str, proved: bool) -> None:
    if field in ("mobile", "email"):
        _set_contact(account, ContactKind(field), value, primary=True, proved=proved)
    elif field == "second_mobile":
        _set_contact(account, ContactKind.MOBILE, value, primary=False, proved=False)
    elif field == "ejar_end":
        account.ejar_end = date.fromisoformat(value)
    else:
        setattr(account, _COLUMNS[field], value)
    if field == "identity":
        account.identity_fingerprint = fingerprint("identity", value)
    if field == "beneficiary":
        _forget_other_proof(account, BeneficiaryKind(value))


def _forget_other_proof(account: Account, kind: BeneficiaryKind) -> None:
    """An owner has a deed, a tenant a contract: the other one belonged to somebody else."""
    if kind == BeneficiaryKind.OWNER:
        account.ejar_number = account.ejar_end = None
    else:
        account.deed_number = None


def _set_contact(
    account: Account, kind: ContactKind, value: str, *, primary: bool, proved: bool
) -> None:
    """Put `value` in the primary or second place of its kind; what stood there goes.

    Of an empty value nothing is put there.
    """
    kept = next((c for c in account.contacts if c.kind == kind and c.value == value), None)
    for other in [c for c in account.contacts if c.kind == kind and c.primary == primary]:
        if other is not kept:
            account.contacts.remove(other)
    if not value:
        return
    if kept is None:
        kept = Contact(kind=kind.value, value=value)
        account.contacts.append(kept)
    kept.primary = primary
    if proved:
        kept.verified_at = now()
        kept.failed_at = kept.failed_why = None  # a code arrived there


def _shown(field: str, value: str | None) -> str | None:
    if value is None or field not in SECRET_FIELDS:
        return value
    return "•" * (len(value) - 3) + value[-3:]
