"""Reviewing a conversation in a browser, by keyboard, each page with axe-core."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.console.tables import Role
from bot.database import transaction
from bot.review import notes, reviewing
from bot.transcripts.tables import Message
from bot.transcripts.trace import Trace
from tests.browser.test_console import HOSTILE, PHONE, WIDE, Open, _fits, enter, records  # noqa: F401
from tests.browser.widget_page import violations
from tests.console.test_review_pages import TRACE
from tests.review.test_corrections import propose
from tests.review.test_reviewing import say


@pytest.fixture
def talk(records: dict[str, str]) -> int:  # noqa: F811
    """A conversation with something to correct in it, and labels to put on it."""
    number, _ = say("web:talk", "السلام عليكم", Trace("greet", 0.98, [["greet", 0.98]]))
    say("web:talk", "وش السالفة بجوالي 055 123 4567 زرنخ", TRACE)
    with transaction() as session:
        for name, colour in (("متابعة", "sky"), ("شكوى متكررة من نفس الحي", "vermilion")):
            reviewing.make_label(session, name, colour, "supervisor")
    return number


def _look(page: Page, name: str) -> None:
    folder = os.environ.get("CONSOLE_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _press_until(page: Page, key: str, selector: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(selector)).to_be_focused()


def test_a_conversation_is_reviewed_by_keyboard(enter: Open, talk: int) -> None:  # noqa: F811
    page = enter(Role.AGENT)
    page.goto(f"/staff/conversations/{talk}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.keyboard.press("e")
    expect(page.locator("#press-e")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#press-e")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#press-s")).to_have_attribute("aria-pressed", "true")

    _press_until(page, "l", "#press-l")
    page.keyboard.press("Enter")
    page.locator("#press-l").select_option(label="متابعة")
    page.get_by_role("button", name="إضافة").click()
    expect(page.locator("#review .label")).to_have_text("متابعة")

    page.locator("#main").focus()
    _press_until(page, "m", "#press-m")
    expect(page.locator("#press-m")).to_have_value("")  # the shortcut itself is not written
    page.get_by_role("button", name="@supervisor").press("Enter")
    page.keyboard.type("شوفي هذي")
    page.get_by_role("button", name="حفظ الملاحظة").click()
    expect(page.locator("#review .notes")).to_contain_text("شوفي هذي")

    page.locator("#main").focus()
    page.keyboard.press("d")
    expect(page.locator("#m1")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("#m2")).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator("#m2 select[name=reason]")).to_be_focused()
    page.get_by_role("button", name="تنبيه", exact=True).click()
    expect(page.locator("#m2 .note")).to_contain_text("فُهمت خطأ")

    page.locator("#m2").focus()
    page.keyboard.press("r")
    expect(page.locator("#m2")).to_contain_text("بانتظار الاعتماد")
    page.wait_for_load_state()  # a key that is pressed before the script is there is lost
    page.locator("#m2").focus()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("تصحيح رسالة")
    page.get_by_label("القصد الصحيح").select_option("change_contact")
    page.get_by_label("النوع").first.select_option("mobile")
    for part in ("من كلمة", "إلى كلمة"):
        option = page.get_by_label(part).first.locator("option", has_text="•")
        page.get_by_label(part).first.select_option(option.get_attribute("value"))
    page.get_by_role("button", name="إرسال للاعتماد").click()
    expect(page.locator("#m2")).to_contain_text("تغيير وسيلة التواصل")

    colleague = enter(Role.SUPERVISOR)
    expect(colleague.locator("nav .count")).to_contain_text("1")
    colleague.goto("/staff/corrections")
    expect(colleague.locator(".group")).to_contain_text("زرنخ")
    expect(colleague.locator(".group")).not_to_contain_text("4567")
    colleague.get_by_role("button", name="اعتماد").click()
    expect(colleague.get_by_text("لا يوجد شيء هنا")).to_be_visible()


PRESS_AS_IT_CLOSES = """() => {
  document.getElementById("keys").close();
  const press = new KeyboardEvent("keydown", { key: "e", code: "KeyE", bubbles: true });
  document.activeElement.dispatchEvent(press);
}"""


def test_a_key_in_the_very_moment_the_list_of_keys_closes_is_heard(
    enter: Open,  # noqa: F811
    talk: int,
) -> None:
    page = enter(Role.AGENT)
    page.goto(f"/staff/conversations/{talk}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate(PRESS_AS_IT_CLOSES)
    expect(page.locator("#press-e")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide-light", "phone-dark"])
def test_its_pages_are_accessible_and_fit(
    enter: Open,  # noqa: F811
    talk: int,
    axe: str,
    look: dict[str, object],
    request: pytest.FixtureRequest,
) -> None:
    for number, text in enumerate(HOSTILE):
        said = say("web:hostile", text, TRACE)
        with transaction() as session:
            row = session.get(Message, said[1])
            reviewing.flag(session, row, list(reviewing.FlagReason)[number % 6], text, "ali")
            if text.strip("\u200b\u200d\ufeff"):
                notes.write_note(session, talk, "ali", f"@supervisor {text}", ["supervisor"])
        if any(map(str.isalnum, text)) and len(text) <= 500:
            propose(said[1], "ask_bill", "ali")
    with transaction() as session:
        for label in reviewing.all_labels(session):
            reviewing.put_label(session, talk, label, "ali")
        reviewing.set_reviewed(session, talk, "ali", True)
    page = enter(Role.SUPERVISOR, **look)
    mentions = page.goto("/staff/mentions")
    assert mentions and mentions.ok
    for name, path in {
        "mentions": "/staff/mentions",
        "labels": "/staff/labels",
        "corrections": "/staff/corrections",
        "correct": f"/staff/conversations/{talk}/correct/2",
        "review": f"/staff/conversations/{talk}",
        "hostile": f"/staff/conversations/{said[0]}",
        "filtered": "/staff?reviewed=yes&label=1",
    }.items():
        page.goto(path)
        for box in page.locator("details.judge > summary").all()[:2]:
            box.click()
        _look(page, f"{name}-{request.node.callspec.id}")
        assert (name, violations(page, axe), _fits(page)) == (name, [], True)
    assert page.evaluate("window.broken") is None
    page.goto(f"/staff/conversations/{talk}")
    page.locator("[data-opens=keys]").click()
    _look(page, f"keys-{request.node.callspec.id}")
    assert violations(page, axe) == []
