"""The list: everyone once, in slices, however often and wherever it broke off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.billing.tables import Bill
from bot.campaigns import campaigns, filling
from bot.campaigns.audience import IdRange
from bot.campaigns.filling import fill_slice
from bot.campaigns.occasions import CannotCampaign, Occasion
from bot.campaigns.progress import preview, progress
from bot.campaigns.tables import Campaign, CampaignNotice
from bot.clock import now
from bot.database import reading, transaction
from bot.delivery.tables import Route
from bot.notices.choices import choose
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from bot.outages.tables import Outage, OutageWatcher
from bot.updates.tables import UpdateRequest
from tests.campaigns.town import BILLS, again, billed, fill, home, mobile, only, started
from tests.notices.household import chat

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr(filling, "SLICE", {"sqlite": 2, "postgresql": 2})


def listed():
    with reading() as session:
        notices = CampaignNotice.__table__.c
        rows = session.execute(select(notices.party, notices.route).order_by(notices.id)).all()
    return [tuple(row) for row in rows]


def state(campaign_id):
    with reading() as session:
        return session.get(Campaign, campaign_id).state


def test_a_list_in_slices_goes_on_where_it_broke_off(small_slices):
    with transaction() as session:
        for number in range(1, 8):
            billed(session, number)
        campaign = campaigns.prepare(session, BILLS, "test")
        campaigns.start(session, campaign)
    for _ in range(2):
        with transaction() as session:
            assert fill_slice(session, campaign.id)
    with pytest.raises(KeyError), transaction() as session:  # this slice is lost
        fill_slice(session, campaign.id)
        raise KeyError
    assert len(listed()) == 4
    fill(campaign.id)
    assert [party for party, _ in listed()] == [mobile(number) for number in range(1, 8)]
    assert state(campaign.id) == "running"


def test_sqlite_reads_a_slice_by_its_accounts(database):
    """Not by all mobiles of the utility, nor by all talks of a channel: a campaign of nine million
    has hundreds of slices."""
    with transaction() as session:
        billed(session, 1)
    with reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("PostgreSQL plans by its statistics")
        query = filling.people(session, BILLS, IdRange(0, 1))
        written = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {written}").all()
    ways = {row.detail for row in plan}
    assert (
        "SEARCH mobile USING INDEX sqlite_autoindex_contacts_1 (account_id>? AND account_id<?)"
        in ways
    )
    assert not [way for way in ways if "(kind=" in way or "(channel=" in way]


def test_starting_again_adds_only_who_is_new():
    with transaction() as session:
        billed(session, 1)
        first = campaigns.prepare(session, only("30000000001"), "test")
        campaigns.start(session, first)
    fill(first.id)
    with transaction() as session:
        session.get(Campaign, first.id).state = "done"
        billed(session, 2)
        campaigns.prepare(session, BILLS, "test")
    with reading() as session:
        assert preview(session, BILLS, session.get(Campaign, first.id)).counts == {Route.SMS: 1}
    again(first.id)
    assert [party for party, _ in listed()] == [mobile(1), mobile(2)]


def test_paid_bills_and_other_months_are_left_out():
    with transaction() as session:
        billed(session, 1)
        paid = billed(session, 2)
        home(session, 3)
        session.query(Bill).filter_by(account_id=paid.id).update({"state": "paid"})
    started()
    assert listed() == [(mobile(1), "sms")]


def test_awareness_is_said_to_a_person_once_and_only_with_consent(small_slices):
    with transaction() as session:
        for number in range(1, 6):
            made = home(session, number)
            made.contacts[0].value = mobile(1)
            session.flush()
            if number > 1:
                (person,) = people_of(session, made)
                agreed = {"wanted": True, "routes": [Route.SMS], "actor": "web:a"}
                choose(session, person, NoticeKind.AWARENESS, **agreed)
        home(session, 9)
    occasion = Occasion(NoticeKind.AWARENESS, "summer", "نظّف فلتر المكيف كل شهر")
    with reading() as session:
        assert preview(session, occasion, None).total == 1
    started(occasion)
    assert listed() == [(mobile(1), "sms")]


def test_an_update_is_asked_of_those_who_never_did_and_do_not_wait():
    with transaction() as session:
        home(session, 1)
        home(session, 2).updated_at = now()
        waits = home(session, 3)
        request = {"reference": "U1", "key": "k", "conversation": "web:1", "channel": "web"}
        session.add(
            UpdateRequest(
                **request,
                account_number=waits.number,
                account_id=waits.id,
                state="pending",
                changes="{}",
                proof="own_mobile",
                created_at=now(),
            )
        )
    started(Occasion(NoticeKind.UPDATE, "2026-11"))
    assert listed() == [(mobile(1), "sms")]


def outage(session, area_id, **times):
    made = Outage(
        reference="F1234567",
        area_id=area_id,
        kind=times.pop("kind", "planned"),
        cause="صيانة محطة",
        announced_at=now(),
        **times,
    )
    session.add(made)
    session.flush()
    return made


def test_planned_work_is_told_to_its_area_until_it_begins(noon):
    with transaction() as session:
        here = home(session, 1)
        home(session, 2, district="العليا")
        tomorrow = now() + timedelta(days=1)
        outage(session, here.area_id, starts_at=tomorrow, expected_end=tomorrow)
    started(Occasion(NoticeKind.PLANNED, "F1234567"))
    assert listed() == [(mobile(1), "sms")]
    noon.shift(timedelta(days=2))
    with pytest.raises(CannotCampaign, match="has begun"):
        started(Occasion(NoticeKind.PLANNED, "F1234567"))


def test_restoration_is_not_told_twice_to_who_asked(noon):
    with transaction() as session:
        asked, other = home(session, 1), home(session, 2)
        chat(session, asked, "web:asked", mobile(1))
        started_at = now() - timedelta(hours=3)
        over = outage(
            session, other.area_id, kind="unplanned", starts_at=started_at, ended_at=now()
        )
        session.add(
            OutageWatcher(
                conversation="web:asked", key="outage:F1", outage_id=over.id, created_at=now()
            )
        )
    started(Occasion(NoticeKind.RESTORED, "F1234567"))
    assert listed() == [(mobile(2), "sms")]
    noon.shift(timedelta(days=1))
    with pytest.raises(CannotCampaign, match="for long"):
        started(Occasion(NoticeKind.RESTORED, "F1234567"))


@pytest.mark.parametrize(
    ("occasion", "why"),
    [
        (Occasion(NoticeKind.BILL, "october"), "a period is a month"),
        (Occasion(NoticeKind.PLANNED, "F7654321"), "no outage F7654321"),
        (Occasion(NoticeKind.AWARENESS, "k", "  " * 400), "1 to 600"),
    ],
)
def test_what_cannot_be_told_is_said(occasion, why):
    with transaction() as session, pytest.raises(CannotCampaign, match=why):
        campaigns.prepare(session, occasion, "test")


def test_steps_that_do_not_follow_are_refused():
    with transaction() as session:
        billed(session, 1)
        campaign = campaigns.prepare(session, BILLS, "test")
        with pytest.raises(CannotCampaign, match="bills:2026-10 is draft"):
            campaigns.pause(session, campaign)
        campaigns.start(session, campaign)
        with pytest.raises(CannotCampaign, match="is filling"):
            campaigns.start(session, campaign)
        with pytest.raises(CannotCampaign, match="goes on"):
            campaigns.prepare(session, only("1"), "test")
        campaigns.pause(session, campaign)
        campaigns.resume(session, campaign)
        campaigns.stop(session, campaign)
        with pytest.raises(CannotCampaign, match="is stopped"):
            campaigns.resume(session, campaign)


def test_other_words_need_another_key():
    first = Occasion(NoticeKind.AWARENESS, "summer", "نصيحة")
    started(first)
    with transaction() as session:
        campaigns.pause(session, campaigns.find(session, "awareness:summer"))
        with pytest.raises(CannotCampaign, match="other words"):
            campaigns.prepare(session, Occasion(NoticeKind.AWARENESS, "summer", "غيرها"), "test")


def test_a_preview_shows_words_and_changes_nothing():
    with transaction() as session:
        billed(session, 1)
        there = billed(session, 2)
        chat(session, there, "telegram:2", mobile(2))
        there.notice_channel = "telegram"
    with reading() as session:
        found = preview(session, BILLS, None)
        assert session.execute(select(func.count(CampaignNotice.id))).scalar_one() == 0
    assert found.counts == {Route.TELEGRAM: 1, Route.SMS: 1}
    sms = next(sample.text for sample in found.samples if sample.route is Route.SMS)
    assert "100.00 ريال" in sms and "28 نوفمبر 2026" in sms and "المنتهي بـ 0001" in sms
    assert "http://127.0.0.1:8080" in sms and "أوقف إشعارات الفاتورة" in sms


def test_the_tally_is_the_list():
    with transaction() as session:
        for number in range(1, 4):
            billed(session, number)
    campaign_id = started()
    with reading() as session:
        now_ = progress(session, session.get(Campaign, campaign_id))
    assert (now_.name, now_.queued, now_.left) == ("bills:2026-10", 3, 3)
