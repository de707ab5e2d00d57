"""The staff console as it is seen: each page, both widths, light and dark, with axe-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from starlette.routing import Match

from bot.accounts.tables import Account
from bot.audit.tables import AuditEntry
from bot.console import login_pages, staff
from bot.console.pages import ROUTES
from bot.console.routing import StaffRoute
from bot.console.tables import Role
from bot.database import reading, transaction
from bot.gateway.limits import Limiter, Rate
from bot.serving.app import create_app
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.trace import Trace
from tests.browser.conftest import PATIENCE_MS
from tests.browser.staff_records import fill
from tests.browser.widget_page import violations
from tests.console.asking import IDENTITY, TENANT, ask_for_update
from tests.fakes.serving import Serving

PASSWORD = "نخلة جارنا أطول من بيتنا"
WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "is_mobile": True}

Open = Callable[..., Page]

HOSTILE = (
    "<script>window.broken = 1</script>",
    '"><img src=x onerror="window.broken=1">',
    "{{ 7 * 7 }} {% raw %} </bdi></li></main>",
    "\u202eمقلوب\u202d \u2066\u2066\u2067",
    "\u200b\u200d\ufeff",
    "a\u0300" * 500,
    "👩‍👩‍👧‍👦" * 200,
    "م" * 100_000,
    "https://x.example/" + "w" * 3_000,
)


def _talk() -> int:
    with transaction() as session:
        conversation = ensure_conversation(session, "web:1")
        for number, text in enumerate(HOSTILE):
            message = record_subscriber_message(
                session, conversation, {"text": text}, f"hostile-{number}"
            )
            entities = [{"entity": "name", "value": text[:200]}]
            add_trace(message, Trace("inform", 0.61, entities=entities, milliseconds=12))
        record_bot_message(session, conversation, {"text": "تم، رقم البلاغ O1234567"}, "answer")
        return int(conversation.id)


@pytest.fixture
def records(database: None) -> dict[str, str]:
    """Addresses of pages with something on them, by name."""
    account, conversation = ask_for_update(), _talk()
    with transaction() as session:
        for role in Role:
            name = role.value
            staff.add(session, name, "هدى", role, PASSWORD, second_factor=False, by="test")
    return {
        "hostile": f"/staff/conversations/{conversation}",
        "request": "/staff/requests/U1000001",
        "account": f"/staff/accounts/{account}",
    }


@pytest.fixture
def pages(records: dict[str, str]) -> dict[str, str]:
    """Addresses of all pages, with something on each, by name."""
    with transaction() as session:
        account = session.execute(select(Account)).scalars().one()
        return {**fill(session, account), **records}


@pytest.fixture
def enter(
    browser: Browser, records: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Signs a role in through the form; at the end no page may have had an error."""
    monkeypatch.setattr(login_pages, "failures", Limiter(Rate(60_000, 1000)))
    serving, contexts, troubles = Serving(create_app()).start(), [], []

    def sign_in(role: Role | None, **options: object) -> Page:
        context = browser.new_context(base_url=serving.url, locale="ar-SA", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda line: troubles.append(line.text) if "Security Policy" in line.text else None,
        )
        page.goto("/staff/login")
        if role:
            page.get_by_label("اسم المستخدم").fill(role.value)
            page.get_by_label("كلمة السر").fill(PASSWORD)
            page.get_by_role("button", name="دخول").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("المحادثات")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    serving.stop()
    assert troubles == []


_NO_PAGES = {
    "/staff/events",
    "/staff/conversations/{number:int}/turns",
    "/staff/conversations/{number:int}/desk",
    "/staff/conversations/{number:int}/files/{file:int}",
    "/staff/numbers/{report}.csv",
}
"""Streams, files, and parts of the conversation's page."""


def test_every_page_there_is_gets_looked_at(pages: dict[str, str]) -> None:
    def route_of(path: str) -> str:
        scope = {"type": "http", "method": "GET", "path": path.partition("?")[0]}
        return next(one.path for one in ROUTES if one.matches(scope)[0] is Match.FULL)

    there = {one.path for one in ROUTES if isinstance(one, StaffRoute) and "GET" in one.methods}
    assert {route_of(path) for path in pages.values()} == there - _NO_PAGES


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide-light", "phone-dark"])
def test_every_page_is_accessible_and_fits(
    enter: Open, pages: dict[str, str], axe: str, look: dict[str, object]
) -> None:
    login = enter(None, **look)
    assert violations(login, axe) == [] and _fits(login)
    page = enter(Role.ADMINISTRATOR, **look)
    for language in ("ar", "en"):
        page.goto(f"/staff/language/{language}")
        for name, path in pages.items():
            page.goto(path)
            assert (name, violations(page, axe)) == (name, [])
            assert (name, _fits(page)) == (name, True)


