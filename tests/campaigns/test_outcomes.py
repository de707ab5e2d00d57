"""What came of sending, and the next way to whoever was not reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.accounts.failing import contact_failed
from bot.accounts.tables import Contact
from bot.campaigns import outcomes
from bot.campaigns.claiming import claim
from bot.campaigns.outcomes import Outcome, Result
from bot.campaigns.progress import failures, progress
from bot.campaigns.tables import Campaign, CampaignNotice
from bot.clock import now
from bot.database import reading, transaction
from bot.delivery.tables import Route
from bot.notices.choices import choose
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from tests.campaigns.town import billed, mobile, started
from tests.notices.household import MAIL, chat

pytestmark = pytest.mark.usefixtures("noon")


def take(route=Route.SMS):
    with transaction() as session:
        return claim(session, "w", route, 100).ready


def note(notice, result, error="", **more):
    with transaction() as session:
        outcomes.note(session, "w", [Outcome(notice, result, error, **more)])


def only():
    with reading() as session:
        return session.execute(select(CampaignNotice)).scalars().one()


def counts(campaign_id):
    with reading() as session:
        campaign = session.get(Campaign, campaign_id)
        found = progress(session, campaign)
        errors = [(one.route.value, one.error, one.count) for one in failures(session, campaign)]
    return (found.sent, found.failed, found.retried, found.left), errors


def test_sent_is_written_down_once():
    with transaction() as session:
        billed(session, 1)
    campaign_id = started()
    (notice,) = take()
    note(notice, Result.SENT)
    note(notice, Result.SENT)
    row = only()
    assert (row.state, row.attempts, row.sent_at) == ("sent", 1, now())
    assert counts(campaign_id) == ((1, 0, 0, 0), [])


def test_a_carrier_that_is_away_is_tried_again_later_but_not_for_ever(noon, monkeypatch):
    monkeypatch.setattr(outcomes, "TRIES", 2)
    with transaction() as session:
        billed(session, 1)
    campaign_id = started()
    note(take()[0], Result.AGAIN, "away", delay=30)
    assert take() == []
    noon.shift(timedelta(seconds=31))
    note(take()[0], Result.AGAIN, "away", delay=30)
    assert only().state == "failed"
    assert counts(campaign_id) == ((0, 1, 1, 0), [("sms", "away", 2)])


def test_patience_is_not_a_try():
    with transaction() as session:
        billed(session, 1)
    started()
    note(take()[0], Result.AGAIN, "429", delay=5, counts=False)
    row = only()
    assert (row.attempts, row.due_at) == (0, now() + timedelta(seconds=5))


def test_what_is_refused_is_not_tried_again():
    with transaction() as session:
        billed(session, 1)
    started()
    note(take()[0], Result.REFUSED, "SMS refused: 400")
    assert only().state == "failed"


def test_who_is_not_reached_is_tried_by_every_other_way_once():
    with transaction() as session:
        made = billed(session, 1)
        chat(session, made, "telegram:70", mobile(1))
        (person,) = people_of(session, made)
        routes = [Route.TELEGRAM]
        choose(session, person, NoticeKind.BILL, wanted=True, routes=routes, actor="web:a")
    campaign_id = started()
    for route, address in (
        (Route.TELEGRAM, "telegram:70"),
        (Route.SMS, mobile(1)),
        (Route.EMAIL, MAIL),
    ):
        (notice,) = take(route)
        assert notice.recipient == address
        note(notice, Result.NOT_REACHED, "nobody there")
    assert only().state == "failed"
    assert counts(campaign_id)[0] == (0, 1, 2, 0)


def test_a_way_that_is_wanted_too_gets_no_second_copy():
    with transaction() as session:
        made = billed(session, 1)
        (person,) = people_of(session, made)
        routes = [Route.SMS, Route.EMAIL]
        choose(session, person, NoticeKind.BILL, wanted=True, routes=routes, actor="web:a")
    started()
    note(take(Route.EMAIL)[0], Result.NOT_REACHED, "SMTP 550")
    assert len(take(Route.SMS)) == 1
    assert take(Route.SMS) == []


def test_a_dead_number_is_not_used_again():
    with transaction() as session:
        made = billed(session, 1, email=None)
        chat(session, made, "telegram:70", mobile(1))
        contact_failed(session, mobile(1), "ER-03")
    with reading() as session:
        contact = session.execute(select(Contact)).scalars().one()
    assert (contact.failed_at, contact.failed_why) == (now(), "ER-03")
    started()
    assert take(Route.SMS) == []
    assert [one.recipient for one in take(Route.TELEGRAM)] == ["telegram:70"]
