"""The chat and the demo page as they are seen: narrow, dark, with a screen reader, with tabs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    LTR,
    POP,
    box,
    bubbles,
    expect_status,
    say,
    settle,
    sideways,
    until,
    violations,
)
from tests.fakes.web_demo import DEMO_ACCOUNTS, demo_script
from tests.fakes.web_server import WebServer

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
CODE = {
    "kind": "sms",
    "to": "+966551234567",
    "text": "رمز التحقق: 483920. صالح 5 دقائق.",
    "at": "2026-11-22T10:00:00Z",
}


def full_conversation(page: Page, server: WebServer) -> None:
    """Text, card, picture, chips, a clerk, a long word, and a message that was refused."""
    server.script = demo_script
    expect_status(page, "متصل")
    say(page, "أبي أحدّث بياناتي")
    expect(page.locator(".card")).to_be_visible()
    server.push(server.only, {"text": f"راسلنا على {LTR}{'x' * 90}@example.com{POP}"}, "clerk")
    say(page, "كم فاتورتي؟")
    expect(page.locator(".picture img")).to_be_visible()
    server.refusal = (413, "الرسالة طويلة، قسّمها لو سمحت.")
    say(page, "هلا")
    expect(page.locator(".meta.warn")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/host?open=1"])
def test_nothing_is_clipped_on_a_narrow_phone(
    open_page: OpenPage, server: WebServer, path: str
) -> None:
    page = open_page(path, **PHONE)
    full_conversation(page, server)
    assert sideways(page) == []


def test_every_tab_of_the_demo_page_fits_a_narrow_phone(
    open_page: OpenPage, server: WebServer
) -> None:
    server.accounts = DEMO_ACCOUNTS
    page = open_page("/", **PHONE)
    expect_status(page, "متصل")
    server.only.phone.append(CODE)
    for tab in ("جوال التجربة", "المساعدة والحسابات", "المحادثة"):
        page.get_by_role("button", name=tab).click()
        assert sideways(page) == []


def test_the_sheet_fills_a_phone(open_page: OpenPage) -> None:
    page = open_page("/host", reduced_motion="reduce", **PHONE)
    page.locator(".launcher").tap()
    panel = page.locator(".panel").bounding_box()
    assert panel == {"x": 0, "y": 0, "width": 360, "height": 740}
    expect(page.locator(".launcher")).to_be_hidden()


def test_what_is_touched_is_large_enough(open_page: OpenPage, server: WebServer) -> None:
    server.accounts = DEMO_ACCOUNTS
    page = open_page("/", **PHONE)
    full_conversation(page, server)
    small = []
    for view in ("المساعدة والحسابات", "المحادثة"):
        page.get_by_role("button", name=view).click()
        for button in page.locator("button:visible").all():
            size = button.bounding_box()
            if size and min(size["width"], size["height"]) < 44:
                small.append((button.inner_text(), size))
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (900, 1100), (390, 844)])
def test_axe_finds_nothing(
    open_page: OpenPage, server: WebServer, axe: str, scheme: str, size: tuple[int, int]
) -> None:
    server.accounts = DEMO_ACCOUNTS
    width, height = size
    page = open_page("/", viewport={"width": width, "height": height}, color_scheme=scheme)
    settle(page)
    assert violations(page, axe) == []
    full_conversation(page, server)
    server.only.phone.append(CODE)
    expect(page.locator("#inbox .code")).to_be_attached()
    settle(page)
    assert violations(page, axe) == []
    if width < 760:
        for tab in ("جوال التجربة", "المساعدة والحسابات"):
            page.get_by_role("button", name=tab).click()
            assert violations(page, axe) == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_axe_finds_nothing_on_a_foreign_page(
    open_page: OpenPage, server: WebServer, axe: str, lang: str
) -> None:
    page = open_page(f"/host?lang={lang}")
    assert violations(page, axe) == []
    page.locator(".launcher").click()
    expect(box(page)).to_be_focused()
    settle(page)
    assert violations(page, axe) == []


def test_dark_by_system_and_by_attribute(open_page: OpenPage) -> None:
    def brightness(page: Page) -> int:
        colour = page.locator(".panel").evaluate("node => getComputedStyle(node).backgroundColor")
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3])

    assert brightness(open_page("/host?open=1", color_scheme="light")) > 600
    assert brightness(open_page("/host?open=1", color_scheme="dark")) < 150
    assert brightness(open_page("/host?open=1&theme=light", color_scheme="dark")) > 600
    assert brightness(open_page("/host?open=1&theme=dark", color_scheme="light")) < 150


def test_nothing_moves_for_those_who_asked(open_page: OpenPage, server: WebServer) -> None:
    page = open_page("/", reduced_motion="reduce")
    expect_status(page, "متصل")
    server.holds = True
    say(page, "هلا")
    expect(page.locator(".dots")).to_be_visible()
    moving = page.evaluate(
        "document.getAnimations({ subtree: true }).length"
        " + document.querySelector('mushtarik-chat').shadowRoot.getAnimations().length"
    )
    assert moving == 0


def test_letters_are_of_the_shipped_font(open_page: OpenPage, server: WebServer) -> None:
    page = open_page("/host?open=1")
    say(page, "مرحبا 123")
    expect(bubbles(page)).to_have_count(2)
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').length")
    assert loaded >= 2


def test_an_account_and_a_code_are_one_tap_from_the_chat(
    open_page: OpenPage, server: WebServer
) -> None:
    server.accounts = DEMO_ACCOUNTS
    page = open_page("/")
    page.get_by_role("button", name=DEMO_ACCOUNTS[0]["number"]).click()
    expect(box(page)).to_have_value(DEMO_ACCOUNTS[0]["number"])
    box(page).press("Enter")
    expect(bubbles(page)).to_have_count(2)
    server.only.phone.append(CODE)
    expect(page.locator("#inbox .code")).to_have_text("483920")
    page.get_by_role("button", name="أدرجه في المحادثة").click()
    expect(box(page)).to_have_value("483920")


def test_on_a_phone_a_new_sms_shows_over_the_chat(open_page: OpenPage, server: WebServer) -> None:
    page = open_page("/", **PHONE)
    expect_status(page, "متصل")
    until(lambda: server.phone_looks)  # what the first look finds is not "new"
    server.only.phone.append(CODE)
    toast = page.locator("#toast")
    expect(toast.locator(".code")).to_have_text("483920")
    expect(page.locator("#count")).to_have_text("1")
    toast.get_by_role("button", name="أدرجه في المحادثة").tap()
    expect(box(page)).to_have_value("483920")
    expect(toast.locator(".mail")).to_have_count(0)
