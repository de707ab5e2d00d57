"""Bills, charts and outages in the browser, against the whole running software."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from tests.browser.conftest import OpenPage
from tests.browser.visitor import (
    PHONE,
    TURN_MS,
    Toucher,
    Typist,
    Visitor,
    card_value,
    copy_of,
    numbers,
)
from tests.browser.widget_page import settle, sideways, violations, x_of
from tests.dialogues.system import System

UNPAID = "30000000005"
VISITORS = {"mouse": Visitor, "finger": Toucher, "keyboard": Typist}
DESKTOP: dict[str, Any] = {"color_scheme": "light"}


def expect_day_before_year(page: Page, label: str) -> None:
    """A date in the newest card is read from the right: day, month, year."""
    row = page.locator(".card").last.locator("li").filter(has=page.get_by_text(label, exact=True))
    value = row.locator("span")
    found = re.match(r"(\d{1,2}) (\S+) (\d{4})", value.inner_text())
    assert found, value.inner_text()
    places = [x_of(page, value, part, 0) for part in found.groups()]
    assert places == sorted(places, reverse=True), found.group()


@pytest.mark.parametrize("hands", VISITORS)
def test_a_bill_and_its_chart(
    open_url: OpenPage, system: System, records: Engine, axe: str, hands: str
) -> None:
    copy = copy_of(records, UNPAID)
    options = PHONE if hands == "finger" else DESKTOP
    visitor = VISITORS[hands](page := open_url(system.address, **options))
    visitor.arrive()
    visitor.press("كم فاتورتي؟", hear="حساب")
    visitor.say(copy.account, hear="رمز")
    visitor.enter_code(hear="ريال")
    assert card_value(page, "الحالة") == "غير مدفوعة"
    expect_day_before_year(page, "آخر موعد للسداد")
    visitor.press("رسم استهلاكي", hear="استهلاكك")

    picture = visitor.answers().locator(".picture")
    image = picture.locator("img")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") >= 300
    assert "استهلاك" in str(image.get_attribute("alt"))
    checked = numbers(page)
    assert checked["wrong"] == [] and checked["checked"] >= 12
    assert sideways(page) == []
    settle(page)
    assert violations(page, axe) == []

    visitor.activate(picture)
    expect(page.locator("dialog.zoom img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.zoom")).to_have_count(0)


def test_a_known_outage_is_said_with_its_times(open_url: OpenPage, system: System) -> None:
    visitor = Toucher(page := open_url(system.address, **PHONE))
    visitor.arrive()
    visitor.say("الكهرباء طافية عندنا في حي النسيم بالرياض", hear="انقطاع معروف")
    expect(visitor.answers().filter(has_text="المتوقع ترجع")).to_be_attached(timeout=TURN_MS)
    assert numbers(page)["wrong"] == []
    assert sideways(page) == []
    visitor.press("بلّغوني إذا رجعت", hear="أول ما ترجع")
