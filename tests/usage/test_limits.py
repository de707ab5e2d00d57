"""Limits: told once a month, to the one who set them, when readings come in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.__main__ import main
from bot.accounts.tables import Account
from bot.clock import RIYADH
from bot.database import engine, reading, transaction
from bot.delivery.tables import OutboxMessage
from bot.demo.seed import seed_database
from bot.identity.links import verify
from bot.transcripts.record import ensure_conversation
from bot.transcripts.tables import Message
from bot.usage.cycles import cycles
from bot.usage.limits import (
    Limit,
    arrived,
    check,
    limit_of,
    mark_told,
    set_limit,
    standing,
    stop_limit,
)
from bot.usage.tables import DailyReading, LimitUnit, UsageLimit

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
TODAY = MOMENT.date()
ME = "telegram:1"
HOME = "30000000001"


@pytest.fixture
def utility(database: None) -> object:
    with time_machine.travel(MOMENT, tick=False):
        seed_database(engine(), 12, 1, MOMENT)
        with transaction() as session:
            verify(session, ME, "30000000001")
            ensure_conversation(session, ME)
        yield


def _set(amount: int, unit: LimitUnit = LimitUnit.KWH, who: str = ME) -> None:
    with transaction() as session:
        set_limit(session, 1, who, Limit(unit, amount))


def _told(session: Session) -> list[str]:
    return [m.text for m in session.execute(select(Message)).scalars() if "تنبيه" in m.text]


def _day(day: date, kwh: int) -> dict[str, object]:
    return {"account_id": 1, "day": day, "watt_hours": kwh * 1000, "night_watt_hours": None}


def test_told_when_the_readings_pass_it_and_once_a_month(utility: None) -> None:
    with reading() as session:
        reached = standing(session, session.get(Account, 1))
    assert reached is not None
    _set(int(reached.kwh) + 100)
    with transaction() as session:
        assert check(session) == 0
        assert arrived(session, [_day(reached.upto, 20)]) == 0
        assert arrived(session, [_day(TODAY, 150)]) > 0
        assert check(session) == 0
        assert arrived(session, [_day(TODAY + timedelta(days=1), 90)]) == 0
        assert len(_told(session)) == 1
        assert f"{int(reached.kwh) + 100:,} كيلوواط ساعة" in _told(session)[0]
    with transaction() as session:  # the month of the next bill
        later = cycles(session, 1).of(TODAY + timedelta(days=40))
        rows = [_day(later.start + timedelta(days=n), 400) for n in range(12)]
        assert arrived(session, rows) > 0
        assert len(_told(session)) == 2


def test_riyals_are_those_of_the_bill(utility: None) -> None:
    with reading() as session:
        reached = standing(session, session.get(Account, 1))
    assert reached is not None
    _set(int(reached.riyals), LimitUnit.RIYALS)
    with transaction() as session:
        assert check(session, [1]) > 0
        assert f"{reached.riyals:,.2f} ريال" in _told(session)[0]


def test_only_who_set_it_is_told(utility: None) -> None:
    stranger = "telegram:2"
    with transaction() as session:
        ensure_conversation(session, stranger)
        session.add(
            UsageLimit(account_id=1, conversation=stranger, unit="kwh", amount=10, set_at=MOMENT)
        )
    with transaction() as session:
        assert check(session) == 0, "a conversation that did not prove the account"
    _set(10)
    with transaction() as session:
        check(session)
        sent = session.execute(select(OutboxMessage)).scalars().all()
    assert "telegram:2" not in {row.recipient for row in sent}
    assert "telegram:1" in {row.recipient for row in sent}


def test_change_and_stop(utility: None) -> None:
    _set(10)
    with transaction() as session:
        assert check(session) > 0
    _set(20)
    with transaction() as session:
        assert limit_of(session, 1, ME) == Limit(LimitUnit.KWH, 20)
        assert check(session) > 0, "another amount counts anew"
        mark_told(session, 1, ME, date(2030, 1, 1))
        assert stop_limit(session, 1, ME)
        assert not stop_limit(session, 1, ME)
        assert limit_of(session, 1, ME) is None
        assert check(session) == 0
        with pytest.raises(ValueError, match="limit"):
            set_limit(session, 1, ME, Limit(LimitUnit.KWH, 1))


def test_readings_from_a_file(
    utility: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _set(10)
    file = tmp_path / "readings.csv"
    file.write_text("account,day,kwh,night_kwh\n30000000001,2026-11-21,48.3,11.25\n")
    assert main(["import", "readings", str(file)]) == 0
    assert "1 rows" in capsys.readouterr().out
    with reading() as session:
        row = session.get(DailyReading, (1, date(2026, 11, 21)))
        assert (row.watt_hours, row.night_watt_hours) == (48_300, 11_250)
        assert len(_told(session)) == 1
    assert main(["usage", "check"]) == 0
    assert "0 messages" in capsys.readouterr().out


def test_one_reading_by_hand(utility: None, capsys: pytest.CaptureFixture[str]) -> None:
    _set(10)
    assert main(["usage", "add", HOME, "yesterday", "30"]) == 0
    assert "1 reading, " in capsys.readouterr().out
    assert main(["usage", "add", HOME, "tomorrow", "30"]) == 1
    with reading() as session:
        assert session.get(DailyReading, (1, TODAY - timedelta(days=1))).watt_hours == 30_000
        assert len(_told(session)) == 1


@pytest.mark.parametrize(
    ("account", "day", "kwh"),
    [
        ("30099999999", "2026-11-21", "5"),
        (HOME, "2027-01-01", "5"),
        (HOME, "2026-11-21", "-5"),
        (HOME, "21/11", "5"),
        (HOME, "2026-11-21", "five"),
    ],
)
def test_a_reading_that_cannot_be_is_not_taken(
    utility: None, account: str, day: str, kwh: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with reading() as session:
        before = session.get(DailyReading, (1, date(2026, 11, 21)))
    assert main(["usage", "add", account, day, kwh]) == 1
    assert capsys.readouterr().err
    with reading() as session:
        after = session.get(DailyReading, (1, date(2026, 11, 21)))
        assert (before and before.watt_hours) == (after and after.watt_hours)
