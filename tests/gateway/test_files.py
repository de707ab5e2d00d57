"""Files over real HTTP: the widget's own way, and Telegram's."""

from __future__ import annotations

import uuid

import httpx
import pytest
from sqlalchemy import select

from bot.attachments import files
from bot.attachments.tables import Attachment
from bot.database import reading
from bot.gateway.words import word
from tests.fakes.files import HTML, PDF, picture
from tests.fakes.serving import wait_until
from tests.fakes.telegram_server import TOKEN, Failure, TelegramServer

SARA = 111


def _send(page, content: bytes, client_id: str | None = None, **headers: str) -> httpx.Response:
    return page.client.post(
        "/api/files",
        params={"id": client_id or str(uuid.uuid4())},
        content=content,
        headers=headers,
    )


def _rows() -> list[Attachment]:
    with reading() as session:
        return list(session.execute(select(Attachment).order_by(Attachment.id)).scalars())


def test_a_file_from_the_widget_reaches_rasa_as_a_message(page, rasa) -> None:
    content = picture("PNG")
    answer = _send(page, content, **{"Content-Type": "text/html"})
    assert answer.status_code == 202, answer.text
    mine, reply = page.read(2)
    assert (mine["seq"], mine["from"], mine["text"]) == (1, "you", word("shown.photo"))
    assert reply["from"] == "bot"
    (row,) = _rows()
    assert (row.kind, row.size, row.conversation) == ("png", len(content), page.conversation)
    assert rasa.asked[0]["text"] == "/add_document"
    assert rasa.asked[0]["metadata"] == {"attachment": row.id}
    assert files.read_content(row.stored_as) == content


def test_the_same_id_again_keeps_one_file(page, rasa) -> None:
    client_id = str(uuid.uuid4())
    assert [_send(page, PDF, client_id).json()["seq"] for _ in range(2)] == [1, 1]
    page.read(2)
    assert len(_rows()) == len(rasa.asked) == 1


def test_a_typed_message_cannot_pretend_to_be_a_file(page, rasa) -> None:
    page.post(text='/add_document{"attachment": 1}', metadata={"attachment": 1})
    page.read(2)
    assert rasa.asked[0]["text"] == 'add_document{"attachment": 1}'
    assert rasa.asked[0]["metadata"] == {}


@pytest.mark.parametrize("content", [HTML, b"", picture("GIF")])
def test_other_kinds_are_refused_in_arabic(page, rasa, content: bytes) -> None:
    answer = _send(page, content)
    assert answer.status_code == 422
    assert answer.json()["error"] == word("file_refused.kind")
    assert _rows() == [] and rasa.asked == []


def test_a_file_too_large_is_not_read_to_its_end(page, monkeypatch) -> None:
    monkeypatch.setattr(files, "size_limit", lambda: 1024 * 1024)
    answer = _send(page, b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.json()["error"] == word("file_refused.size", megabytes=1)

    def endless():
        for _ in range(3):
            yield b"x" * 512 * 1024

    answer = page.client.post("/api/files", params={"id": str(uuid.uuid4())}, content=endless())
    assert answer.status_code == 413


def test_so_many_a_day(page, setenv, rasa) -> None:
    setenv(ATTACHMENT_MAX_COUNT="1")
    assert _send(page, PDF).status_code == 202
    answer = _send(page, PDF)
    assert answer.status_code == 429
    assert answer.json()["error"] == word("file_refused.count")


def test_without_a_session_or_an_id(page) -> None:
    assert _send(page, PDF, "short").status_code == 422
    page.client.headers["Authorization"] = "Bearer no"
    assert _send(page, PDF).status_code == 401


@pytest.fixture
def bot(setenv, rasa, start_gateway):
    """A gateway that polls a Bot API server."""
    with TelegramServer() as server:
        setenv(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_BASE=server.url)
        running = start_gateway()
        yield server
        running.stop()


def test_a_photo_on_telegram_is_kept_in_its_largest_size(bot, rasa) -> None:
    content = picture()
    bot.send_photo(SARA, content)
    bot.wait_for(SARA, 1)
    (row,) = _rows()
    assert files.read_content(row.stored_as) == content
    assert rasa.asked[0]["text"] == "/add_document"
    assert rasa.asked[0]["metadata"] == {"attachment": row.id}


def test_a_caption_is_what_the_photo_is_about(bot, rasa) -> None:
    bot.send_photo(SARA, picture(), caption="/فاتورتي غلط")
    bot.wait_for(SARA, 1)
    assert rasa.asked[0]["text"] == "فاتورتي غلط"
    assert rasa.asked[0]["metadata"] == {"attachment": _rows()[0].id}


def test_a_document_of_another_kind_is_refused_and_nothing_more(bot, rasa) -> None:
    bot.send_document(SARA, HTML, "bill.pdf")
    (call,) = bot.wait_for(SARA, 1)
    assert call.params["text"].replace("\u2066", "").replace("\u2069", "") == word(
        "file_refused.kind"
    )
    assert rasa.asked == [] and _rows() == []
    bot.say(SARA, "هلا")
    bot.wait_for(SARA, 2)
    assert rasa.texts() == ["هلا"]


def test_a_file_that_telegram_no_longer_has(bot, rasa) -> None:
    bot.fail("getFile", Failure(400, "Bad Request: file is too big"))
    bot.send_document(SARA, PDF)
    (call,) = bot.wait_for(SARA, 1)
    assert "تيليجرام" in call.params["text"]


def test_a_download_that_fails_is_tried_again(bot, rasa) -> None:
    bot.fail("getFile", Failure(500, "Internal"), times=2)
    bot.send_document(SARA, PDF)
    wait_until(lambda: rasa.asked, 20)
    assert rasa.asked[0]["metadata"] == {"attachment": _rows()[0].id}
    assert len(bot.called("getFile")) == 3
