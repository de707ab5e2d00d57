"""The paper clip in a real browser: choosing, pasting, refusals, the keyboard and small screens."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    box,
    bubbles,
    expect_status,
    expect_texts,
    settle,
    sideways,
    until,
    violations,
)
from tests.fakes.files import PDF, picture
from tests.fakes.web_server import WebServer

CLIP = "إرفاق صورة أو ملف PDF"
PHOTO: FilePayload = {"name": "عداد.jpg", "mimeType": "image/jpeg", "buffer": picture()}
PAPER: FilePayload = {"name": "صك.pdf", "mimeType": "application/pdf", "buffer": PDF}


def choose(page: Page, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=CLIP).click()
    chooser.value.set_files(list(files))


def test_files_go_out_in_order_and_are_answered(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    choose(page, PHOTO, PAPER)
    expect(bubbles(page)).to_have_count(4)
    expect(bubbles(page).first).to_have_text("(صورة)")
    assert [content for _, content in server.files] == [PHOTO["buffer"], PDF]
    assert len({name for name, _ in server.files}) == 2
    expect(page.locator(".pending")).to_have_count(0)
    expect(box(page)).to_be_focused()


def test_by_keyboard_alone(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect(page.get_by_role("button", name=CLIP)).to_be_visible()
    expect_status(page, "متصل")
    with page.expect_file_chooser() as chooser:  # listened for well before the key
        box(page).focus()
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name=CLIP)).to_be_focused()
        page.keyboard.press("Space")
    chooser.value.set_files([PHOTO])
    until(lambda: server.files)


def test_what_the_server_refuses_is_said_and_another_can_be_chosen(
    open_page: OpenPage, server: WebServer
) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (422, "هذا الملف من نوع آخر")
    choose(page, PHOTO)
    expect(page.locator(".meta.warn")).to_contain_text("هذا الملف من نوع آخر")
    server.refusal = None
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="اختيار ملف آخر").click()
    chooser.value.set_files([PAPER])
    expect_texts(page, "(صورة)", "وصلني: (صورة)")


def test_a_kind_or_size_that_cannot_be_is_not_even_sent(
    open_page: OpenPage, server: WebServer
) -> None:
    page = open_page()
    expect_status(page, "متصل")
    choose(page, {"name": "page.html", "mimeType": "text/html", "buffer": b"<b>"})
    expect(page.locator(".meta.warn")).to_contain_text("الصور وملفات PDF فقط")
    large: Any = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x" * 10_485_761}
    choose(page, large)
    expect(page.locator(".meta.warn").last).to_contain_text("أكبر من 10 ميجابايت")
    assert server.files == []


def test_without_a_connection_it_can_be_tried_again(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    page.context.set_offline(True)
    choose(page, PHOTO)
    expect(page.locator(".meta.warn")).to_contain_text("لم يصل الملف")
    page.context.set_offline(False)
    expect_status(page, "متصل")
    page.get_by_role("button", name="إعادة المحاولة").click()
    expect_texts(page, "(صورة)", "وصلني: (صورة)")


def test_a_picture_is_pasted(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect(page.get_by_role("button", name=CLIP)).to_be_visible()
    page.locator("textarea").evaluate(
        """(box) => {
            const data = new DataTransfer();
            data.items.add(new File(["x"], "clip.png", { type: "image/png" }));
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    until(lambda: server.files)
    expect(bubbles(page).first).to_have_text("(صورة)")


def test_on_a_phone_it_fits_and_is_large_enough(
    open_page: OpenPage, server: WebServer, axe: str
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True)
    clip = page.get_by_role("button", name=CLIP)
    expect(clip).to_be_visible()
    size = clip.bounding_box()
    assert size is not None and size["width"] >= 44 and size["height"] >= 44
    assert sideways(page) == []
    settle(page)
    assert violations(page, axe) == []


def test_without_the_module_the_chat_is_whole(open_page: OpenPage, server: WebServer) -> None:
    page = open_page("/host?lang=ar")
    page.route("**/static/attach.js", lambda route: route.abort())
    page.locator(".launcher").click()
    expect_status(page, "متصل")
    box(page).fill("هلا")
    box(page).press("Enter")
    expect_texts(page, "هلا", "وصلني: هلا")
    expect(page.get_by_role("button", name=CLIP)).to_have_count(0)
