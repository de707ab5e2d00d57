"""`kill -9` of real campaign workers that send to a real HTTP server: nobody is left out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import func, select, update

from bot.accounts.tables import NoticeChannel
from bot.campaigns.tables import Campaign, CampaignAttempt, CampaignNotice
from bot.clock import now
from bot.database import reading, transaction
from bot.notices.choices import Quiet, set_quiet
from bot.notices.people import people_of
from bot.settings import ROOT
from tests.campaigns.town import billed, mobile, started
from tests.fakes.serving import wait_until
from tests.fakes.telegram_server import TOKEN, Failure, TelegramServer
from tests.notices.household import chat

PEOPLE = 60
CHAT = 5000


@pytest.fixture
def telegram(database, monkeypatch):
    with TelegramServer() as server:
        monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("TELEGRAM_API_BASE", server.url)
        monkeypatch.setenv("TELEGRAM_RATE", "30")
        yield server


@pytest.fixture
def worker():
    """Starts campaign workers; none outlives the test."""
    running = []

    def start():
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "bot", "campaign", "work"],
                cwd=ROOT,
                env=dict(os.environ),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def town(count):
    with transaction() as session:
        for number in range(1, count + 1):
            made = billed(session, number, channel=NoticeChannel.TELEGRAM, email=None)
            chat(session, made, f"telegram:{CHAT + number}", mobile(number))
            set_quiet(session, people_of(session, made)[0], Quiet(0, 0), actor="web:a")
    return started()


def got(telegram):
    return Counter(
        int(call.params["chat_id"])
        for call in telegram.called("sendMessage")
        if not call.params.get("_failed")
    )


def hold_after(telegram, more):
    """So many messages more are answered, and then none; how many there are by then."""
    until = len(telegram.called("sendMessage")) + more
    telegram.holds = lambda call: any(call is one for one in telegram.called("sendMessage")[until:])
    return until


def let_go(telegram):
    telegram.holds = lambda call: False


def count_of(state):
    with reading() as session:
        query = select(func.count(CampaignNotice.id)).where(CampaignNotice.state == state)
        return session.execute(query).scalar_one()


def end_leases():
    """The minute that a lost worker's leases last is over."""
    with transaction() as session:
        session.execute(
            update(CampaignNotice)
            .where(CampaignNotice.state == "claimed")
            .values(lease_until=now())
            .execution_options(synchronize_session=False)
        )


def test_kill_nine_leaves_nobody_out_and_repeats_at_most_once_a_kill(telegram, worker):
    campaign_id = town(PEOPLE)
    kills = 0
    for more in (8, 12):
        until = hold_after(telegram, more)
        process = worker()
        wait_until(lambda until=until: sum(got(telegram).values()) > until, 120, "messages")
        process.kill()
        process.wait()
        let_go(telegram)
        kills += 1
        assert count_of("claimed") > 0  # it had some in hand
        end_leases()
    worker()
    wait_until(lambda: _state(campaign_id) == "done", 120, "the end of the campaign")
    times = got(telegram)
    assert set(times) == {CHAT + number for number in range(1, PEOPLE + 1)}
    assert max(times.values()) <= 1 + kills
    assert count_of("sent") == PEOPLE
    with reading() as session:  # whatever may have been sent twice says so
        lost = session.execute(select(func.count(CampaignAttempt.id))).scalar_one()
    assert sum(times.values()) - PEOPLE <= lost


def test_a_worker_that_is_asked_to_end_gives_back_what_it_has(telegram, worker):
    town(PEOPLE)
    until = hold_after(telegram, 5)
    process = worker()
    wait_until(lambda: sum(got(telegram).values()) > until, 120, "messages")
    process.terminate()
    let_go(telegram)
    assert process.wait(60) == 0
    assert count_of("claimed") == 0
    sent = sum(got(telegram).values())
    assert (count_of("sent"), count_of("waiting")) == (sent, PEOPLE - sent)


def test_telegrams_answers_are_obeyed(telegram, worker):
    campaign_id = town(3)
    telegram.fail("sendMessage", Failure(429, "Too Many Requests", retry_after=2))
    telegram.fail("sendMessage", Failure(403, "Forbidden: bot was blocked by the user"))
    began = time.monotonic()
    worker()
    wait_until(lambda: _state(campaign_id) == "done", 120, "the end of the campaign")
    assert time.monotonic() - began >= 2
    assert sum(got(telegram).values()) == 2
    with reading() as session:
        by_route = session.execute(
            select(CampaignNotice.route, func.count()).group_by(CampaignNotice.route)
        ).all()
        errors = set(session.execute(select(CampaignAttempt.error)).scalars())
    assert dict(map(tuple, by_route)) == {"telegram": 2, "sms": 1}  # who blocked us got an SMS
    assert errors == {"429", "403: blocked or gone"}


def _state(campaign_id):
    with reading() as session:
        return session.get(Campaign, campaign_id).state
