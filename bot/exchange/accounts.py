"""Accounts of a utility, with who benefits from them and how to reach that person.

An empty or absent value leaves what is on file alone. What a subscriber confirmed here
(`accounts.updated_at`) stays, unless the row says by `changed_at` that it is newer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from bot.accounts.records import apply_changes, on_file
from bot.accounts.tables import (
    Account,
    BeneficiaryKind,
    Contact,
    ContactKind,
    NoticeChannel,
    TariffCategory,
)
from bot.exchange import values
from bot.exchange.kinds import Columns, Field, Kind, Outcome, Problem
from bot.exchange.looking_up import ids_by, in_pieces
from bot.exchange.places import Areas
from bot.exchange.values import Reader
from bot.facts import facts
from bot.sealing import fingerprint

Row = dict[str, Any]

FIELDS = {
    "number": Field(values.code(20)),
    "premise": Field(values.code(20)),
    "street": Field(values.words(120)),
    "city": Field(values.words(60)),
    "district": Field(values.words(80)),
    "region": Field(values.code(40), needed=False),
    "feeder": Field(values.code(20), needed=False),
    "biller": Field(values.code(3), needed=False),
    "meter": Field(values.code(20)),
    "breaker_amperes": Field(Reader(values.positive)),
    "tariff_category": Field(values.choice(TariffCategory)),
    "verified": Field(Reader(values.truth), needed=False),
    "beneficiary": Field(values.choice(BeneficiaryKind), needed=False),
    "name": Field(values.words(120), needed=False),
    "identity": Field(Reader(values.identity), needed=False),
    "deed": Field(values.code(40), needed=False),
    "ejar": Field(values.code(40), needed=False),
    "ejar_end": Field(Reader(values.day), needed=False),
    "mobile": Field(Reader(values.mobile), needed=False),
    "second_mobile": Field(Reader(values.mobile), needed=False),
    "email": Field(Reader(values.email), needed=False),
    "notice_channel": Field(values.choice(NoticeChannel), needed=False),
    "changed_at": Field(Reader(values.moment), needed=False),
}
_OF_THE_PREMISE = ("premise", "street", "meter", "breaker_amperes", "tariff_category", "verified")
_OF_THE_PERSON = (
    *("beneficiary", "name", "identity", "deed", "ejar", "ejar_end"),
    *("mobile", "second_mobile", "email", "notice_channel"),
)
"""Fields of `bot.accounts.records`, in the order in which they are to be set."""


def _store(session: Session, columns: Columns) -> Outcome:
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    outcome = Outcome()
    latest = {row["number"]: place for place, row in enumerate(rows)}
    areas = Areas(session)
    meters = _meters(session, {rows[place]["meter"] for place in latest.values()})
    good: dict[str, Row] = {}
    for number, place in latest.items():
        row = rows[place]
        row["area_id"] = areas.find_or_add(row)
        if row["area_id"] is None:
            outcome.problems.append(Problem(place, "district", areas.UNKNOWN))
        elif meters.setdefault(row["meter"], number) != number:
            outcome.problems.append(Problem(place, "meter", "is the meter of another account"))
        else:
            good[number] = row
    there = _there(session, good)
    for number, account in there.items():
        outcome.changed += _change(session, account, good.pop(number))
    _add(session, list(good.values()))
    outcome.new = len(good)
    return outcome


def _meters(session: Session, wanted: set[str]) -> dict[str, str]:
    """Meter → number of its account."""
    table = Account.__table__.c
    return ids_by(session, table.meter, table.number, wanted)


def _there(session: Session, numbers: Iterable[str]) -> dict[str, Account]:
    found: dict[str, Account] = {}
    for some in in_pieces(list(numbers)):
        query = select(Account).where(Account.__table__.c.number.in_(some))
        query = query.options(selectinload(Account.contacts))
        found.update((account.number, account) for account in session.execute(query).scalars())
    return found


def _change(session: Session, account: Account, row: Row) -> bool:
    """Bring one account to what the row says; whether anything differed."""
    changed = False
    for name in (*_OF_THE_PREMISE, "area_id"):
        if row[name] is not None and getattr(account, name) != row[name]:
            setattr(account, name, row[name])
            changed = True
    known = on_file(account)
    person = {name: row[name] for name in _OF_THE_PERSON if row[name] not in (None, "unknown")}
    person = {name: value for name, value in person.items() if known.get(name) != value}
    second = person.pop("second_mobile", None)
    if second == (row["mobile"] or known.get("mobile")):
        second = None
    if not (person or second) or not _newer(account, row["changed_at"]):
        return changed
    # One after the other: a mobile that moves to the second place leaves the first one before.
    for part in (person, {"second_mobile": second} if second else {}):
        if part:
            _apply(session, account, part)
    return True


def _apply(session: Session, account: Account, changes: dict[str, str]) -> None:
    apply_changes(
        session,
        account,
        changes,
        proved=frozenset(),
        actor="import",
        channel="import",
        reference=None,
        confirmed=False,
    )


def _newer(account: Account, changed_at: str | None) -> bool:
    """Whether the utility's word is newer than the subscriber's own."""
    if account.updated_at is None:
        return True
    if changed_at is None:
        return False
    return datetime.fromisoformat(changed_at).replace(tzinfo=timezone.utc) > account.updated_at


def _add(session: Session, rows: list[Row]) -> None:
    if not rows:
        return
    session.flush()
    session.execute(insert(Account.__table__), [_account(row) for row in rows])
    table = Account.__table__.c
    ids = ids_by(session, table.number, table.id, {row["number"] for row in rows})
    contacts = [
        {"account_id": ids[row["number"]], **contact} for row in rows for contact in _contacts(row)
    ]
    if contacts:
        session.execute(insert(Contact.__table__), contacts)


def _account(row: Row) -> Row:
    identity, end = row["identity"], row["ejar_end"]
    verified = row["verified"]
    if verified is None:
        verified = row["number"].startswith(facts().get("accounts.prefix_verified").text())
    return {
        **{name: row[name] for name in ("number", "area_id", *_OF_THE_PREMISE)},
        "verified": verified,
        "beneficiary_kind": row["beneficiary"] or BeneficiaryKind.UNKNOWN.value,
        "beneficiary_name": row["name"],
        "identity_number": identity,
        "identity_fingerprint": fingerprint("identity", identity) if identity else None,
        "deed_number": row["deed"],
        "ejar_number": row["ejar"],
        "ejar_end": date.fromisoformat(end) if end else None,
        "notice_channel": row["notice_channel"] or NoticeChannel.SMS.value,
    }


def _contacts(row: Row) -> Iterator[Row]:
    mobile, second = row["mobile"], row["second_mobile"]
    given = [
        (ContactKind.MOBILE, mobile, True),
        (ContactKind.MOBILE, second if second != mobile else None, False),
        (ContactKind.EMAIL, row["email"], True),
    ]
    for kind, value, primary in given:
        if value:
            yield {"kind": kind.value, "value": value, "is_primary": primary}


ACCOUNTS = Kind("accounts", FIELDS, _store)
