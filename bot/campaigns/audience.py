"""Who is told, and how: the choices of `bot/notices/choices.py` as one query over all accounts.

A person is a mobile on file, or a conversation that an account was shared with. Each row of the
query is one person on one account with one way that reaches them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, case, cast, desc, false, func, literal, or_, select, union_all
from sqlalchemy.sql import Select

from bot.accounts.tables import Account, Contact, ContactKind, NoticeChannel
from bot.delivery.tables import Route
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.notices.choices import DAY, DEFAULT_QUIET, OUTAGES
from bot.notices.tables import NoticeChoice, NoticeKind, NoticeQuietHours
from bot.transcripts.tables import Conversation

NO_QUIET = 0
"""A page makes no sound: it is written to at any hour."""
USUAL_QUIET = DEFAULT_QUIET.starts * DAY + DEFAULT_QUIET.ends

accounts = Account.__table__
_contacts = Contact.__table__
_choices, _hours = NoticeChoice.__table__, NoticeQuietHours.__table__
_people, _links, _talks = ChannelIdentity.__table__, AccountLink.__table__, Conversation.__table__
_mobile, _mail = _contacts.alias("mobile"), _contacts.alias("mail")


@dataclass(frozen=True)
class IdRange:
    """Accounts whose id is above `after`, up to `last`."""

    after: int
    last: int

    def holds(self, column: Any) -> Any:
        """The condition on a column of account ids."""
        return and_(column > self.after, column <= self.last)


def audience(kind: NoticeKind, *conditions: Any, ids: IdRange | None = None) -> Select:
    """Columns `account_id`, `party`, `route`, `recipient`, `quiet` of everyone who is to hear of
    that kind on the accounts that meet `conditions` (on `accounts`), of `ids` only if given."""
    if ids is not None:
        conditions = (*conditions, ids.holds(accounts.c.id))
    parts = [_who_chose(kind, conditions)]
    if kind is not NoticeKind.AWARENESS:  # needs consent
        parts.append(_by_default(kind, conditions, ids))
    found = union_all(*parts).subquery("audience")
    return select(found).where(found.c.recipient.is_not(None))


def _by_default(kind: NoticeKind, conditions: tuple[Any, ...], ids: IdRange | None) -> Select:
    """Those who chose nothing."""
    account, mobile = accounts.c, _mobile.c
    chosen = and_(
        _choices.c.account_id == account.id,
        _choices.c.party == mobile.value,
        _choices.c.kind == kind.value,
    )
    rows = (
        select(
            account.id.label("account_id"),
            mobile.value.label("party"),
            _quiet().label("quiet"),
            *_usual(mobile.value),
        )
        .select_from(
            accounts.join(_mobile, _is_mobile())
            .outerjoin(_choices, chosen)
            .outerjoin(_hours, _hours_of(mobile.value))
        )
        .where(_choices.c.id.is_(None), *conditions)
    )
    if ids is not None:
        # PostgreSQL does not conclude it, and read the contacts of all accounts for each slice.
        rows = rows.where(ids.holds(mobile.account_id))
    if kind not in OUTAGES:
        rows = rows.where(mobile.is_primary)
    return _by_usual_way(rows.subquery("unchosen").c)


def _who_chose(kind: NoticeKind, conditions: tuple[Any, ...]) -> Any:
    """Those who said how: each of their ways that reaches them; if none does, the usual one."""
    account, mobile, choice = accounts.c, _mobile.c, _choices.c
    wishes = cast(choice.routes, String)
    rows = (
        select(
            account.id.label("account_id"),
            choice.party,
            _quiet().label("quiet"),
            *(
                _when(wishes.like(f'%"{route.value}"%'), address).label(route.value)
                for route, address in _addresses(choice.party).items()
            ),
            *_usual(choice.party),
        )
        .select_from(
            _choices.join(accounts, account.id == choice.account_id)
            .outerjoin(_mobile, and_(_is_mobile(), mobile.value == choice.party))
            .outerjoin(_hours, _hours_of(choice.party))
        )
        .where(choice.kind == kind.value, choice.wanted, *conditions)
    )
    found = rows.cte(f"chose_{kind.value}").c
    unreached = and_(*(found[route.value].is_(None) for route in Route))
    every = union_all(
        *(_by_wish(found, route) for route in Route),
        _by_usual_way(found).where(unreached),
    )
    return select(every.subquery("chosen"))


def _by_wish(found: Any, route: Route) -> Select:
    address = found[route.value]
    quiet = literal(NO_QUIET) if route is Route.WEB else found.quiet
    return select(
        found.account_id,
        found.party,
        literal(route.value).label("route"),
        address.label("recipient"),
        quiet.label("quiet"),
    ).where(address.is_not(None))


_USUAL = (Route.TELEGRAM, Route.EMAIL, Route.SMS, Route.TELEGRAM, Route.EMAIL, Route.WEB)


def _usual(party: Any) -> list[Any]:
    """Columns `usual0` …, one for each of `_USUAL`, of which the first that is not null counts: the
    account's own channel, else an SMS, else what does reach them (`choices.usual_routes`)."""
    address = _addresses(party)
    sms_fails = address[Route.SMS].is_(None)
    when = (
        _primary_by(NoticeChannel.TELEGRAM),
        _primary_by(NoticeChannel.EMAIL),
        ~sms_fails,
        sms_fails,
        sms_fails,
        sms_fails,
    )
    columns = (
        _when(condition, address[route]) for condition, route in zip(when, _USUAL, strict=True)
    )
    return [column.label(f"usual{place}") for place, column in enumerate(columns)]


