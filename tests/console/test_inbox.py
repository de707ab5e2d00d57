"""The list of conversations: order, pages, filters, the queue, who it is about."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs

import pytest

from bot.clock import now
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.review import reviewing
from bot.transcripts.handover import ask_for_person
from bot.transcripts.listing import Filters, neighbours, page, place_of, read_place
from bot.transcripts.record import add_trace, ensure_conversation, record_subscriber_message
from bot.transcripts.tables import Conversation
from bot.transcripts.trace import Trace
from tests.console.asking import NAME, ask_for_update


def _say(key: str, text: str, *traces: Trace) -> int:
    with transaction() as session:
        conversation = ensure_conversation(session, key)
        for number, trace in enumerate(traces):
            said = record_subscriber_message(
                session, conversation, {"text": text}, f"{text}:{number}"
            )
            add_trace(said, trace)
        return conversation.id


def _listed(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="c(\d+)"', html)]


@pytest.fixture
def talks(database: None) -> dict[str, int]:
    """Four conversations by name; the last one is the newest."""
    return {
        "bill": _say("web:bill", "كم فاتورتي", Trace("ask_bill", 0.97), Trace("thanks", 0.99)),
        "lost": _say(
            "web:lost",
            "هممم",
            Trace("nlu_fallback", 0.7, [["nlu_fallback", 0.7], ["ask_bill", 0.22]]),
        ),
        "danger": _say("telegram:1", "فيه شرار", Trace("danger", 0.6)),
        "quiet": _say("web:quiet", "السلام عليكم", Trace("greet", 0.9)),
    }


def test_what_is_kept_beside_a_conversation(talks):
    with reading() as session:
        rows = {name: session.get(Conversation, number) for name, number in talks.items()}
    assert {name: row.topic for name, row in rows.items()} == {
        "bill": "ask_bill",
        "lost": None,
        "danger": "danger",
        "quiet": None,
    }
    assert [rows[name].worst_confidence for name in talks] == [0.97, 0.22, 0.6, 0.9]
    assert [rows[name].misunderstood for name in talks] == [0, 1, 0, 0]
    assert [rows[name].danger for name in talks] == [False, False, True, False]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["quiet", "danger", "lost", "bill"]),
        ("channel=telegram", ["danger"]),
        ("topic=ask_bill", ["bill"]),
        ("intent=greet", ["quiet"]),
        ("intent=danger&channel=web", []),
        ("misunderstood=1", ["lost"]),
        ("danger=1", ["danger"]),
        ("high=60", ["danger", "lost"]),
        ("low=60&high=95", ["quiet", "danger"]),
        ("channel=web&low=50", ["quiet", "bill"]),
        ("state=waiting", ["bill"]),
        ("since=2020-01-01&until=2020-01-31", []),
        ("since=2020-01-01", ["quiet", "danger", "lost", "bill"]),
        ("since=nonsense&low=x", ["quiet", "danger", "lost", "bill"]),
        ("channel=%27%20OR%201=1--", []),
    ],
)
def test_filters_combine(sign_in, talks, query, names):
    with transaction() as session:
        ask_for_person(session, "web:bill", "human")
    html = sign_in(Role.VIEWER).get(f"/staff?{query}").text
    assert _listed(html) == [talks[name] for name in names]


def test_unread_until_somebody_looks(sign_in, talks):
    client = sign_in(Role.VIEWER)
    assert len(_listed(client.get("/staff?unread=1").text)) == 4
    client.get(f"/staff/conversations/{talks['bill']}")
    assert talks["bill"] not in _listed(client.get("/staff?unread=1").text)
    _say("web:bill", "وش صار", Trace("ask_bill", 0.9))
    assert talks["bill"] in _listed(client.get("/staff?unread=1").text)


def test_pages_go_on_where_the_last_one_ended(sign_in):
    with transaction() as session:
        for number in range(120):
            ensure_conversation(session, f"web:{number}")
    client, seen, path = sign_in(Role.VIEWER), [], "/staff?channel=web"
    for _ in range(3):
        html = client.get(path).text
        seen += _listed(html)
        older = re.search(r'href="(/staff\?[^"]*before=[^"]*)"', html)
        path = older[1].replace("&amp;", "&") if older else ""
        with transaction() as session:  # what comes meanwhile moves nothing to the next page
            ensure_conversation(session, f"web:new-{len(seen)}")
    assert len(seen) == len(set(seen)) == 120 and path == ""
    assert client.get("/staff?before=x.y").status_code == 200
    assert client.get(f"/staff?before={'9' * 30}.1").status_code == 200


def test_a_place_survives_its_address_and_neighbours_keep_the_filter(talks):
    with reading() as session:
        row = session.get(Conversation, talks["lost"])
        assert read_place(str(place_of(row))) == place_of(row)
        assert neighbours(session, Filters(), place_of(row)) == (talks["danger"], talks["bill"])
        web = neighbours(session, Filters(channel="web"), place_of(row))
        assert web == (talks["quiet"], talks["bill"])
        newest = session.get(Conversation, talks["quiet"])
        assert neighbours(session, Filters(), place_of(newest))[0] is None
        assert [one.id for one in page(session, Filters(), place_of(row), 9)] == [talks["bill"]]


def test_the_queue_says_how_long_each_waits(sign_in, talks):
    with transaction() as session:
        ask_for_person(session, "web:lost", "complaint")
        ask_for_person(session, "telegram:1", "human")
        session.get(Conversation, talks["danger"]).waiting_since = now() - timedelta(minutes=25)
    html = sign_in(Role.VIEWER).get("/staff").text
    waiting = html[html.index('class="rows queue"') : html.index('class="stack inbox"')]
    assert re.findall(r"#(\d+)", waiting) == [str(talks["danger"]), str(talks["lost"])]
    assert "25" in waiting and "شكوى" in waiting


def test_the_name_is_masked_for_who_may_not_see_it(sign_in):
    ask_for_update()  # its conversation has proved the account of خالد العتيبي
    assert "خالد" not in sign_in(Role.VIEWER).get("/staff").text
    shown = sign_in(Role.AGENT).get("/staff").text
    assert "خالد العتيبي" in shown and NAME not in shown


def test_search_marks_its_hits_and_escapes_all_else(sign_in, talks):
    _say("web:x", "<script>alert(1)</script> <mark>الفاتورة</mark> &amp;", Trace("ask_bill", 0.9))
    client = sign_in(Role.VIEWER)
    html = client.get("/staff?q=فاتورة").text
    assert "<mark>الفاتورة</mark>" in html and "<mark>فاتورتي</mark>" in html
    assert "<script>alert" not in html and html.count("<mark>") == 3  # two, and one per trace
    assert f"/staff/conversations/{talks['bill']}?q=" in html
    assert "لا توجد رسالة" in client.get("/staff?q=عمود").text
    assert "<mark>" not in client.get("/staff?q=فاتورة&channel=telegram").text


def test_a_number_searched_for_does_not_stay_in_the_address(sign_in, talks):
    answer = sign_in(Role.VIEWER).get("/staff?q=0551234567&channel=web", follow_redirects=False)
    assert answer.status_code == 303
    assert "055" not in answer.headers["location"] and "channel=web" in answer.headers["location"]


def test_each_filter_in_force_is_named_and_can_be_taken_off(sign_in, talks):
    with transaction() as session:
        number = reviewing.make_label(session, "متابعة", "sky", "huda").id
    query = f"channel=web&label={number}&danger=1&since=2026-01-01&clerk=huda"
    client = sign_in(Role.VIEWER)
    page = client.get(f"/staff?{query}").text
    applied = page[page.index('<ul class="applied"') :].partition("</ul>")[0]
    assert applied.count("<li>") == 5
    for words in ("الموقع", "متابعة", "فيها خطر", "2026-01-01", "huda"):
        assert words in applied
    links = [unescape(one) for one in re.findall(r'href="/staff\?([^"]*)"', applied)]
    assert sorted(len(parse_qs(one)) for one in links) == [4] * 5
    assert 'class="applied"' not in client.get("/staff").text
