from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from bot.__main__ import main
from bot.attachments import records
from bot.attachments.files import path_of, receive
from bot.attachments.tables import Attachment, ScanState
from bot.cases.records import open_case
from bot.cases.tables import Case, CaseKind
from bot.clock import now
from bot.database import reading, transaction
from tests.conftest import forget_settings
from tests.fakes.files import PDF, picture

SARA, NOURA = "web:sara", "web:noura"


def _send(key: str, content: bytes = PDF, conversation: str = SARA) -> str:
    with transaction() as session:
        return records.store(session, conversation, key, receive(content)).stored_as


def _case(session) -> Case:
    return open_case(
        session,
        kind=CaseKind.SERVICE,
        category="relocation",
        account_id=None,
        conversation=SARA,
        text="نقل عداد",
        details={},
        promised_on=None,
        key="k",
    )


def test_a_message_brings_one_file_however_often_it_comes(database: None) -> None:
    first = _send("m1")
    with transaction() as session:
        again = receive(PDF)
        assert records.store(session, SARA, "m1", again).stored_as == first
    assert path_of(first).exists()
    assert not path_of(again.stored_as).exists()


def test_recent_are_those_of_this_conversation_that_belong_to_nothing(database: None) -> None:
    with time_machine.travel(now() - timedelta(hours=3), tick=False):
        _send("old")
    _send("m1"), _send("m2", picture()), _send("m3", conversation=NOURA)
    with transaction() as session:
        first, second = records.recent(session, SARA)
        assert (first.kind, second.kind) == ("pdf", "jpeg")
        case = _case(session)
        session.flush()
        records.link(first, case)
        session.flush()
        assert records.recent(session, SARA) == [second]
        assert records.of_case(session, case) == [first]
        assert len(records.of_conversation(session, SARA)) == 3


def test_so_many_files_a_day_and_no_more(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTACHMENT_MAX_COUNT", "2")
    forget_settings()
    with time_machine.travel(now() - timedelta(days=2), tick=False):
        _send("old")
    _send("m1")
    with reading() as session:
        assert records.may_send(session, SARA)
    _send("m2")
    with reading() as session:
        assert not records.may_send(session, SARA)
        assert records.may_send(session, NOURA)


def test_an_erased_file_leaves_neither_row_nor_content(database: None) -> None:
    stored_as = _send("m1")
    with transaction() as session:
        (one,) = records.of_conversation(session, SARA)
        records.erase(session, one)
    assert not path_of(stored_as).exists()
    with reading() as session:
        assert session.execute(select(func.count(Attachment.id))).scalar_one() == 0


def test_scanning_later(database: None, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    stored_as = _send("m1")
    assert main(["attachments", "scan"]) == 2
    monkeypatch.setenv("ATTACHMENT_SCANNER", "true")
    forget_settings()
    assert main(["attachments", "scan"]) == 0
    assert "clean: 1" in capsys.readouterr().out
    with transaction() as session:
        (one,) = records.of_conversation(session, SARA)
        one.scan_state = ScanState.FAILED.value
        assert not records.may_open(one)
    monkeypatch.setenv("ATTACHMENT_SCANNER", "false")
    forget_settings()
    assert main(["attachments", "scan"]) == 0
    assert "erased: 1" in capsys.readouterr().out
    assert not path_of(stored_as).exists()
