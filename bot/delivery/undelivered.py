"""What operators report of an SMS that was sent: delivered, or not.

A phone that is off for two days is reported like a number that nobody has. So one report proves
nothing: a mobile is given up after several in a row that are days apart.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.accounts.failing import contact_failed
from bot.clock import now
from bot.delivery.tables import UndeliveredSms

GIVE_UP_COUNT = 3
GIVE_UP_AFTER = timedelta(days=7)
"""Between the first and the last of them: longer than a journey abroad or a lost charger."""
WHY = "SMS not delivered"
_rows = UndeliveredSms.__table__.c


def note_report(session: Session, mobile: str, delivered: bool) -> None:
    """Take note of one report about a mobile (E.164)."""
    if delivered:
        session.execute(_forget(mobile))
        return
    row = session.execute(
        select(UndeliveredSms).where(_rows.recipient == mobile).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        row = UndeliveredSms(recipient=mobile, count=0, first_at=now())
        session.add(row)
    row.count, row.last_at = row.count + 1, now()
    session.flush()
    if row.count >= GIVE_UP_COUNT and row.last_at - row.first_at >= GIVE_UP_AFTER:
        contact_failed(session, mobile, WHY)
        session.execute(_forget(mobile))


def _forget(mobile: str) -> object:
    query = delete(UndeliveredSms).where(_rows.recipient == mobile)
    return query.execution_options(synchronize_session=False)
