"""A file that a message links to, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import bubbles, expect_status
from tests.fakes.web_server import WebServer

BILL = {"url": "/documents/gAAAAAB", "title": "فاتورة أكتوبر 2026 (PDF)"}


def test_a_file_is_a_link_to_keep(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "تفضل", "document": BILL})
    link = page.get_by_role("link", name="فاتورة أكتوبر 2026 (PDF)")
    expect(link).to_be_visible()
    assert str(link.get_attribute("href")) == f"{server.url}/documents/gAAAAAB"
    assert link.get_attribute("download") == ""
    box = link.bounding_box()
    assert box and box["height"] >= 44  # a finger's width


def test_a_file_that_is_no_address_is_not_linked(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "تفضل", "document": {**BILL, "url": "javascript:hurt()"}})
    expect(bubbles(page)).to_have_text(["تفضل"])
    expect(page.locator(".row a")).to_have_count(0)
