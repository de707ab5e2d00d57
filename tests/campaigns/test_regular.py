"""What begins by itself: by a timer, and by the end of an outage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.__main__ import main
from bot.campaigns import campaigns
from bot.campaigns.occasions import Occasion
from bot.campaigns.tables import Campaign, CampaignNotice
from bot.clock import now
from bot.database import reading, transaction
from bot.notices.tables import NoticeKind
from bot.outages.tables import Outage, OutageWatcher
from bot.restoration.restoration import restore
from tests.campaigns.town import BILLS, billed, fill, home, mobile
from tests.notices.household import chat
from tests.records import new_bill

pytestmark = pytest.mark.usefixtures("noon")


def begin(capsys: pytest.CaptureFixture[str]) -> str:
    """What the timer's command starts."""
    assert main(["campaign", "regular"]) == 0
    return capsys.readouterr().out.removeprefix("started: ").strip()


def filled(name: str) -> list[str]:
    """Who is on a campaign's list."""
    with reading() as session:
        campaign = campaigns.find(session, name)
    fill(campaign.id)
    with reading() as session:
        notices = CampaignNotice.__table__.c
        rows = select(notices.recipient).where(notices.campaign_id == campaign.id)
        return sorted(session.execute(rows).scalars())


def close(name: str) -> None:
    with transaction() as session:
        campaign = campaigns.find(session, name)
        campaign.state, campaign.ended_at = "done", now()


def outage(session, area_id: int, **columns) -> Outage:
    made = Outage(
        reference="F1234567",
        area_id=area_id,
        cause="صيانة محطة",
        announced_at=now(),
        **{"kind": "unplanned", "starts_at": now() - timedelta(hours=3), **columns},
    )
    session.add(made)
    session.flush()
    return made


def test_new_bills_and_due_dates_are_told_and_once_a_day_to_who_came_since(capsys, noon):
    with transaction() as session:
        billed(session, 1)
        near = home(session, 2)
        session.add(new_bill(near, date(2026, 10, 1), due_date=date(2026, 11, 24)))
    assert begin(capsys) == "bills:2026-10, due:2026-10"
    assert filled("bills:2026-10") == [mobile(1), mobile(2)]
    assert filled("due:2026-10") == [mobile(2)]
    assert begin(capsys) == "nothing is due"  # they go on
    close("bills:2026-10")
    close("due:2026-10")
    assert begin(capsys) == "nothing is due"
    noon.shift(timedelta(days=1, hours=1))
    with transaction() as session:
        billed(session, 3)
    assert begin(capsys) == "bills:2026-10, due:2026-10"
    assert filled("bills:2026-10") == [mobile(1), mobile(2), mobile(3)]


def test_old_bills_are_no_news(capsys, noon):
    with transaction() as session:
        billed(session)
    noon.shift(timedelta(days=40))
    assert begin(capsys) == "due:2026-10"


def test_what_a_person_drafted_or_stopped_is_left_alone(capsys):
    with transaction() as session:
        billed(session)
        campaigns.prepare(session, BILLS, "staff:huda")
        stopped = campaigns.prepare(session, Occasion(NoticeKind.DUE, "2026-10"), "staff:huda")
        campaigns.stop(session, stopped)
    assert begin(capsys) == "nothing is due"


def test_planned_work_is_told_to_its_area(capsys):
    with transaction() as session:
        here = home(session, 1)
        home(session, 2, district="العليا")
        tomorrow = now() + timedelta(days=1)
        outage(session, here.area_id, kind="planned", starts_at=tomorrow,
               expected_end=tomorrow + timedelta(hours=3))  # fmt: skip
    assert begin(capsys) == "planned:F1234567"
    assert filled("planned:F1234567") == [mobile(1)]


def test_the_end_of_an_outage_and_telling_its_area_stand_or_fall_together():
    with transaction() as session:
        here = home(session, 1)
        outage(session, here.area_id)
    with pytest.raises(RuntimeError), transaction() as session:
        restore(session, "F1234567")
        raise RuntimeError("a crash before the commit")
    with reading() as session:
        assert session.execute(select(Outage.ended_at)).scalar_one() is None
        assert session.execute(select(Campaign)).first() is None
    with transaction() as session:
        restore(session, "F1234567")
    with transaction() as session:
        restore(session, "F1234567")
    assert filled("restored:F1234567") == [mobile(1)]


def test_who_asked_to_be_told_is_told_as_they_asked_and_not_again():
    with transaction() as session:
        here = home(session, 1)
        chat(session, here, "web:asked", mobile(1))
        home(session, 2)
        off = outage(session, here.area_id)
        session.add(
            OutageWatcher(
                conversation="web:asked", key="outage:F1", outage_id=off.id, created_at=now()
            )
        )
    with transaction() as session:
        assert restore(session, "F1234567").conversations_told == 1
    assert filled("restored:F1234567") == [mobile(2)]


def test_an_outage_that_ended_long_ago_is_told_to_nobody():
    with transaction() as session:
        here = home(session, 1)
        long_ago = now() - timedelta(days=1)
        outage(session, here.area_id, starts_at=long_ago, ended_at=long_ago)
    with transaction() as session:
        restore(session, "F1234567")
    with reading() as session:
        assert session.execute(select(Campaign)).first() is None