def test_the_rooms_are_behind_one_button_on_a_phone(
    enter: Open, pages: dict[str, str], axe: str
) -> None:
    page = enter(Role.ADMINISTRATOR, **PHONE)
    rooms, button = page.get_by_role("navigation", name="أقسام"), page.get_by_role("button")
    menu = button.filter(has_text="القائمة")
    top = page.locator("header").bounding_box()
    assert top and top["height"] < 80, "a screen is for its page"
    expect(rooms).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(rooms.get_by_role("link").first).to_be_in_viewport()
    expect(rooms.get_by_role("link").last).to_be_in_viewport()
    assert violations(page, axe) == [] and _fits(page)
    page.keyboard.press("Escape")
    expect(rooms).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(rooms.get_by_role("link").first).to_be_focused()
    rooms.get_by_role("link", name="الشكاوى").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("الشكاوى والطلبات")
    page.goto(pages["case"])
    page.get_by_role("button", name="القائمة").click()
    expect(page.locator("nav a[aria-current]")).to_have_text("الشكاوى والطلبات")


def test_what_people_write_is_only_text(enter: Open, pages: dict[str, str]) -> None:
    page = enter(Role.VIEWER)
    for path in pages.values():
        page.goto(path)
        assert page.evaluate("window.broken") is None
    page.goto(pages["hostile"])
    shown = page.locator(".chat .text").all_inner_texts()
    assert any("<script>" in text.replace("\u2066", "").replace("\u2069", "") for text in shown)
    assert page.locator("main script, main img").count() == 0
    assert page.locator(".chat > li").count() == len(HOSTILE) + 2


def test_a_value_is_shown_in_place_for_a_reason(enter: Open, records: dict[str, str]) -> None:
    page = enter(Role.SUPERVISOR)
    page.goto(records["request"])
    row = page.locator("tr", has=page.get_by_role("rowheader", name="الهوية أو الإقامة"))
    expect(row).not_to_contain_text(IDENTITY)
    row.get_by_text("إظهار").first.click()
    row.get_by_label("سبب الإظهار").fill("مطابقة الهوية مع العقد")
    row.get_by_role("button", name="إظهار").click()
    expect(row).to_contain_text(IDENTITY)
    expect(page.get_by_role("heading", level=1)).to_contain_text("U1000001")
    expect(page.locator("body")).not_to_contain_text(TENANT[4:])
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "value.revealed")
        assert session.execute(query).scalar_one().reason == "مطابقة الهوية مع العقد"


def test_a_request_is_decided_and_the_session_ends(enter: Open, records: dict[str, str]) -> None:
    page = enter(Role.AGENT)
    page.get_by_role("link", name="طلبات التحديث").click()
    page.get_by_role("link", name="U1000001").click()
    page.get_by_role("button", name="رفض").click()
    expect(page.get_by_role("alert")).to_contain_text("سبب")
    page.get_by_label("السبب").fill("رقم العقد غير ساري")
    page.get_by_role("button", name="رفض").click()
    expect(page.get_by_role("status")).to_contain_text("رقم العقد غير ساري")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.get_by_role("button", name="Sign out").click()
    page.goto(records["request"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Staff sign-in")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_phone_opens_the_days_at_the_newest(
    enter: Open, pages: dict[str, str], language: str
) -> None:
    page = enter(Role.SUPERVISOR, **PHONE)
    page.goto(f"/staff/language/{language}")
    page.goto(pages["numbers"])
    box = page.locator(".chart-box").first
    expect(box).to_be_visible()
    assert box.evaluate("box => box.scrollWidth > box.clientWidth"), "else there is nothing to see"
    edges = "box => [box, box.firstElementChild].map(one => one.getBoundingClientRect().right)"
    seen, drawn = box.evaluate(edges)
    assert abs(seen - drawn) <= 1
    assert page.locator(".chart-box").nth(1).evaluate("box => box.scrollLeft") == 0
