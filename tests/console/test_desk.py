"""Two clerks and one conversation: who has it, who writes, and what happens when they are gone."""

from __future__ import annotations

import json
import re
import threading
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select

from bot.attachments.files import path_of, read_content
from bot.attachments.records import recent
from bot.audit.tables import AuditEntry
from bot.clock import now
from bot.console import desk
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.delivery.tables import OutboxMessage
from bot.delivery.texts import text
from bot.settings import settings
from bot.transcripts.handover import ask_for_person
from bot.transcripts.record import content_of, ensure_conversation, record_subscriber_message
from bot.transcripts.tables import Author, Conversation, Message
from tests.conftest import forget_settings
from tests.console.conftest import csrf_of, post
from tests.fakes.files import HTML, PDF, picture


@pytest.fixture
def number(database: None) -> int:
    """A conversation on Telegram that waits for a person."""
    with transaction() as session:
        conversation = ensure_conversation(session, "telegram:77")
        record_subscriber_message(session, conversation, {"text": "ابي موظف"}, "t1")
        ask_for_person(session, "telegram:77", "complaint", "العداد 12345678 ما يقرأ")
        return conversation.id


def _row(number: int) -> Conversation:
    with reading() as session:
        return session.get(Conversation, number)


def _said(number: int) -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(
            select(Message).where(Message.conversation_id == number).order_by(Message.seq)
        ).scalars()
        return [(row.author, content_of(row)["text"]) for row in rows]


def _deeds(number: int) -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(
            select(AuditEntry)
            .where(AuditEntry.object == f"conversation:{number}")
            .order_by(AuditEntry.seq)
        ).scalars()
        return [(row.actor, row.action) for row in rows if row.action != "conversation.viewed"]


def test_taken_written_in_and_handed_back(sign_in, number):
    client, base = sign_in(Role.AGENT), f"/staff/conversations/{number}"
    page = client.get(base).text
    assert f'action="{base}/take"' in page and 'name="text"' not in page
    assert "شكوى" in page and "12345678" not in page and "ما يقرأ" in page
    assert post(client, f"{base}/take").status_code == 303
    assert (_row(number).state, _row(number).clerk) == ("clerk", "agent")
    assert 'name="text"' in client.get(base).text
    once = {"text": " حياك الله <b> ", "once": "abcdefgh1"}
    assert post(client, f"{base}/say", **once).status_code == 303
    assert post(client, f"{base}/say", **once).status_code == 303, "sent twice, said once"
    assert post(client, f"{base}/hand-back").status_code == 303
    assert _said(number)[1:] == [
        ("bot", text("clerk_joined")),
        ("clerk", "حياك الله <b>"),
        ("bot", text("clerk_left")),
    ]
    row = _row(number)
    assert (row.state, row.clerk, row.waiting_since, row.waiting_summary) == (
        "bot",
        None,
        None,
        None,
    )
    with reading() as session:
        sent = session.execute(select(OutboxMessage)).scalars().all()
    assert [one.route for one in sent] == ["telegram"] * 3
    assert [deed for _, deed in _deeds(number)] == [
        "conversation.taken",
        "conversation.handed_back",
    ]


def test_a_colleague_sees_who_has_it_and_cannot_write(sign_in, number):
    first, second = sign_in(Role.AGENT), sign_in(Role.SUPERVISOR)
    base = f"/staff/conversations/{number}"
    post(first, f"{base}/take")
    assert post(second, f"{base}/take").status_code == 303
    assert _row(number).clerk == "agent"
    page = second.get(base).text
    assert "<bdi>agent</bdi>" in page and 'name="text"' not in page and "/take" not in page
    answer = post(second, f"{base}/say", text="أنا", once="abcdefgh1")
    assert answer.status_code == 409 and "ليست معك" in answer.text
    post(second, f"{base}/hand-back")
    assert _row(number).clerk == "agent"
    assert _said(number)[1:] == [("bot", text("clerk_joined"))]
    assert _deeds(number) == [("staff:agent", "conversation.taken")]


def test_of_many_at_once_only_one_gets_it(number):
    start, got = threading.Barrier(6), []

    def try_to_take(name: str) -> None:
        start.wait()
        with transaction() as session:
            if desk.take(session, number, name):
                got.append(name)

    threads = [threading.Thread(target=try_to_take, args=(f"clerk{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1 and _row(number).clerk == got[0]
    assert _said(number)[1:] == [("bot", text("clerk_joined"))]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "", "once": "abcdefgh1"},
        {"text": "م" * 2001, "once": "abcdefgh1"},
        {"text": "\u0000\u0001", "once": "abcdefgh1"},
        {"text": "سلام", "once": "x"},
        {"text": "سلام"},
    ],
)
def test_nothing_is_sent_by_half(sign_in, number, fields):
    client, base = sign_in(Role.AGENT), f"/staff/conversations/{number}"
    post(client, f"{base}/take")
    assert post(client, f"{base}/say", **fields).status_code == 422
    assert len(_said(number)) == 2


