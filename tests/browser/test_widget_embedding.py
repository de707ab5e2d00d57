"""The widget as part of somebody else's page: its size, its licences, its attributes."""

from __future__ import annotations

import gzip
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    box,
    expect_status,
)
from tests.fakes.web_server import STATIC

BUDGET = 15 * 1024


def test_the_widget_keeps_to_its_budget() -> None:
    packed = gzip.compress((STATIC / "widget.js").read_bytes(), 9)
    assert len(packed) <= BUDGET


def test_the_font_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    for line in (STATIC / "demo.css").read_text(encoding="utf-8").splitlines():
        if "url(" in line:
            assert (STATIC / line.split('url("')[1].split('"')[0]).is_file()


def test_vendored_checker_has_its_licence() -> None:
    licence = Path(__file__).parent / "vendor" / "axe-core.LICENSE.txt"
    assert "Mozilla Public License" in licence.read_text(encoding="utf-8")


def test_english_labels_by_attribute(open_page: OpenPage) -> None:
    page = open_page("/host?lang=en")
    page.get_by_role("button", name="Chat with Mushtarik").click()
    expect_status(page, "Online")
    expect(box(page)).to_have_attribute("placeholder", "Write a message…")
    assert page.locator(".root").get_attribute("dir") == "ltr"


def test_a_page_may_fill_and_open_the_chat(open_page: OpenPage) -> None:
    page = open_page("/host")
    page.evaluate(
        """() => {
            const chat = document.querySelector('mushtarik-chat');
            window.heard = new Promise((tell) => chat.addEventListener('mushtarik:token',
                ({ detail }) => tell(detail.token)));
            chat.insert('30000000001');
        }"""
    )
    expect(box(page)).to_have_value("30000000001")
    expect(box(page)).to_be_focused()
    token = page.evaluate("window.heard")
    assert token and token == page.evaluate("document.querySelector('mushtarik-chat').token")
