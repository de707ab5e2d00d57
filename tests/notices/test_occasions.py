"""Bills, due dates, planned work and restorations find the people who want to hear of them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import select

from bot.__main__ import main
from bot.accounts.tables import NoticeChannel
from bot.billing.tables import Payment
from bot.clock import RIYADH, now
from bot.database import reading, transaction
from bot.notices import occasions
from bot.notices.choices import choose
from bot.notices.people import people_of, person_of
from bot.notices.tables import NoticeKind, OutboxMessage, Route
from bot.outages.tables import Outage, OutageWatcher
from tests.notices.household import FIRST, MAIL, account, chat
from tests.records import new_bill

NOW = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def clock(database):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def add_bill(session, home, **columns):
    given = {"due_date": date(2026, 11, 24), **columns}
    bill = new_bill(home, **given)
    session.add(bill)
    session.flush()
    return bill


def add_outage(session, home, **times):
    outage = Outage(
        reference="F1234567",
        area_id=home.area_id,
        kind=times.pop("kind", "planned"),
        cause="صيانة محطة",
        announced_at=now(),
        **times,
    )
    session.add(outage)
    session.flush()
    return outage


def sent():
    with reading() as session:
        rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
        return [(row.route, row.recipient, json.loads(row.body or "{}")) for row in rows]


def test_a_new_bill_is_told_once_by_the_way_that_was_chosen():
    with transaction() as session:
        home = account(session, channel=NoticeChannel.EMAIL)
        add_bill(session, home)
        add_bill(session, account(session, "30000000092", email=None), state="paid")
    assert [occasions.bills(), occasions.bills()] == [1, 0]
    ((route, recipient, body),) = sent()
    assert (route, recipient) == ("email", MAIL)
    assert "أكتوبر 2026" in body["text"] and "100.00 ريال" in body["text"]
    assert "24 نوفمبر 2026" in body["text"]
    assert body["document"]["month"] == "2026-10"  # the PDF goes with it


def test_an_old_bill_is_no_news(clock):
    with transaction() as session:
        add_bill(session, account(session))
    clock.shift(timedelta(days=10))
    assert occasions.bills() == 0


@pytest.mark.parametrize(
    ("due_date", "told"),
    [
        (date(2026, 11, 22), 1),
        (date(2026, 11, 25), 1),
        (date(2026, 11, 26), 0),
        (date(2026, 11, 21), 0),
    ],
)
def test_a_due_date_is_told_three_days_before(due_date, told):
    with transaction() as session:
        add_bill(session, account(session), due_date=due_date)
    assert occasions.due() == told


def test_who_paid_is_not_reminded():
    with transaction() as session:
        home = account(session)
        bill = add_bill(session, home)
        session.add(
            Payment(
                account_id=home.id,
                bill_id=bill.id,
                amount=Decimal("100.00"),
                paid_at=now() - timedelta(hours=2),
                sadad_reference="S1",
            )
        )
    assert (occasions.due(), occasions.bills()) == (0, 0)


def test_planned_work_is_told_to_its_area_only():
    with transaction() as session:
        home = account(session)
        account(session, "30000000092", district="العليا")
        tomorrow = NOW + timedelta(days=1)
        add_outage(session, home, starts_at=tomorrow, expected_end=tomorrow + timedelta(hours=3))
    assert [occasions.planned(), occasions.planned()] == [1, 0]
    ((_, _, body),) = sent()
    assert "بكرة من الساعة 12 الظهر إلى الساعة 3 العصر" in body["text"]
    assert "صيانة محطة" in body["text"]


def test_restoration_is_told_to_the_area_but_not_twice_to_who_asked():
    with transaction() as session:
        home = account(session)
        chat(session, home, "web:asked")
        other = account(session, "30000000092", email=None)
        other.contacts[0].value = "+966559990000"
        outage = add_outage(
            session, home, kind="unplanned", starts_at=NOW - timedelta(hours=3), ended_at=NOW
        )
        session.add(
            OutageWatcher(
                conversation="web:asked",
                key=f"outage:{outage.reference}",
                outage_id=outage.id,
                created_at=NOW,
            )
        )
    assert occasions.restored("F1234567") == 1
    assert [recipient for _, recipient, _ in sent()] == ["+966559990000"]


def test_restoration_is_not_told_while_it_is_still_off_or_long_after(clock):
    with transaction() as session:
        home = account(session)
        outage = add_outage(session, home, kind="unplanned", starts_at=NOW - timedelta(hours=3))
    assert occasions.restored("F1234567") == 0
    with transaction() as session:
        session.get(Outage, outage.id).ended_at = NOW
    clock.shift(timedelta(days=1))
    assert occasions.restored("F1234567") == 0
    assert occasions.restored("F7654321") == 0


def test_awareness_goes_only_to_who_agreed():
    with transaction() as session:
        home = account(session)
        account(session, "30000000092", email=None)
        (person,) = people_of(session, home)
        agreed = {"wanted": True, "routes": [Route.SMS], "actor": "web:a"}
        choose(session, person, NoticeKind.AWARENESS, **agreed)
    words = "نظّف فلتر المكيف كل شهر"
    assert occasions.awareness("summer", words) == 1
    ((route, recipient, body),) = sent()
    assert (route, recipient) == ("sms", FIRST)
    assert body["text"].startswith(words)
    assert "أوقف إشعارات التوعية" in body["text"]


def test_whoever_stopped_a_kind_is_left_out():
    with transaction() as session:
        home = account(session)
        add_bill(session, home)
        chat(session, home, "web:a")
        person = person_of(session, home.id, "web:a")
        stop = {"wanted": False, "routes": [Route.SMS], "actor": "web:a"}
        choose(session, person, NoticeKind.DUE, **stop)
    assert (occasions.due(), occasions.bills()) == (0, 1)


def test_many_accounts_are_told_in_several_transactions(monkeypatch):
    monkeypatch.setattr(occasions, "BATCH", 2)
    with transaction() as session:
        for number in range(5):
            home = account(session, f"3000000010{number}", email=None)
            add_bill(session, home)
    assert occasions.bills() == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["bills"],
        ["due", "--days", "5", "--account", "30000000091"],
        ["planned"],
        ["restored", "f1234567"],
        ["awareness", "summer", "نصيحة"],
    ],
)
def test_the_commands_say_how_many(arguments, capsys):
    with transaction() as session:
        account(session)
    assert main(["notices", *arguments]) == 0
    assert capsys.readouterr().out == "0 messages queued\n"
