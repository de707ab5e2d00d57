"""The chat widget in a real browser: every message goes out once, and says so if it cannot."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    box,
    bubbles,
    expect_status,
    expect_texts,
    say,
    until,
)
from tests.fakes.web_server import WebServer


def test_a_message_goes_out_and_is_answered(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.holds = True
    say(page, "السلام عليكم")
    expect(page.locator(".dots")).to_be_visible()
    server.holds = False
    expect_texts(page, "السلام عليكم", "وصلني: السلام عليكم")
    expect(page.locator(".dots")).to_be_hidden()
    expect(page.locator(".pending")).to_have_count(0)
    expect(box(page)).to_have_value("")


def test_starters_are_said_as_text(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    page.locator(".welcome .chip", has_text="كم فاتورتي؟").click()
    expect(bubbles(page).first).to_have_text("كم فاتورتي؟")
    until(lambda: server.only.posts)
    assert server.only.posts[0]["text"] == "كم فاتورتي؟"
    expect(page.locator(".welcome .chip").first).to_be_hidden()


def test_written_offline_sent_once_and_in_order(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.stop()
    expect_status(page, "يعيد الاتصال…")
    for text in ("واحد", "اثنين", "ثلاثة"):
        say(page, text)
    expect(page.locator(".row.pending .meta").last).to_contain_text("لم تُرسل بعد")
    server.start()
    expect(page.locator(".row.you .bubble")).to_have_text(["واحد", "اثنين", "ثلاثة"])
    answers = ["وصلني: واحد", "وصلني: اثنين", "وصلني: ثلاثة"]
    expect(page.locator(".row.bot .bubble:not(.dots)")).to_have_text(answers)
    assert [post["text"] for post in server.only.posts] == ["واحد", "اثنين", "ثلاثة"]
    expect(page.locator(".pending")).to_have_count(0)


def test_what_is_not_sent_survives_a_reload(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (503, "")
    say(page, "لا تضيع")
    expect(page.locator(".pending .meta")).to_contain_text("لم تُرسل بعد")
    page.reload()
    expect(bubbles(page)).to_have_text(["لا تضيع"])
    server.refusal = None
    expect_texts(page, "لا تضيع", "وصلني: لا تضيع")
    assert [post["text"] for post in server.only.posts] == ["لا تضيع"]


def test_a_lost_answer_does_not_double_the_message(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.lose_answers = 1
    say(page, "مرة وحدة")
    expect_texts(page, "مرة وحدة", "وصلني: مرة وحدة")
    expect(page.locator(".pending, .meta.warn")).to_have_count(0)
    page.reload()
    expect_texts(page, "مرة وحدة", "وصلني: مرة وحدة")
    assert len(server.only.posts) == 1


def test_replay_after_a_reconnect_loses_and_doubles_nothing(
    open_page: OpenPage, server: WebServer
) -> None:
    page = open_page()
    say(page, "قبل")
    expect_texts(page, "قبل", "وصلني: قبل")
    for round_ in range(3):
        server.stop()
        expect_status(page, "يعيد الاتصال…")
        server.push(server.only, {"text": f"في الغياب {round_}"})
        server.start()
        expect_status(page, "متصل")
    expect_texts(page, "قبل", "وصلني: قبل", "في الغياب 0", "في الغياب 1", "في الغياب 2")


def test_a_refused_message_says_why_and_can_be_edited(
    open_page: OpenPage, server: WebServer
) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (413, "الرسالة طويلة، قسّمها لو سمحت.")
    say(page, "نص طويل")
    expect(page.locator(".meta.warn")).to_contain_text("الرسالة طويلة، قسّمها لو سمحت.")
    server.refusal = None
    page.locator(".meta.warn button").click()
    expect(box(page)).to_have_value("نص طويل")
    box(page).press("Enter")
    expect_texts(page, "نص طويل", "وصلني: نص طويل")


def test_too_fast_waits_and_goes_out_by_itself(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (429, "رسائل كثيرة، لحظة لو سمحت.")
    say(page, "بسرعة")
    expect(page.locator(".meta.warn")).to_have_text("رسائل كثيرة، لحظة لو سمحت.")
    server.refusal = None
    expect_texts(page, "بسرعة", "وصلني: بسرعة")