def test_it_returns_to_the_queue_when_the_browser_is_gone(number):
    began = now()
    with transaction() as session:
        waiting_since = session.get(Conversation, number).waiting_since
        assert desk.take(session, number, "huda")
        assert desk.return_abandoned(session) == []
    with time_machine.travel(began + timedelta(minutes=2), tick=False), transaction() as session:
        desk.note_here(session, "huda")
        desk.note_here(session, "sami")
    with time_machine.travel(began + timedelta(minutes=4), tick=False), transaction() as session:
        assert desk.return_abandoned(session) == [], "the browser said that it is there"
    with time_machine.travel(began + timedelta(minutes=6), tick=False), transaction() as session:
        assert desk.return_abandoned(session) == ["telegram:77"]
        assert desk.return_abandoned(session) == []
        assert desk.say(session, number, "huda", "وينكم", "abcdefgh1") is None
    row = _row(number)
    assert (row.state, row.clerk, row.waiting_since) == ("waiting", None, waiting_since)
    assert _said(number)[-1] == ("bot", text("clerk_away"))
    assert _deeds(number)[-1] == ("system", "conversation.returned")


def test_canned_answers_name_people_whom_the_clerk_may_see(sign_in, number):
    client, base = sign_in(Role.AGENT), f"/staff/conversations/{number}"
    post(client, f"{base}/take")
    page = client.get(base).text
    assert "حياك الله عزيزنا المشترك، معك Agent" in page and "{name}" not in page


def test_only_the_state_is_in_the_news(number):
    from bot.console.live import _changed_lately

    with reading() as session:
        news = _changed_lately(session)
    assert json.loads(json.dumps(news)) == [
        {"id": number, "seq": 1, "state": "waiting", "clerk": None}
    ]


def _send(client, number, once="abcdefgh1", picture=None, **fields):
    token = csrf_of(client.get("/staff/sessions").text)
    return client.post(
        f"/staff/conversations/{number}/say",
        data={"csrf": token, "once": once, **fields},
        files={"picture": ("x.exe", picture if picture is not None else b"")},
        follow_redirects=False,
    )


def _contents(number: int) -> list[dict]:
    with reading() as session:
        query = select(Message).where(
            Message.conversation_id == number, Message.author == Author.CLERK.value
        )
        return [content_of(row) for row in session.execute(query).scalars()]


def test_a_picture_and_buttons(sign_in, number):
    client, base = sign_in(Role.AGENT), f"/staff/conversations/{number}"
    post(client, f"{base}/take")
    taken = BytesIO()
    notes = Image.Exif()
    notes[0x010F] = "Camera of Huda"
    Image.new("RGB", (3000, 20), "teal").save(taken, "JPEG", exif=notes)
    assert b"Camera of Huda" in taken.getvalue()
    offers = {"button0": " /human ", "button1": "", "button2": "لا، غيره"}
    for _ in range(2):  # sent twice, said once
        assert _send(client, number, picture=taken.getvalue(), **offers).status_code == 303
    (said,) = _contents(number)
    assert said["buttons"] == [
        {"title": "/human", "payload": "human"},
        {"title": "لا، غيره", "payload": "لا، غيره"},
    ]
    kept = read_content(said["picture"]["file"])
    assert b"Camera of Huda" not in kept
    with Image.open(BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (2000, 13))
    folder = path_of(said["picture"]["file"]).parent.parent
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    page = client.get(base).text
    shown_at = re.search(rf'<img class="picture" src="({base}/files/\d+)"', page)
    assert shown_at and client.get(shown_at[1]).content == kept
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "file.opened")
        assert session.execute(query).first() is None, "ours; the conversation's reading is noted"
    with reading() as session:
        assert recent(session, "telegram:77") == [], "not taken for the subscriber's own"


@pytest.mark.parametrize("content", [PDF, HTML, b"\xff\xd8\xff\xe0 no picture", b"MZ" + b"0" * 99])
def test_only_pictures_are_sent(sign_in, number, content):
    client = sign_in(Role.AGENT)
    post(client, f"/staff/conversations/{number}/take")
    answer = _send(client, number, picture=content, text="تفضل")
    assert answer.status_code == 422 and "JPEG" in answer.text
    assert _contents(number) == []


def test_a_picture_too_large_is_refused(sign_in, number, monkeypatch):
    monkeypatch.setenv("ATTACHMENT_MAX_MB", "1")
    forget_settings()
    client = sign_in(Role.AGENT)
    post(client, f"/staff/conversations/{number}/take")
    for size, status in ((1024 * 1024 + 1, 422), (2 * 1024 * 1024, 413)):
        assert _send(client, number, picture=b"\xff" * size).status_code == status
    assert _contents(number) == []


def test_nothing_stays_of_a_picture_for_a_conversation_that_is_not_ones_own(sign_in, number):
    answer = _send(sign_in(Role.AGENT), number, picture=picture())
    assert answer.status_code == 409
    folder = settings().var_dir / "attachments"
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def _plain(page: str) -> str:
    """Without the marks that keep numbers in their place."""
    return re.sub("[\u2066-\u2069]", "", page)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "طُلب موظف الآن"), (5, "منذ 5 د"), (125, "منذ 2:05 س"), (4400, "منذ أيام (3)")],
)
def test_the_queue_says_how_long_and_what_for(sign_in, number, minutes, words):
    with time_machine.travel(now() + timedelta(minutes=minutes, seconds=10), tick=False):
        page = sign_in(Role.VIEWER).get("/staff").text
    queue = page[page.index('<ol class="rows queue">') :].partition("</ol>")[0]
    assert words in _plain(queue)
    assert "ما يقرأ" in queue and "12345678" not in page


def test_the_list_says_what_was_said_last_masked(sign_in, number):
    with transaction() as session:
        talk = ensure_conversation(session, "telegram:77")
        record_subscriber_message(session, talk, {"text": "هويتي 1023456789"}, "t2")
    page = sign_in(Role.VIEWER).get("/staff").text
    table = page[page.index("<tbody") :]
    assert "هويتي •" in _plain(table) and "ابي موظف" not in table