def _by_usual_way(found: Any) -> Select:
    columns = [found[f"usual{place}"] for place in range(len(_USUAL))]
    ways = [
        (column.is_not(None), route.value) for column, route in zip(columns, _USUAL, strict=True)
    ]
    silent = and_(*(column.is_(None) for column in columns[:-1]))
    return select(
        found.account_id,
        found.party,
        case(*ways).label("route"),
        func.coalesce(*columns).label("recipient"),
        case((silent, NO_QUIET), else_=found.quiet).label("quiet"),
    )


def _addresses(party: Any) -> dict[Route, Any]:
    """Where each route reaches the person, or null."""
    return {
        Route.WEB: _chat(Route.WEB, party),
        Route.TELEGRAM: _chat(Route.TELEGRAM, party),
        Route.SMS: _when(_mobile.c.failed_at.is_(None), _mobile.c.value),
        Route.EMAIL: _when(_mobile.c.id.is_not(None), _address()),
    }


def _is_mobile() -> Any:
    # "Not an e-mail address": SQLite would look the equal kind up in its index, and so go through
    # the mobiles of all accounts for each slice of accounts.
    kind = _mobile.c.kind != ContactKind.EMAIL.value
    return and_(_mobile.c.account_id == accounts.c.id, kind)


def _primary_by(channel: NoticeChannel) -> Any:
    return and_(_mobile.c.is_primary, accounts.c.notice_channel == channel.value)


def _when(condition: Any, value: Any) -> Any:
    return case((condition, value), else_=None)


def _hours_of(party: Any) -> Any:
    return and_(_hours.c.account_id == accounts.c.id, _hours.c.party == party)


def _quiet() -> Any:
    return func.coalesce(_hours.c.starts * DAY + _hours.c.ends, USUAL_QUIET)


def _address() -> Any:
    """The e-mail address of the account that works."""
    return (
        select(_mail.c.value)
        .where(
            _mail.c.account_id == accounts.c.id,
            _mail.c.kind == ContactKind.EMAIL.value,
            _mail.c.is_primary,
            _mail.c.failed_at.is_(None),
        )
        .order_by(_mail.c.id)
        .limit(1)
        .correlate(accounts)
        .scalar_subquery()
    )


def _chat(route: Route, party: Any) -> Any:
    """The conversation that this person spoke in last, unless they blocked us."""
    return (
        select(_people.c.conversation)
        .select_from(
            _links.join(_people, _people.c.id == _links.c.identity_id).join(
                _talks, _talks.c.key == _people.c.conversation
            )
        )
        .where(
            _links.c.account_id == accounts.c.id,
            _links.c.level == LinkLevel.VERIFIED.value,
            # Not the conversation's: SQLite would look in its index of all that channel's talks.
            _people.c.channel == route.value,
            _talks.c.unreachable == false(),
            or_(_people.c.proved_mobile == party, _people.c.conversation == party),
        )
        .order_by(desc(_talks.c.last_activity), desc(_talks.c.id))
        .limit(1)
        .correlate(accounts, _mobile, _choices)
        .scalar_subquery()
    )
