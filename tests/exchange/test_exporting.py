from __future__ import annotations

import csv
import json
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from bot.__main__ import main
from bot.accounts.records import on_file
from bot.accounts.tables import Account
from bot.audit.log import Action
from bot.database import engine, reading, transaction
from bot.events.noting import record
from bot.events.tables import EventKind, ExchangeEvent
from bot.exchange import exporting
from bot.exchange.events import number_new
from bot.exchange.exporting import COLUMNS, Exported, Format, export_after, export_next
from bot.exchange.parquet import connect
from bot.exchange.records import FIELDS
from bot.settings import ROOT
from bot.updates.draft import Draft
from bot.updates.requests import NOT_ON_RECORD, decide, submit
from tests.conftest import POSTGRES
from tests.exchange.files import account_number, add_accounts, content

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)
VALUES = {
    "beneficiary": "tenant",
    "name": "هدى بنت سعد, أم خالد",
    "identity": "1000000008",
    "ejar": "20240000001",
    "ejar_end": "2027-01-31",
    "mobile": "+966501234567",
    "email": "huda@example.com",
}


def ask(place: int, proved: bool = True, **values: str) -> str:
    """An update of the account at a place; applied at once when its contact was proved."""
    number = account_number(place)
    draft = Draft(key=f"draft-{place}-{len(values)}-{values.get('mobile')}")
    draft.values.update({"account": number, **(values or VALUES)})
    if proved:
        draft.proved["account"] = number
    with transaction() as session:
        return submit(session, f"web:{place}", draft).reference


