"""The audit log: append-only, chained, without personal values."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from bot.audit import log as audit
from bot.audit.log import Action, Search, record, search, verify
from bot.audit.tables import AuditEntry
from bot.database import engine, reading, transaction


def _three():
    with transaction() as session:
        record(session, "staff:huda", Action.ACCOUNT_VIEWED, "account:1")
        record(session, "staff:sami", Action.ACCOUNT_VIEWED, "account:2")
    with transaction() as session:
        record(
            session,
            "staff:huda",
            Action.VALUE_REVEALED,
            "account:1",
            "اتصل من 0551234567",
            field="identity",
            seen="1023456789",
            both=["0551234567", "x"],
        )


def _open_the_lid():
    """What somebody with the whole database in hand would do first."""
    with transaction() as session:
        if engine().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER ALL"))
            return
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_log_no_{verb}"))


def _broken(holds=None):
    with reading() as session:
        return verify(session, holds).broken


def test_rows_follow_each_other(database):
    _three()
    with reading() as session:
        rows = list(session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars())
        verdict = verify(session)
    assert [row.seq for row in rows] == [1, 2, 3]
    assert rows[0].previous == audit.FIRST_PREVIOUS
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert (verdict.rows, verdict.head, verdict.broken) == (3, rows[2].hash, None)


def test_no_personal_value_is_kept(database):
    _three()
    with reading() as session:
        row = search(session, Search(action="value.revealed"))[0]
    kept = f"{row.reason} {row.details}"
    assert "•" in kept and "0551234567" not in kept and "1023456789" not in kept
    assert row.details["field"] == "identity"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_log SET actor = 'x' WHERE seq = 1", "DELETE FROM audit_log WHERE seq = 1"],
)
def test_the_database_refuses_to_change_it(database, statement):
    _three()
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(statement))
    assert _broken() is None


def test_postgresql_refuses_to_empty_it(database):
    if engine().dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    _three()
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text("TRUNCATE audit_log"))


@pytest.mark.parametrize("column", ["actor", "action", "object", "reason"])
def test_a_change_behind_the_triggers_shows(database, column):
    _three()
    _open_the_lid()
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.seq == 2).values({column: "x"}))
    assert _broken().seq == 2


def test_a_missing_row_shows(database):
    _three()
    _open_the_lid()
    with transaction() as session:
        session.execute(text("DELETE FROM audit_log WHERE seq = 2"))
    assert _broken().seq == 2


def test_a_cut_end_shows_against_a_noted_head(database):
    _three()
    with reading() as session:
        head = verify(session).head
    assert _broken((3, head)) is None
    _open_the_lid()
    with transaction() as session:
        session.execute(text("DELETE FROM audit_log WHERE seq = 3"))
    assert _broken() is None, "the chain alone cannot know"
    assert _broken((3, head)).seq == 3


def test_a_row_forged_without_the_key_shows(database):
    _three()
    _open_the_lid()
    with transaction() as session:
        session.execute(
            update(AuditEntry).where(AuditEntry.seq == 3).values(actor="x", hash="f" * 64)
        )
    assert _broken().seq == 3


def test_a_deed_that_fails_leaves_no_row(database):
    with pytest.raises(RuntimeError), transaction() as session:
        record(session, "staff:huda", Action.ACCOUNT_VIEWED, "account:1")
        raise RuntimeError
    _three()
    assert _broken() is None


def test_search(database):
    _three()
    with reading() as session:

        def found(**wanted):
            return [row.seq for row in search(session, Search(**wanted))]

        assert found() == [3, 2, 1]
        assert found(actor="staff:huda") == [3, 1]
        assert found(object="account:2") == [2]
        assert found(action="account.viewed", actor="staff:huda") == [1]
        assert found(actor="staff") == []
        assert [row.seq for row in search(session, Search(), before=3, limit=1)] == [2]
        moment = search(session, Search())[0].at
        assert found(until=moment) == [2, 1] and 3 in found(since=moment)
