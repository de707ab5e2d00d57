"""What a worker gets in hand: nothing twice, nothing that is not wanted or needed any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.accounts.tables import Account, Contact, NoticeChannel
from bot.billing.tables import Bill, Payment
from bot.campaigns import campaigns, holding
from bot.campaigns.claiming import claim
from bot.campaigns.occasions import Occasion
from bot.campaigns.tables import Campaign, CampaignAttempt, CampaignNotice, NoticeState
from bot.clock import RIYADH, now
from bot.database import reading, transaction
from bot.delivery.tables import Route
from bot.notices.choices import Quiet, choose, set_quiet
from bot.notices.people import people_of
from bot.notices.tables import NoticeKind
from bot.settings import settings
from bot.transcripts.record import content_of_id
from bot.transcripts.tables import Conversation, Message
from tests.campaigns.town import BILLS, billed, mobile, started
from tests.notices.household import chat

pytestmark = pytest.mark.usefixtures("noon")
SMS, TELEGRAM, WEB = Route.SMS, Route.TELEGRAM, Route.WEB


def take(route=SMS, worker="w", limit=100):
    with transaction() as session:
        return claim(session, worker, route, limit).ready


def notices():
    with reading() as session:
        return session.execute(select(CampaignNotice).order_by(CampaignNotice.id)).scalars().all()


def states():
    return [one.state for one in notices()]


def why():
    return [one.last_error for one in notices()]


def town(count=1, **more):
    with transaction() as session:
        return [billed(session, number, **more).id for number in range(1, count + 1)]


def test_two_workers_get_each_notice_once():
    town(5)
    started()
    first, second = take(worker="a", limit=3), take(worker="b")
    assert [len(first), len(second)] == [3, 2]
    assert {one.recipient for one in first + second} == {mobile(n) for n in range(1, 6)}
    assert take(worker="c") == []
    text = first[0].body["text"]
    assert "أكتوبر 2026" in text and "100.00 ريال" in text and "28 نوفمبر 2026" in text
    assert f"التفاصيل ونسخة PDF: {settings().public_url}" in text
    assert "أوقف إشعارات الفاتورة" in text


def test_a_lease_that_runs_out_is_somebody_elses(noon):
    town()
    started()
    assert len(take(worker="lost")) == 1
    noon.shift(holding.LEASE / 2)
    with transaction() as session:
        holding.renew(session, "lost")
    noon.shift(holding.LEASE * 0.75)
    with transaction() as session:
        assert holding.take_back_expired(session) == 0
    noon.shift(holding.LEASE / 2)
    with transaction() as session:
        assert holding.take_back_expired(session) == 1
    (again,) = take(worker="other")
    assert again.attempts == 1
    with reading() as session:  # it is visible that it may have been sent
        assert "lost" in session.execute(select(CampaignAttempt)).scalars().one().error


def test_what_is_given_back_waits_again():
    town()
    started()
    assert len(take(worker="a")) == 1
    with transaction() as session:
        holding.release(session, "a")
    assert states() == ["waiting"]


def test_who_paid_since_the_list_was_made_hears_nothing():
    town(3)
    started()
    with transaction() as session:
        session.query(Bill).filter_by(account_id=1).update({"state": "paid"})
        session.add(
            Payment(
                account_id=2,
                amount=Decimal("100.00"),
                paid_at=now() - timedelta(hours=2),
                sadad_reference="S1",
            )
        )
    assert [one.account_id for one in take()] == [3]
    assert (states(), why()[:2]) == (["dropped", "dropped", "claimed"], ["paid", "paid"])


def test_the_amount_is_that_of_the_moment():
    town()
    started()
    with transaction() as session:
        bill = session.query(Bill).one()
        session.add(
            Payment(
                account_id=1,
                bill_id=bill.id,
                amount=Decimal("40.00"),
                paid_at=now(),
                posted_at=now(),
                sadad_reference="S1",
            )
        )
    assert "60.00 ريال" in take()[0].body["text"]


def test_who_stopped_it_or_moved_out_since_hears_nothing():
    town(3)
    started()
    with transaction() as session:
        first, second = session.get(Account, 1), session.get(Account, 2)
        (person,) = people_of(session, first)
        stop = {"wanted": False, "routes": [SMS], "actor": "web:a"}
        choose(session, person, NoticeKind.BILL, **stop)
        second.contacts[0].value = "+966559999999"
    assert [one.account_id for one in take()] == [3]
    assert why()[:2] == ["stopped by the person", "not theirs any more"]


def test_nobody_is_disturbed_in_their_quiet_hours(noon):
    with transaction() as session:
        usual, early = billed(session, 1), billed(session, 2)
        (person,) = people_of(session, early)
        set_quiet(session, person, Quiet(20 * 60, 6 * 60), actor="web:a")
        awake = billed(session, 3)
        set_quiet(session, people_of(session, awake)[0], Quiet(0, 0), actor="web:a")
    started()
    noon.move_to(datetime(2026, 11, 23, 3, tzinfo=RIYADH))
    assert [one.account_id for one in take(worker="night")] == [awake.id]
    noon.move_to(datetime(2026, 11, 23, 6, 30, tzinfo=RIYADH))
    assert [one.account_id for one in take(worker="dawn")] == [early.id]
    noon.move_to(datetime(2026, 11, 23, 7, tzinfo=RIYADH))
    assert [one.account_id for one in take(worker="day")] == [usual.id]


@pytest.mark.parametrize("step", [campaigns.pause, campaigns.stop])
def test_what_is_paused_or_stopped_is_not_sent(step):
    town(2)
    campaign_id = started()
    assert len(take(limit=1)) == 1
    with transaction() as session:
        step(session, session.get(Campaign, campaign_id))
    assert take() == []


def test_a_page_is_written_to_at_once_even_at_night(noon):
    with transaction() as session:
        made = billed(session, 1)
        chat(session, made, "web:a", mobile(1))
        (person,) = people_of(session, made)
        choose(session, person, NoticeKind.BILL, wanted=True, routes=[WEB], actor="web:a")
    started()
    noon.move_to(datetime(2026, 11, 23, 3, tzinfo=RIYADH))
    assert take(WEB) == []
    assert states() == ["sent"]
    with reading() as session:
        (message,) = session.execute(select(Message)).scalars()
        content = content_of_id(session, message.id)
    titles = [button["title"] for button in content["buttons"]]
    assert titles == ["تفاصيل الفاتورة", "الفاتورة PDF", "أوقف هذي الإشعارات"]


def test_a_chat_message_tried_again_is_the_same_message():
    with transaction() as session:
        made = billed(session, 1, channel=NoticeChannel.TELEGRAM)
        chat(session, made, "telegram:70", mobile(1))
    started()
    (first,) = take(TELEGRAM, "a")
    with transaction() as session:
        holding.release(session, "a")
    (second,) = take(TELEGRAM, "b")
    assert first.message_id == second.message_id


def test_who_blocked_us_since_is_told_another_way():
    with transaction() as session:
        made = billed(session, 1)
        chat(session, made, "telegram:70", mobile(1))
        (person,) = people_of(session, made)
        choose(session, person, NoticeKind.BILL, wanted=True, routes=[TELEGRAM], actor="web:a")
    started()
    with transaction() as session:
        session.query(Conversation).update({"unreachable": True})
    assert take(TELEGRAM) == []
    assert [one.recipient for one in take()] == [mobile(1)]


def test_whose_only_way_stopped_working_is_not_tried_for_ever():
    town(email=None)
    started()
    with transaction() as session:
        session.query(Contact).update({"failed_at": now()})
    assert take() == []
    assert (states(), why()) == (["failed"], ["no way reaches them"])


def test_power_comes_before_money_and_advice():
    with transaction() as session:
        for number in (1, 2):
            made = billed(session, number)
            (person,) = people_of(session, made)
            agreed = {"wanted": True, "routes": [SMS], "actor": "web:a"}
            choose(session, person, NoticeKind.AWARENESS, **agreed)
    advice = started(Occasion(NoticeKind.AWARENESS, "k", "نصيحة"))
    bills = started(BILLS)
    assert [one.campaign_id for one in take(limit=3)] == [bills, bills, advice]


def test_a_campaign_is_done_when_nothing_is_left():
    town()
    campaign_id = started()
    (one,) = take(worker="a")
    with transaction() as session:
        holding.close_finished(session)
    with reading() as session:
        assert session.get(Campaign, campaign_id).state == "running"
    with transaction() as session:
        holding.finish(session, campaign_id, "a", SMS, NoticeState.SENT, [one.id])
        holding.close_finished(session)
    with reading() as session:
        assert session.get(Campaign, campaign_id).state == "done"
