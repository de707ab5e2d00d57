"""The one query says the same as the choices say for each person."""

from __future__ import annotations

from sqlalchemy import select

from bot.accounts.tables import Account
from bot.campaigns.audience import NO_QUIET, accounts, audience
from bot.delivery.tables import Route
from bot.notices.choices import DAY, choices_of, quiet_of, routes_for
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from tests.campaigns.town import home, settle

HOMES = 60


def one_by_one(session, kind):
    """(account, party, route, address, quiet) as a single notice would find them; of several
    Telegram chats of one person the one spoken in last."""
    found = set()
    for account in session.execute(select(Account)).scalars().unique():
        for person in people_of(session, account):
            quiet = quiet_of(session, person)
            for route in routes_for(person, choices_of(session, person)[kind]):
                hours = NO_QUIET if route is Route.WEB else quiet.starts * DAY + quiet.ends
                address = person.addresses(route)[0]
                found.add((account.id, person.party, route.value, address, hours))
    return found


def test_everyone_is_found_as_if_they_were_looked_at_one_by_one(session):
    settle(session, HOMES)
    ways = set()
    for kind in NoticeKind:
        expected = one_by_one(session, kind)
        rows = [tuple(row) for row in session.execute(audience(kind))]
        assert len(rows) == len(set(rows)), f"{kind}: somebody twice"
        assert set(rows) == expected, kind
        assert len(expected) > (10 if kind is NoticeKind.AWARENESS else HOMES / 2)
        ways |= {row[2] for row in rows}
    assert ways == {route.value for route in Route}


def test_conditions_narrow_it(session):
    first, second = home(session, 1), home(session, 2)
    rows = session.execute(audience(NoticeKind.BILL, accounts.c.id == second.id)).all()
    assert [row.account_id for row in rows] == [second.id]
    assert first.id != second.id
