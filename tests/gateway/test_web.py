"""The web channel's contract, over real HTTP."""

from __future__ import annotations

import json

import httpx
import pytest
from sqlalchemy import select

from bot.database import transaction
from bot.delivery.outbox import notify
from bot.gateway import limits
from bot.gateway.hub import PAGES_OF_ONE
from bot.gateway.limits import Limits, Rate
from bot.gateway.words import word
from bot.settings import settings
from bot.transcripts.tables import Message
from tests.fakes.serving import wait_until

MENU = [
    {
        "text": "وش تحتاج؟",
        "buttons": [
            {"title": "فاتورتي", "payload": "/ask_bill"},
            {"title": "بلاغ انقطاع", "payload": "/report_outage"},
        ],
        "custom": {
            "card": {
                "title": "ملخص الطلب",
                "rows": [
                    ["الجوال", "0551234567", '/correct_detail{"field": "mobile"}'],
                    ["الحي", "النرجس", None],
                ],
            }
        },
    }
]


@pytest.fixture
def menu(page, rasa):
    """The menu, offered to `page`."""
    rasa.replies = lambda message: MENU
    page.say("القائمة")
    return page.read(2)[1]


def test_the_event_of_a_message_follows_the_contract(menu):
    number = menu["id"].removeprefix("m")
    assert menu["buttons"] == [
        {"id": f"b{number}.0", "title": "فاتورتي"},
        {"id": f"b{number}.1", "title": "بلاغ انقطاع"},
    ]
    assert menu["card"] == {
        "title": "ملخص الطلب",
        "rows": [
            {"label": "الجوال", "value": "\u20660551234567\u2069", "button": f"b{number}.2"},
            {"label": "الحي", "value": "النرجس"},
        ],
    }
    assert "/ask_bill" not in json.dumps(menu)  # payloads stay on the server


def test_a_press_sends_the_payload_and_shows_the_title(page, menu, rasa):
    page.post(button=menu["buttons"][1]["id"], title="عنوان مزور")
    assert page.read(1, after=2)[0]["text"] == "بلاغ انقطاع"
    wait_until(lambda: rasa.texts()[-1] == "/report_outage")


def test_a_card_row_can_be_pressed(page, menu, rasa):
    page.post(button=menu["card"]["rows"][0]["button"])
    assert page.read(1, after=2)[0]["text"] == "تعديل: الجوال"
    wait_until(lambda: rasa.texts()[-1] == '/correct_detail{"field": "mobile"}')


def test_a_foreign_button_is_refused(page, menu, rasa, open_page):
    stranger = open_page(str(page.client.base_url))
    stranger.say("هلا")
    stranger.read(2)
    asked = len(rasa.asked)
    for button in (menu["buttons"][0]["id"], "b999.0", "b2.77", "/ask_bill", "", "b٢.٠"):
        answer = stranger.post(button=button)
        assert answer.status_code == 422, button
        assert answer.json() == {"error": word("old_button")}
    assert len(rasa.asked) == asked


def test_what_the_subscriber_said_cannot_be_pressed(page, rasa):
    """Only messages of ours carry buttons, even if somebody stores one otherwise."""
    seq = page.say("هلا")
    page.read(2)
    with transaction() as session:
        own = session.execute(select(Message).where(Message.seq == seq)).scalar_one()
        own.content = json.dumps({"text": "x", "buttons": [{"title": "t", "payload": "/bad"}]})
        button = f"b{own.id}.0"
    assert page.post(button=button).status_code == 422


@pytest.mark.parametrize(
    "typed",
    ["/ask_bill", '/inform{"mobile": "x"}', " /ask_bill", "\u200f/ask_bill", "//ask_bill", "\n/x"],
)
def test_a_typed_slash_is_never_a_command(page, rasa, typed):
    page.say(typed)
    wait_until(lambda: rasa.asked)
    assert not rasa.texts()[0].strip().startswith("/")
    assert "/" in page.read(1)[0]["text"]  # shown as it was typed


def test_control_characters_do_not_get_through(page, rasa):
    page.say("كم\x00 فا\x1bتورتي\x07؟")
    wait_until(lambda: rasa.asked)
    assert rasa.texts() == ["كم فاتورتي؟"]


def test_replay_after_seq_and_live(page):
    page.say("واحد")
    page.read(2)
    page.say("اثنان")
    assert [m["seq"] for m in page.read(2, after=2)] == [3, 4]
    messages = page.messages(after=3)
    assert next(messages)["seq"] == 4
    page.say("ثلاثة")
    assert [next(messages)["seq"], next(messages)["seq"]] == [5, 6]


def test_last_event_id_wins_over_after(page):
    page.say("واحد")
    page.read(2)
    with page.client.stream("GET", "/api/events?after=0", headers={"Last-Event-ID": "1"}) as stream:
        first = next(line for line in stream.iter_lines() if line.startswith("id: "))
    assert first == "id: 2"


def test_typing_is_shown_while_a_turn_is_in_work(page, rasa):
    rasa.holds = lambda message: True
    page.say("هلا")
    seen = []
    for name, data in page.events():
        seen.append(data["on"] if name == "typing" else data["from"])
        if seen[-1] is True:
            rasa.holds = lambda message: False
        if seen.count("bot") and seen[-1] is False:
            break
    assert seen.index(True) < seen.index("bot")


