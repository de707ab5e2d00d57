"""The campaign worker on real rows, with carriers that do as told."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import select

from bot.accounts.tables import Contact, NoticeChannel
from bot.bulk import worker as bulk
from bot.bulk.worker import Bulk
from bot.campaigns import campaigns
from bot.campaigns.tables import Campaign, CampaignNotice
from bot.database import reading, transaction
from bot.delivery.rates import Rates
from bot.delivery.senders import BadAddress, CarrierError, PermanentError
from bot.delivery.tables import Route
from bot.gateway.sender import Unreachable
from bot.notices.choices import Quiet, set_quiet
from bot.notices.people import people_of
from bot.transcripts.tables import Conversation
from tests.campaigns.town import BILLS, billed, mobile, started
from tests.conftest import forget_settings
from tests.notices.household import chat


@pytest.fixture(autouse=True)
def quick(database, monkeypatch):
    monkeypatch.setattr(bulk, "IDLE_SECONDS", 0.02)
    monkeypatch.setattr(bulk, "KEEP_SECONDS", 0.1)
    monkeypatch.setenv("SMS_RATE", "0")
    forget_settings()


def town(count, **more):
    """Accounts whose people may be written to at any hour: these tests run at any."""
    with transaction() as session:
        for number in range(1, count + 1):
            made = billed(session, number, **more)
            set_quiet(session, people_of(session, made)[0], Quiet(0, 0), actor="web:a")
    return started()


@asynccontextmanager
async def working(sms, others=None):
    worker = Bulk({Route.SMS: sms, **(others or {})}, Rates())
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def campaign(campaign_id):
    with reading() as session:
        return session.get(Campaign, campaign_id)


def states():
    with reading() as session:
        rows = session.execute(select(CampaignNotice.state).order_by(CampaignNotice.id))
        return [state for (state,) in rows]


async def until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, states()
        await asyncio.sleep(0.02)


class Phone:
    """Takes everything, until told otherwise."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.got = []
        self.answers = asyncio.Event()
        self.answers.set()

    async def __call__(self, item):
        await self.answers.wait()
        if self.errors:
            raise self.errors.pop(0)
        self.got.append(item.letter.recipient)
        return {}


async def test_everyone_gets_it_once_and_the_campaign_is_done():
    campaign_id = town(30)
    phone = Phone()
    async with working(phone):
        await until(lambda: campaign(campaign_id).state == "done")
    assert sorted(phone.got) == [mobile(number) for number in range(1, 31)]
    assert set(states()) == {"sent"}


async def test_a_list_that_nobody_finished_is_finished_by_the_worker():
    with transaction() as session:
        made = billed(session, 1)
        set_quiet(session, people_of(session, made)[0], Quiet(0, 0), actor="web:a")
        described = campaigns.prepare(session, BILLS, "test")
        campaigns.start(session, described)
    phone = Phone()
    async with working(phone):
        await until(lambda: campaign(described.id).state == "done")
    assert phone.got == [mobile(1)]


async def test_429_is_obeyed_by_the_whole_route():
    campaign_id = town(40)
    phone = Phone(CarrierError("429", retry_after=1.0))
    began = time.monotonic()
    async with working(phone):
        await until(lambda: not phone.errors)
        await until(lambda: phone.got)
        assert time.monotonic() - began >= 1.0  # nothing left before that
        await until(lambda: campaign(campaign_id).state == "done")
    assert len(phone.got) == len(set(phone.got)) == 40


async def test_a_provider_that_refuses_everybody_pauses_the_campaign_and_loses_nobody(monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    campaign_id = town(30)
    phone = Phone(*[PermanentError("SMS_PROVIDER_URL is not set")] * 100)
    async with working(phone):
        await until(lambda: campaign(campaign_id).state == "paused")
        assert campaign(campaign_id).paused_why == "SMS_PROVIDER_URL is not set"
        await until(lambda: states() == ["waiting"] * 30)
        phone.errors.clear()
        with transaction() as session:
            campaigns.resume(session, session.get(Campaign, campaign_id))
        await until(lambda: campaign(campaign_id).state == "done")
    assert len(phone.got) == 30


async def test_pausing_holds_at_once_and_resuming_goes_on():
    campaign_id = town(60)
    phone = Phone()
    phone.answers.clear()
    async with working(phone) as worker:
        await until(lambda: worker._in_air == bulk.AT_ONCE)
        with transaction() as session:
            campaigns.pause(session, session.get(Campaign, campaign_id))
        await until(lambda: not worker._active)  # it has seen that
        phone.answers.set()
        await until(lambda: "claimed" not in states())
        await asyncio.sleep(bulk.IDLE_SECONDS * 5)
        assert len(phone.got) == bulk.AT_ONCE  # what was in hand is not sent out first
        with transaction() as session:
            campaigns.resume(session, session.get(Campaign, campaign_id))
        await until(lambda: campaign(campaign_id).state == "done")
    assert len(phone.got) == len(set(phone.got)) == 60


async def test_who_blocked_telegram_gets_an_sms_and_a_dead_number_is_remembered():
    with transaction() as session:
        made = billed(session, 1, channel=NoticeChannel.TELEGRAM)
        chat(session, made, "telegram:70", mobile(1))
        set_quiet(session, people_of(session, made)[0], Quiet(0, 0), actor="web:a")
    campaign_id = started()
    sms, telegram, mail = Phone(BadAddress("ER-03")), Phone(Unreachable("403")), Phone()
    more = {Route.TELEGRAM: telegram, Route.EMAIL: mail}
    async with working(sms, more):
        await until(lambda: campaign(campaign_id).state == "done")
    assert (telegram.got, sms.got, len(mail.got)) == ([], [], 1)
    with reading() as session:
        assert session.execute(select(Conversation)).scalars().one().unreachable
        dead = session.execute(select(Contact).where(Contact.kind == "mobile")).scalars().one()
    assert dead.failed_why == "ER-03"


async def test_what_was_not_sent_at_the_end_is_given_back(monkeypatch):
    monkeypatch.setattr(bulk, "GRACE_SECONDS", 0.2)
    town(3)
    hold = asyncio.Event()

    async def slow(item):
        await hold.wait()

    async with working(slow):
        await until(lambda: states() == ["claimed"] * 3)
    assert states() == ["waiting"] * 3


async def test_a_notice_that_breaks_stops_nobody_else(monkeypatch):
    monkeypatch.setattr(bulk, "_backoff", lambda attempts: 3600.0)
    town(3)
    async with working(Phone(ZeroDivisionError())):
        await until(lambda: sorted(states()) == ["sent", "sent", "waiting"])


async def test_two_workers_send_each_once():
    campaign_id = town(200)
    phone = Phone()
    async with working(phone), working(phone):
        await until(lambda: campaign(campaign_id).state == "done")
    assert len(phone.got) == len(set(phone.got)) == 200


def test_names_of_workers_fit_and_differ():
    names = {bulk.worker_name() for _ in range(50)}
    assert len(names) == 50 and max(map(len, names)) <= 40
