"""One conversation in every tab and after a reload, until the person wants a new one."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    bubbles,
    expect_status,
    expect_texts,
    say,
    until,
)
from tests.fakes.web_server import WebServer


def test_a_reload_keeps_the_conversation(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    say(page, "أول")
    expect_texts(page, "أول", "وصلني: أول")
    page.reload()
    expect_texts(page, "أول", "وصلني: أول")
    say(page, "ثاني")
    expect_texts(page, "أول", "وصلني: أول", "ثاني", "وصلني: ثاني")
    assert len(server.conversations) == 1


def test_an_unknown_session_begins_anew(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    say(page, "قديم")
    expect_texts(page, "قديم", "وصلني: قديم")
    server.stop()
    server.conversations.clear()
    server.start()
    expect_status(page, "متصل")
    expect(bubbles(page)).to_have_count(0)
    say(page, "جديد")
    expect_texts(page, "جديد", "وصلني: جديد")


def test_two_tabs_show_one_conversation(open_page: OpenPage, server: WebServer) -> None:
    first = open_page()
    expect_status(first, "متصل")
    second = first.context.new_page()
    second.goto(server.url)
    say(first, "من الأول")
    expect_texts(second, "من الأول", "وصلني: من الأول")
    say(second, "من الثاني")
    expect_texts(first, "من الأول", "وصلني: من الأول", "من الثاني", "وصلني: من الثاني")
    assert len(server.conversations) == 1
    assert len(server.tokens) == 2  # one tab's new token does not make the other ask again


def test_a_new_conversation_holds_in_every_tab(open_page: OpenPage, server: WebServer) -> None:
    first = open_page()
    say(first, "قديم")
    expect_texts(first, "قديم", "وصلني: قديم")
    second = first.context.new_page()
    second.goto(server.url)
    expect_texts(second, "قديم", "وصلني: قديم")
    first.evaluate("document.querySelector('mushtarik-chat').reset()")
    expect(bubbles(first)).to_have_count(0)
    expect(bubbles(second)).to_have_count(0)
    say(second, "جديد")
    expect_texts(first, "جديد", "وصلني: جديد")
    assert len(server.conversations) == 2


def test_a_new_conversation_forgets_the_old_one(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    say(page, "سر")
    expect_texts(page, "سر", "وصلني: سر")
    page.get_by_role("button", name="محادثة جديدة").click()
    page.get_by_role("button", name="نعم، محادثة جديدة").click()
    expect(bubbles(page)).to_have_count(0)
    until(lambda: len(server.conversations) == 2)
    page.reload()
    expect_status(page, "متصل")
    expect(bubbles(page)).to_have_count(0)
