from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from bot.accounts.tables import Area
from bot.billing.tables import Payment
from bot.clock import now
from bot.database import reading, transaction
from bot.gateway.tables import InboxMessage


def _area(feeder: str) -> Area:
    return Area(city="الرياض", district=feeder, region="central", feeder=feeder, biller="002")


def test_a_failed_transaction_leaves_nothing(database: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.add(_area("R1"))
        session.flush()
        raise ZeroDivisionError
    with transaction() as session:
        session.add(_area("R2"))
    with reading() as session:
        assert session.execute(select(Area.feeder)).scalars().all() == ["R2"]


def test_each_test_has_its_own_database(database: None) -> None:
    with reading() as session:
        assert session.execute(select(func.count()).select_from(Area)).scalar_one() == 0


def _message(body: str, **moments: datetime) -> InboxMessage:
    times = {"due_at": now(), "received_at": now(), **moments}
    return InboxMessage(channel="web", external_id="1", conversation="web:1", body=body, **times)


def test_sealed_text_is_not_readable_in_the_table(session: Session) -> None:
    session.add(_message("رقم هويتي 1012345672"))
    session.flush()
    raw = session.execute(text("SELECT body FROM inbox")).scalar_one()
    assert "1012345672" not in raw
    session.expire_all()
    assert session.execute(select(InboxMessage.body)).scalar_one() == "رقم هويتي 1012345672"


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    session.add(_message("x", due_at=datetime(2026, 1, 1)))
    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()


def test_foreign_keys_hold(session: Session) -> None:
    session.add(Payment(account_id=99, amount=Decimal("1.25"), paid_at=now(), sadad_reference="S"))
    with pytest.raises(IntegrityError):
        session.flush()
