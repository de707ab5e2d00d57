"""Payments, daily readings and outages."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from bot.billing.bills import current_bill
from bot.database import reading, transaction
from bot.identity.links import verify
from bot.outages.tables import Outage, OutageWatcher
from bot.transcripts.record import ensure_conversation
from bot.usage.limits import Limit, set_limit
from bot.usage.tables import LimitUnit
from tests.exchange.files import (
    account_number,
    account_of,
    add_accounts,
    bill,
    bring_in,
    content,
    counts,
    rejects,
    write_csv,
)

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)


def _payment(place: int, **columns: Any) -> dict[str, Any]:
    return {
        "reference": f"SADAD{place}",
        "account": account_number(place),
        "bill": f"{place:06d}2610",
        "amount": "١١٥",
        "paid_at": "2026-11-01 10:00",
        "posted_at": "2026-11-01 12:00",
        **columns,
    }


def test_a_payment_that_came_in_pays_its_bill(tmp_path: Path) -> None:
    add_accounts(2)
    bring_in("bills", write_csv(tmp_path / "bills.csv", [bill(1), bill(2)]))
    path = write_csv(tmp_path / "payments.csv", [_payment(1), _payment(2, posted_at="")])
    assert counts(bring_in("payments", path)) == (2, 0, 0, 0)
    assert counts(bring_in("payments", path)) == (0, 0, 2, 0)
    with reading() as session:
        dues = [current_bill(session, account_of(place).id).due for place in (1, 2)]
    assert [str(due) for due in dues] == ["0", "115.00"]
    posted = write_csv(tmp_path / "later.csv", [_payment(2)])
    assert counts(bring_in("payments", posted)) == (0, 1, 0, 0)


def test_payments_that_cannot_be(tmp_path: Path) -> None:
    add_accounts(2)
    bring_in("bills", write_csv(tmp_path / "bills.csv", [bill(1), bill(2)]))
    bring_in("payments", write_csv(tmp_path / "a.csv", [_payment(1)]))
    rows = [
        _payment(1, account=account_number(2), bill=""),
        _payment(2, bill="0000012610"),
        _payment(2, bill="999"),
        _payment(2, amount="0"),
        _payment(9),
    ]
    summary = bring_in("payments", write_csv(tmp_path / "b.csv", rows))
    assert counts(summary) == (0, 0, 0, 5)
    assert [column for _, column, _ in rejects(summary)] == [
        "reference",
        "bill",
        "bill",
        "amount",
        "account",
    ]


@time_machine.travel(NOON, tick=False)
def test_readings_come_in_and_whose_limit_they_pass_is_told_once(tmp_path: Path) -> None:
    add_accounts(2)
    with transaction() as session:
        ensure_conversation(session, "web:1")
        verify(session, "web:1", account_number(1))
        set_limit(session, account_of(1).id, "web:1", Limit(LimitUnit.KWH, 20))
    days = [date(2026, 11, day) for day in (18, 19)]
    rows = [
        {"account": account_number(place), "day": day, "kwh": "12.5", "night_kwh": ""}
        for place in (1, 2)
        for day in days
    ]
    path = write_csv(tmp_path / "readings.csv", rows)
    assert counts(bring_in("readings", path)) == (4, 0, 0, 0)
    assert counts(bring_in("readings", path)) == (0, 0, 4, 0)
    assert {row["watt_hours"] for row in content("daily_readings")} == {12500}
    assert len(content("messages")) == 1


@time_machine.travel(NOON, tick=False)
def test_readings_that_cannot_be(tmp_path: Path) -> None:
    add_accounts(1)
    base = {"account": account_number(1), "day": "2026-11-20", "kwh": "10", "night_kwh": "3"}
    rows = [{**base, "day": "2026-11-23"}, {**base, "night_kwh": "11"}, base]
    summary = bring_in("readings", write_csv(tmp_path / "a.csv", rows))
    assert [column for _, column, _ in rejects(summary)] == ["day", "night_kwh"]
    assert counts(summary)[0] == 1


def _outage(**columns: Any) -> dict[str, Any]:
    return {
        "reference": "F7777777",
        "city": "الرياض",
        "district": "النرجس",
        "kind": "unplanned",
        "cause": "عطل في كيبل أرضي",
        "starts_at": "2026-11-22 11:00",
        "expected_end": "2026-11-22 14:00",
        "ended_at": "",
        **columns,
    }


def _watch() -> None:
    with transaction() as session:
        outage = session.execute(select(Outage)).scalar_one()
        session.add(
            OutageWatcher(
                conversation="web:1", key="outage:F7777777", outage_id=outage.id, created_at=NOON
            )
        )


@time_machine.travel(NOON, tick=False)
def test_the_end_of_an_outage_is_told_once_to_who_waits(tmp_path: Path) -> None:
    add_accounts(1)
    begun = write_csv(tmp_path / "a.csv", [_outage()])
    assert counts(bring_in("outages", begun)) == (1, 0, 0, 0)
    assert counts(bring_in("outages", begun)) == (0, 0, 1, 0)
    _watch()
    over = write_csv(tmp_path / "b.csv", [_outage(ended_at="2026-11-22 11:45")])
    assert counts(bring_in("outages", over)) == (0, 1, 0, 0)
    assert counts(bring_in("outages", over)) == (0, 0, 1, 0)
    said = [row["text"] for row in content("messages")]
    assert len(said) == 1
    assert "رجعت" in said[0]
    assert content("outages")[0]["ended_at"] == datetime(2026, 11, 22, 8, 45, tzinfo=timezone.utc)
    assert [(row["kind"], row["occasion"]) for row in content("campaigns")] == [
        ("restored", "F7777777")  # the rest of the area
    ]


@time_machine.travel(NOON, tick=False)
def test_a_dry_run_tells_nobody(tmp_path: Path) -> None:
    add_accounts(1)
    bring_in("outages", write_csv(tmp_path / "a.csv", [_outage()]))
    _watch()
    over = write_csv(tmp_path / "b.csv", [_outage(ended_at="2026-11-22 11:45")])
    assert counts(bring_in("outages", over, dry_run=True)) == (0, 1, 0, 0)
    assert content("messages") == content("campaigns") == []
    assert content("outages")[0]["ended_at"] is None


@time_machine.travel(NOON, tick=False)
def test_outages_that_cannot_be(tmp_path: Path) -> None:
    add_accounts(1)
    rows = [
        _outage(ended_at="2026-11-22 10:00"),
        _outage(ended_at="2026-11-22 15:00"),
        _outage(district="حي بعيد"),
        _outage(kind="عطل"),
    ]
    summary = bring_in("outages", write_csv(tmp_path / "a.csv", rows))
    assert counts(summary) == (0, 0, 0, 4)
