"""Accounts: find one, and its page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.accounts.records import on_file
from bot.accounts.tables import Account, AccountChange, Contact
from bot.audit.log import Action, record
from bot.console.forms import field, read_form
from bot.console.records import AccountRecord, account_record, find_accounts
from bot.console.rendering import message_page, render
from bot.console.reveal_pages import change_item, contact_item
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.values import Kind, Shown, kind_of, shown
from bot.gateway.storage import write

_PERSON = ("beneficiary", "name", "identity", "deed", "ejar", "ejar_end", "notice_channel")


@dataclass(frozen=True)
class _Found:
    id: int
    number: Shown | None
    name: Shown | None
    place: str


def _search(session: Session, me: SignedIn, wanted: str) -> list[_Found]:
    accounts = find_accounts(session, wanted)
    record(session, me.actor, Action.ACCOUNT_SEARCHED, "account:any", found=len(accounts))
    return [
        _Found(
            account.id,
            shown(me, "account", account.number),
            shown(me, "name", account.beneficiary_name),
            f"{account.area.district}، {account.area.city}",
        )
        for account in accounts
    ]


def _open(session: Session, me: SignedIn, number: int) -> tuple[AccountRecord, _View] | None:
    found = account_record(session, number)
    if found is None:
        return None
    record(session, me.actor, Action.ACCOUNT_VIEWED, f"account:{number}")
    return found, _View.of(me, found.account, found.changes)


@dataclass(frozen=True)
class _View:
    """The personal values of an account as one person sees them."""

    number: Shown | None
    street: Shown | None
    person: list[tuple[str, Shown | None]]
    contacts: list[tuple[Contact, Shown | None]]
    changes: list[tuple[AccountChange, Shown | None, Shown | None]]

    @classmethod
    def of(cls, me: SignedIn, account: Account, changes: list[AccountChange]) -> _View:
        base = f"/staff/accounts/{account.id}/reveal"
        values = on_file(account)

        def see(name: str, value: str | None) -> Shown | None:
            return shown(me, name, value, f"{base}/{name}")

        return cls(
            number=see("account", account.number),
            street=see("street", account.street),
            person=[(name, see(name, values.get(name))) for name in _PERSON],
            contacts=[
                (one, shown(me, one.kind, one.value, f"{base}/{contact_item(one)}"))
                for one in account.contacts
            ],
            changes=[
                (one, _past(me, base, one, "before"), _past(me, base, one, "after"))
                for one in changes
            ],
        )


def _past(me: SignedIn, base: str, change: AccountChange, side: str) -> Shown | None:
    """One side of a change. Sealed numbers are masked in the history itself: nothing to reveal."""
    value: str | None = getattr(change, side)
    masked = kind_of(change.field) is Kind.SEALED
    return shown(me, change.field, value, "" if masked else f"{base}/{change_item(change, side)}")


async def accounts_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/accounts`: the search form."""
    return render(request, me, "accounts.html", found=None)


async def search_accounts(request: Request, me: SignedIn) -> Response:
    """`POST /staff/accounts`: by POST, so that no number gets into an address or a history."""
    wanted = field(await read_form(request), "wanted", 80)
    found = await write(_search, me, wanted)
    if len(found) == 1:
        return RedirectResponse(f"/staff/accounts/{found[0].id}", 303)
    return render(request, me, "accounts.html", found=found)


async def account_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/accounts/<id>`."""
    opened = await write(_open, me, request.path_params["number"])
    if opened is None:
        return message_page(request, me, "not_found", 404)
    return render(request, me, "account.html", record=opened[0], view=opened[1])


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/accounts", accounts_page, Right.READ_ACCOUNTS),
    StaffRoute("/staff/accounts", search_accounts, Right.READ_ACCOUNTS, ["POST"]),
    StaffRoute("/staff/accounts/{number:int}", account_page, Right.READ_ACCOUNTS),
]
