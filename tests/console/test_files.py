"""A subscriber's file in the console: who opens it, how it is served, and that it is on record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.attachments import records
from bot.attachments.files import receive
from bot.attachments.tables import Attachment, ScanState
from bot.audit.tables import AuditEntry
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.transcripts.record import ensure_conversation, record_subscriber_message
from tests.fakes.files import PDF, picture

PICTURE = picture("PNG")


@pytest.fixture
def talk(database: None) -> tuple[int, int, int]:
    """A conversation with a picture and a PDF: its id and theirs."""
    with transaction() as session:
        conversation = ensure_conversation(session, "web:files")
        record_subscriber_message(session, conversation, {"text": "(صورة)"}, "m1")
        record_subscriber_message(session, conversation, {"text": "(ملف)"}, "m2")
        first = records.store(session, conversation.key, "m1", receive(PICTURE))
        second = records.store(session, conversation.key, "m2", receive(PDF))
        return conversation.id, first.id, second.id


def _opened() -> list[str]:
    with reading() as session:
        query = select(AuditEntry.object).where(AuditEntry.action == "file.opened")
        return list(session.execute(query).scalars())


def test_a_picture_is_shown_and_can_do_nothing(sign_in, talk) -> None:
    number, picture_id, _ = talk
    client = sign_in(Role.AGENT)
    address = f"/staff/conversations/{number}/files/{picture_id}"
    assert address in client.get(f"/staff/conversations/{number}").text
    answer = client.get(address)
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline; filename=")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert _opened() == [f"attachment:{picture_id}"]


def test_a_pdf_is_for_saving(sign_in, talk) -> None:
    number, _, pdf_id = talk
    answer = sign_in(Role.SUPERVISOR).get(f"/staff/conversations/{number}/files/{pdf_id}")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment; ")


def test_who_may_only_read_sees_that_there_is_a_file(sign_in, talk) -> None:
    number, picture_id, _ = talk
    client = sign_in(Role.VIEWER)
    page = client.get(f"/staff/conversations/{number}").text
    assert "PNG" in page and "/files/" not in page
    assert client.get(f"/staff/conversations/{number}/files/{picture_id}").status_code == 403
    assert _opened() == []


def test_a_file_of_another_conversation_is_not_found(sign_in, talk) -> None:
    with transaction() as session:
        other = ensure_conversation(session, "web:other").id
    client = sign_in(Role.AGENT)
    assert client.get(f"/staff/conversations/{other}/files/{talk[1]}").status_code == 404


def test_nobody_opens_what_should_have_been_scanned(sign_in, talk) -> None:
    number, picture_id, _ = talk
    with transaction() as session:
        session.get(Attachment, picture_id).scan_state = ScanState.FAILED.value
    answer = sign_in(Role.AGENT).get(f"/staff/conversations/{number}/files/{picture_id}")
    assert answer.status_code == 409 and PICTURE not in answer.content
    assert _opened() == []