def given(folder: Path, form: Format = Format.CSV, cursor: str = "default") -> list[dict[str, Any]]:
    """The next export as it is read."""
    done = export_next(folder, form, cursor, "terminal:test")
    return [] if done.path is None else read(done.path)


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of an exported file."""
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    with connect() as duck:
        found = duck.execute("FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("form", list(Format))
def test_what_was_collected_in_every_format(tmp_path: Path, form: Format) -> None:
    add_accounts(1)
    reference = ask(1)
    (row,) = given(tmp_path, form)
    assert tuple(row) == COLUMNS
    applied = row["applied_at"]
    assert applied in ("2026-11-22T09:00:00Z", NOON)
    told = {name: row[name] for name in VALUES}
    told["ejar_end"] = str(told["ejar_end"])
    assert told == VALUES
    assert row["deed"] in ("", None)
    assert (str(row["schema"]), str(row["cursor"]), row["reference"]) == ("1", "1", reference)
    assert (row["account"], row["proof"]) == (account_number(1), "contact_on_file")


def test_only_applied_ones_and_each_once(tmp_path: Path) -> None:
    add_accounts(3)
    first, waiting = ask(1), ask(2, proved=False)
    assert [row["reference"] for row in given(tmp_path)] == [first]
    assert given(tmp_path) == []
    third = ask(3)
    with transaction() as session:
        decide(session, waiting, approve=True, by="huda")
    rows = given(tmp_path)
    assert [row["reference"] for row in rows] == [third, waiting]
    assert rows[1]["decided_by"] == "staff:huda"
    assert [row["reference"] for row in given(tmp_path, cursor="other")] == [first, third, waiting]
    assert [path.name for path in sorted(tmp_path.glob("updates*"))] == [
        "updates-1-1.csv",
        "updates-1-3.csv",
        "updates-2-3.csv",
    ]


def test_a_file_that_was_not_finished_is_written_again_just_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_accounts(2)
    first = ask(1)

    def stop(*_arguments: Any) -> Exported:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "_write", stop)
        with pytest.raises(KeyboardInterrupt):
            given(tmp_path)
    second = ask(2)
    assert [row["reference"] for row in given(tmp_path)] == [first]
    assert [row["reference"] for row in given(tmp_path)] == [second]


def test_half_written_files_have_another_name_and_are_nobody_elses(tmp_path: Path) -> None:
    add_accounts(1)
    ask(1)
    (tmp_path / ".updates-1-1.csv.half").write_text("half")
    given(tmp_path)
    (path,) = [path for path in tmp_path.iterdir() if path.name.startswith((".upd", "upd"))]
    assert path.name == "updates-1-1.csv"
    assert path.stat().st_mode & 0o077 == 0


def test_an_export_is_in_the_audit_log_without_values(tmp_path: Path) -> None:
    add_accounts(1)
    ask(1)
    given(tmp_path)
    (entry,) = content("audit_log")
    assert (entry["action"], entry["details"]) == (Action.UPDATES_EXPORTED.value, {"rows": 1})


def test_what_is_rolled_back_is_never_told(tmp_path: Path) -> None:
    add_accounts(1)
    with pytest.raises(ZeroDivisionError), transaction() as session:
        record(session, EventKind.UPDATE_APPLIED, "U1")
        session.flush()
        raise ZeroDivisionError
    assert content("exchange_events") == []


def test_the_schema_has_every_field_that_an_update_can_change() -> None:
    account = Account(
        beneficiary_kind="owner",
        beneficiary_name="n",
        identity_number="1",
        deed_number="2",
        ejar_number="3",
        ejar_end=NOON.date(),
        notice_channel="sms",
    )
    assert set(on_file(account)) <= set(FIELDS)
    assert {"mobile", "second_mobile", "email"} <= set(FIELDS)
    assert not NOT_ON_RECORD & set(FIELDS)


def test_every_column_is_documented() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    table = page.partition("### Schema")[2]
    assert [name for name in COLUMNS if f"`{name}`" not in table] == []


@pytest.mark.skipif(POSTGRES is None, reason="SQLite has one writer")
def test_a_transaction_that_ends_later_is_not_missed(tmp_path: Path) -> None:
    """The lower id is committed after a reader has been past the higher one."""
    add_accounts(2)
    slow = engine().connect()
    late = slow.begin()
    slow.execute(ExchangeEvent.__table__.insert().values(**_event("U-slow")))
    with transaction() as session:
        record(session, EventKind.UPDATE_APPLIED, "U-quick")
    with transaction() as session:
        assert number_new(session) == 1
    late.commit()
    slow.close()
    with transaction() as session:
        assert number_new(session) == 2
    with reading() as session:
        rows = session.execute(
            select(ExchangeEvent.reference, ExchangeEvent.id).order_by(ExchangeEvent.seq)
        ).all()
    assert [row.reference for row in rows] == ["U-quick", "U-slow"]
    assert rows[0].id > rows[1].id


def _event(reference: str) -> dict[str, Any]:
    return {
        "kind": "update.applied",
        "reference": reference,
        "at": NOON,
        "delivery": "none",
        "attempts": 0,
        "due_at": NOON,
    }


def test_readers_number_one_at_a_time() -> None:
    with transaction() as session:
        for place in range(40):
            record(session, EventKind.UPDATE_APPLIED, f"U{place}")

    def number() -> None:
        with transaction() as session:
            number_new(session)

    threads = [threading.Thread(target=number) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(row["seq"] for row in content("exchange_events")) == list(range(1, 41))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_accounts(2)
    with time_machine.travel(NOON, tick=False):
        ask(1)
    with time_machine.travel(datetime(2026, 11, 25, tzinfo=timezone.utc), tick=False):
        second = ask(2)
    export = ["export", "updates", "--to", str(tmp_path)]
    assert main([*export, "--since", "2026-11-24"]) == 0
    assert "go on behind 2" in capsys.readouterr().out
    assert [row["reference"] for row in read(tmp_path / "updates-2-2.csv")] == [second]
    assert main([*export, "--since", "0", "--format", "jsonl"]) == 0
    assert len(read(tmp_path / "updates-1-2.jsonl")) == 2
    assert main([*export, "--since", "2"]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert main([*export, "--since", "yesterday"]) == 2
    assert main(export) == 0
    assert len(read(tmp_path / "updates-1-2.csv")) == 2
    assert export_after(tmp_path, Format.CSV, 2, "terminal:test").path is None
