"""What the bot gives: buttons, cards, pictures, days; reached by keyboard, read in peace."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    box,
    bubbles,
    expect_at_end,
    expect_status,
    expect_texts,
    say,
    until,
)
from tests.fakes.web_demo import demo_script
from tests.fakes.web_server import WebServer


def test_only_the_newest_answers_are_offered(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "هل نعتمد؟", "buttons": ["نعم", "لا"]})
    page.get_by_role("button", name="نعم").click()
    expect_texts(page, "هل نعتمد؟", "نعم", "وصلني: نعم")
    assert server.only.posts[0]["button"] == "b1.0"
    expect(page.get_by_role("button", name="لا", exact=True)).to_have_count(0)
    page.reload()
    expect_texts(page, "هل نعتمد؟", "نعم", "وصلني: نعم")
    expect(page.locator(".row .chip:visible")).to_have_count(0)


def test_a_row_of_a_card_can_be_edited(open_page: OpenPage, server: WebServer) -> None:
    server.script = demo_script
    page = open_page()
    say(page, "أبي أحدّث بياناتي")
    card = page.locator(".card")
    expect(card.locator("h3")).to_have_text("ملخص التحديث")
    expect(card.locator("li")).to_have_count(5)
    card.get_by_role("button", name="تعديل: الجوال").click()
    until(lambda: len(server.only.posts) == 2)
    assert server.only.posts[1]["button"] == "e.1"
    expect(card.locator("button:visible")).to_have_count(0)


def test_a_picture_has_words_and_grows(open_page: OpenPage, server: WebServer) -> None:
    server.script = demo_script
    page = open_page()
    say(page, "كم فاتورتي")
    picture = page.get_by_role("img", name="رسم الاستهلاك: من 620 إلى 1480 كيلوواط ساعة")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 100
    picture.click()
    expect(page.locator("dialog.zoom img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_keyboard_alone_is_enough(open_page: OpenPage, server: WebServer) -> None:
    page = open_page("/host")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    expect_status(page, "متصل")
    page.keyboard.type("سطر أول")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("سطر ثاني")
    page.keyboard.press("Enter")
    expect(bubbles(page)).to_have_count(2)
    expect(bubbles(page).first).to_have_text("سطر أول\nسطر ثاني", use_inner_text=True)
    server.push(server.only, {"text": "اختر", "buttons": ["هذا"]})
    choice = page.get_by_role("button", name="هذا")
    expect(choice).to_be_visible()
    page.keyboard.press("Shift+Tab")  # the paper clip
    page.keyboard.press("Shift+Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("Enter")
    until(lambda: len(server.only.posts) == 2)
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.locator(".launcher")).to_be_focused()


def test_the_launcher_counts_what_was_not_read(open_page: OpenPage, server: WebServer) -> None:
    page = open_page("/host")
    page.locator(".launcher").click()
    say(page, "مرحبا")
    expect_texts(page, "مرحبا", "وصلني: مرحبا")
    page.get_by_role("button", name="إغلاق المحادثة").click()
    server.push(server.only, {"text": "رجعت الكهرباء"})
    server.push(server.only, {"text": "شكرًا لصبرك"}, "clerk")
    expect(page.locator(".badge")).to_have_text("2")
    page.reload()
    expect(page.locator(".badge")).to_have_text("2")
    page.locator(".launcher").click()
    expect(page.locator(".badge")).to_be_hidden()
    expect(page.locator(".name")).to_have_text("موظف خدمة العملاء")


def test_nobody_is_torn_from_what_is_being_read(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    for number in range(30):
        server.push(server.only, {"text": f"رسالة {number}"})
    expect(bubbles(page)).to_have_count(30)
    log = page.locator(".log")
    expect_at_end(page)
    log.evaluate("log => { log.scrollTop = 0; }")
    expect(page.locator(".jump")).to_have_text("إلى آخر المحادثة ↓")
    server.push(server.only, {"text": "الجديدة"})
    expect(page.locator(".jump")).to_have_text("رسائل جديدة ↓")
    assert log.evaluate("log => log.scrollTop") == 0
    page.locator(".jump").click()
    expect(page.locator(".jump")).to_be_hidden()
    expect_at_end(page)


def test_what_loads_late_does_not_move_the_end_away(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    for number in range(30):
        server.push(server.only, {"text": f"رسالة {number}"})
    expect(bubbles(page)).to_have_count(30)
    # A picture arrives between our scrolling and the event that tells of it.
    page.locator(".log").evaluate(
        """log => {
            log.firstElementChild.append(Object.assign(document.createElement('img'),
                { height: 500, src: '/static/icon.svg' }));
            log.dispatchEvent(new Event('scroll'));
        }"""
    )
    expect(page.locator(".jump")).to_be_hidden()
    expect_at_end(page)


def test_days_are_told_apart(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "قديمة", "at": "2026-08-13T22:30:00Z"})
    server.push(server.only, {"text": "جديدة"})
    # 22:30 UTC is already the next day in Riyadh.
    expect(page.locator(".day")).to_have_text(["الجمعة، 14 أغسطس 2026", "اليوم"])