def test_what_another_process_writes_reaches_the_open_page(page):
    page.say("هلا")
    messages = page.messages()
    assert [next(messages)["from"], next(messages)["from"]] == ["you", "bot"]
    with transaction() as session:  # no wake, as from the Rasa process
        notify(session, page.conversation, "عادت الكهرباء إلى حي النرجس", "restored:1")
    assert next(messages)["text"] == "عادت الكهرباء إلى حي النرجس"


def test_tokens(page, start_gateway):
    url = str(page.client.base_url)
    name, day, signature = page.token.split(".")
    bad = [
        "x",
        f"{name}.{day}.AAAA",
        f"other.{day}.{signature}",
        f"{name}.0.{signature}",
        "ä.b.c",
    ]
    for token in bad:
        given = {"Authorization": f"Bearer {token}".encode()}
        assert httpx.get(f"{url}/api/events", headers=given).status_code == 401, token
        fresh = httpx.post(f"{url}/api/session", json={"token": token}).json()
        assert fresh["conversation"] != page.conversation
    kept = httpx.post(f"{url}/api/session", json={"token": page.token}).json()
    assert kept == {"token": page.token, "conversation": page.conversation}
    no_token = httpx.post(f"{url}/api/messages", json={"id": "12345678", "text": "x"})
    assert no_token.status_code == 401 and no_token.json()["error"] == word("no_session")


def test_sizes_and_shapes(page, rasa):
    assert page.post(text="ا" * 2001).status_code == 413
    assert "2000" in page.post(text="ا" * 2001).json()["error"]
    assert page.client.post("/api/messages", content=b"{" + b" " * 20_000).status_code == 413
    for body in (b"[]", b"{", b'"x"', b'{"id": "x"}', b'{"id": 5, "text": "x"}', b"[" * 9000):
        assert page.client.post("/api/messages", content=body).status_code == 422, body[:20]
    assert page.post(text=["x"]).status_code == 422
    assert page.post(text="  \u0000 ").json() == {"error": word("empty")}
    assert page.post(text="x", id="../../etc").status_code == 422
    assert rasa.asked == []


def test_too_many_messages_get_an_arabic_answer(start_gateway, open_page, rasa, monkeypatch):
    monkeypatch.setattr(limits, "monotonic", lambda: 0.0)  # however long the requests take
    server = start_gateway(limits=Limits(session=Rate(per_minute=6, burst=2)))
    page = open_page(server.url)
    answers = [page.post(text=f"رسالة {number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 429, 429]
    assert answers[2].json() == {"error": word("too_fast", seconds=10)}
    assert answers[2].headers["retry-after"] == "10"
    other = open_page(server.url)
    assert other.post(text="هلا").status_code == 202


def test_pictures(page):
    folder = settings().var_dir / "media"
    folder.mkdir()
    (folder / "chart-1.png").write_bytes(b"\x89PNG")
    (settings().var_dir / "secret.png").write_bytes(b"no")
    found = page.client.get("/media/chart-1.png")
    assert (found.status_code, found.content) == (200, b"\x89PNG")
    assert found.headers["content-type"] == "image/png"
    for name in ("../secret.png", "..%2fsecret.png", "missing.png", "chart-1.png.txt"):
        assert page.client.get(f"/media/{name}").status_code == 404, name


def test_an_image_reply_is_an_address(page, rasa):
    rasa.replies = lambda message: [{"image": "media:chart-1.png", "text": "استهلاكك"}]
    page.say("رسم")
    answer = page.read(2)[1]
    assert (answer["image"], answer["alt"]) == ("/media/chart-1.png", word("image_alt"))


def test_only_allowed_origins_may_embed(setenv, start_gateway):
    setenv(WIDGET_ORIGINS="https://utility.example")
    server = start_gateway()
    answers = {
        origin: httpx.options(
            f"{server.url}/api/messages",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        ).headers.get("access-control-allow-origin")
        for origin in ("https://utility.example", "https://evil.example")
    }
    assert answers == {
        "https://utility.example": "https://utility.example",
        "https://evil.example": None,
    }


def test_the_widget_and_the_demo_page(page):
    script = page.client.get("/widget.js")
    assert script.status_code == 200 and "javascript" in script.headers["content-type"]
    again = page.client.get("/widget.js", headers={"If-None-Match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    html = page.client.get("/")
    assert html.status_code == 200
    policy = html.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert html.headers["x-content-type-options"] == "nosniff"


def test_the_demo_is_not_in_production(setenv, start_gateway, open_page):
    setenv(DEMO="0")
    page = open_page(start_gateway().url)
    assert page.client.get("/").status_code == 404
    assert page.client.get("/api/demo/phone").status_code == 404
    assert page.client.get("/api/demo/accounts").status_code == 404
    assert page.client.get("/widget.js").status_code == 200


def test_an_unforeseen_error_tells_the_subscriber_nothing_of_it(page, monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise RuntimeError("0551234567")

    monkeypatch.setattr("bot.gateway.web.store", broken)
    answer = page.post(text="هلا")
    assert (answer.status_code, answer.json()) == (500, {"error": word("broken")})
    assert "RuntimeError" in caplog.text and "0551234567" not in caplog.text


def test_a_conversation_has_a_limit_of_open_pages(page):
    streams = [page.events() for _ in range(PAGES_OF_ONE + 1)]
    page.say("هلا")
    for stream in streams:
        assert next(stream)[1]["from"] == "you"
    oldest = list(streams[0])  # ends by itself
    assert len(oldest) <= 3
    assert next(streams[-1])[0] in ("typing", "message")
