"""A small town of accounts whose people chose all kinds of things."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Contact, ContactKind, NoticeChannel
from bot.campaigns import campaigns
from bot.campaigns.filling import fill_slice
from bot.campaigns.occasions import Occasion, Options
from bot.campaigns.tables import Campaign
from bot.clock import now
from bot.database import transaction
from bot.delivery.tables import Route
from bot.notices.choices import Quiet, choose, set_quiet
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from bot.transcripts.tables import Conversation
from tests.notices.household import account, chat
from tests.records import new_bill

OCTOBER = date(2026, 10, 1)
BILLS = Occasion(NoticeKind.BILL, "2026-10")


def home(session: Session, number: int = 1, **more) -> Account:
    """An account whose mobile is its own."""
    made = account(session, f"3000000{number:04d}", **more)
    made.contacts[0].value = mobile(number)
    session.flush()
    return made


def mobile(number: int) -> str:
    """The first mobile of account `number`."""
    return f"+96655{number:07d}"


def billed(session: Session, number: int = 1, total: str = "100.00", **more) -> Account:
    """An account with an unpaid bill of October."""
    made = home(session, number, **more)
    session.add(new_bill(made, OCTOBER, total=total, due_date=date(2026, 11, 28)))
    session.flush()
    return made


def fill(campaign_id: int) -> None:
    """Make the whole list."""
    more = True
    while more:
        with transaction() as session:
            more = fill_slice(session, campaign_id)


def started(occasion: Occasion = BILLS) -> int:
    """A campaign with its list; its id."""
    with transaction() as session:
        campaign = campaigns.prepare(session, occasion, "test")
        campaigns.start(session, campaign)
    fill(campaign.id)
    return campaign.id


def again(campaign_id: int) -> None:
    """Start a campaign that is done once more."""
    with transaction() as session:
        campaigns.start(session, session.get(Campaign, campaign_id))
    fill(campaign_id)


def only(account_number: str, occasion: Occasion = BILLS) -> Occasion:
    """The occasion for one account."""
    return Occasion(occasion.kind, occasion.key, occasion.words, Options(account_number))


def settle(session: Session, count: int, seed: int = 7) -> None:
    """`count` accounts, each with its own mixture of contacts, chats, choices and quiet hours."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        made = home(
            session,
            number,
            email=f"h{number}@example.com" if chance.random() < 0.6 else None,
            second=f"+96656{number:07d}" if chance.random() < 0.4 else None,
            channel=chance.choice(list(NoticeChannel)),
        )
        session.add(new_bill(made, OCTOBER))
        for contact in made.contacts:
            if chance.random() < 0.15:
                contact.failed_at, contact.failed_why = now(), "test"
        _talk(session, chance, made, number)
        session.flush()
        session.refresh(made)
        for person in people_of(session, made):
            for kind in NoticeKind:
                if chance.random() < 0.35:
                    routes = chance.sample(list(Route), chance.randint(1, 3))
                    wanted = chance.random() < 0.7
                    choose(session, person, kind, wanted=wanted, routes=routes, actor="test:1")
            if chance.random() < 0.3:
                quiet = Quiet(chance.randrange(1440), chance.randrange(1440))
                set_quiet(session, person, quiet, actor="test:1")
    session.flush()


def _talk(session: Session, chance: random.Random, made: Account, number: int) -> None:
    mobiles = [c.value for c in made.contacts if c.kind == ContactKind.MOBILE.value]
    for place, channel in enumerate(("telegram", "web", "telegram")):
        if chance.random() < 0.4:
            key = f"{channel}:{number * 10 + place}"
            chat(session, made, key, chance.choice([*mobiles, None]))
            talk = session.query(Conversation).filter_by(key=key).one()
            talk.unreachable = chance.random() < 0.2
            talk.last_activity = now() - timedelta(minutes=chance.randrange(10_000))


def second_contact(session: Session, made: Account, value: str) -> Contact:
    """One more mobile."""
    contact = Contact(kind="mobile", value=value, primary=False, account_id=made.id)
    session.add(contact)
    session.flush()
    return contact
