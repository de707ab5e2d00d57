"""One conversation: fifty turns at a time, days in two calendars, what the machine thought."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest
from sqlalchemy import func, select

from bot.audit.tables import AuditEntry
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.trace import Trace


def _views() -> int:
    with reading() as session:
        query = select(func.count()).where(AuditEntry.action == "conversation.viewed")
        return session.execute(query).scalar_one()


def _seqs(html: str) -> list[int]:
    return [int(seq) for seq in re.findall(r'data-seq="(\d+)"', html)]


@pytest.fixture
def long_talk(database: None) -> int:
    """120 messages on two days; the seventh and the ninetieth were not understood."""
    with transaction() as session:
        conversation = ensure_conversation(session, "web:long")
        for number in range(1, 121):
            said = record_subscriber_message(
                session, conversation, {"text": f"رسالة {number}"}, f"m{number}"
            )
            lost = number in (7, 90)
            ranking = [["nlu_fallback", 0.6], ["ask_bill", 0.31]] if lost else [["ask_bill", 0.9]]
            intent = "nlu_fallback" if lost else "ask_bill"
            add_trace(said, Trace(intent, 0.6 if lost else 0.9, ranking, milliseconds=12))
            said.at = datetime(2026, 11, 21 if number < 100 else 22, 21, 30, tzinfo=timezone.utc)
        return conversation.id


def test_the_last_fifty_first_and_older_on_demand(sign_in, long_talk):
    client, base = sign_in(Role.VIEWER), f"/staff/conversations/{long_talk}"
    assert _seqs(client.get(base).text) == list(range(71, 121))
    part = client.get(f"{base}/turns?before=71").text
    assert _seqs(part) == list(range(21, 71)) and "<html" not in part and "before=21" in part
    last = client.get(f"{base}/turns?before=21").text
    assert _seqs(last) == list(range(1, 21)) and 'id="older"' not in last
    assert _seqs(client.get(f"{base}?until=30").text) == list(range(1, 31))
    assert _seqs(client.get(f"{base}/turns?after=118").text) == [119, 120]
    assert _seqs(client.get(f"{base}?until=x").text)[-1] == 120
    assert client.get("/staff/conversations/999/turns").status_code == 404


def test_days_stand_in_both_calendars(sign_in, long_talk):
    client = sign_in(Role.VIEWER)
    html = client.get(f"/staff/conversations/{long_talk}").text.replace("\u2066", "")
    html = html.replace("\u2069", "")
    assert html.count('class="day"') == 2
    assert "22 نوفمبر 2026 (12 جمادى الآخرة 1448 هـ)" in html, "half past midnight in Riyadh"
    client.get("/staff/language/en")
    english = client.get(f"/staff/conversations/{long_talk}").text
    assert re.search(r"November.*Jumada", english)


def test_the_way_to_the_first_misunderstanding(sign_in, long_talk):
    client = sign_in(Role.VIEWER)
    html = client.get(f"/staff/conversations/{long_talk}?channel=web").text
    link = re.search(r'href="(\?[^"]*)#m7"', html)[1].replace("&amp;", "&")
    assert "channel=web" in link
    there = client.get(f"/staff/conversations/{long_talk}{link}").text
    assert 'id="m7"' in there and 'href="#m7"' in there
    assert "31%" in there and "لم تُفهم" in there


def test_every_reading_is_in_the_log(sign_in, long_talk):
    client, base = sign_in(Role.VIEWER), f"/staff/conversations/{long_talk}"
    client.get(f"{base}/turns?after=0")
    assert _views() == 1, "a part without the page is a view, too"
    client.get(f"{base}/turns?after=50")
    assert _views() == 1, "parts of the same view"
    client.get(base)
    client.get(base)
    assert _views() == 3


def test_buttons_pictures_and_cards_are_shown_masked(sign_in):
    with transaction() as session:
        conversation = ensure_conversation(session, "web:rich")
        record_bot_message(
            session,
            conversation,
            {
                "text": "راجع بياناتك",
                "buttons": [{"title": "الجوال 0551234567 <b>", "payload": "/secret_payload"}],
                "image": "media:abc.png",
                "alt": 'رسم "الاستهلاك"',
                "card": {
                    "title": "ملخص",
                    "rows": [["الاسم", "سارة الحربي", "/x"], ["الهوية", "1023456789", None]],
                },
            },
            "r1",
        )
        number = conversation.id
    for role, name_is_seen in ((Role.VIEWER, False), (Role.AGENT, True)):
        html = sign_in(role).get(f"/staff/conversations/{number}").text
        assert 'src="/media/abc.png" alt="رسم &#34;الاستهلاك&#34;"' in html
        assert "0551234567" not in html and "10234" not in html and "secret_payload" not in html
        assert "<b>" not in html and "الاسم" in html
        assert ("سارة" in html) == name_is_seen


def test_previous_and_next_keep_the_filters(sign_in, long_talk):
    with transaction() as session:
        newer = ensure_conversation(session, "telegram:9").id
        web = ensure_conversation(session, "web:9").id
    client = sign_in(Role.VIEWER)
    html = client.get(f"/staff/conversations/{long_talk}?channel=web").text
    assert f'rel="prev" data-key="k" href="/staff/conversations/{web}?channel=web"' in html
    assert 'rel="next"' not in html
    html = client.get(f"/staff/conversations/{web}").text
    assert f'data-key="j" href="/staff/conversations/{newer}"' in html
