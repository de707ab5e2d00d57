"""Staff read in the console what a subscriber just said, against the whole running software."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.transcripts.tables import Conversation
from tests.browser.conftest import OpenPage
from tests.browser.visitor import PHONE, Visitor, conversation_of
from tests.browser.widget_page import settle, sideways, violations
from tests.dialogues.fixtures import STAFF_PASSWORD
from tests.dialogues.system import System

LOOKS: dict[str, dict[str, Any]] = {"desktop": {}, "phone": PHONE}
SAID = "كم فاتورتي؟ حسابي 30000000005"


def sign_in(page: Page) -> None:
    """As `staff`, with the password of STAFF_PASSWORD."""
    page.get_by_label("اسم المستخدم").fill("staff")
    page.get_by_label("كلمة السر").fill(STAFF_PASSWORD)
    page.get_by_role("button", name="دخول").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("المحادثات")


@pytest.mark.parametrize("look", LOOKS)
def test_staff_read_what_was_just_said(
    open_url: OpenPage, system: System, records: Engine, axe: str, look: str
) -> None:
    visitor = Visitor(open_url(system.address))
    visitor.arrive()
    visitor.say(SAID, hear="رمز")
    with Session(records, future=True) as session:
        key = conversation_of(visitor.page)
        query = select(Conversation.id).where(Conversation.key == key)
        number = session.execute(query).scalar_one()

    page = open_url(f"{system.address}/staff", **LOOKS[look])
    sign_in(page)
    settle(page)
    assert violations(page, axe) == []
    assert sideways(page) == []
    page.locator(f"a[href^='/staff/conversations/{number}']").first.click()
    expect(page.get_by_text("كم فاتورتي؟ حسابي").first).to_be_visible()
    # Words are masked for everybody; what the record knows, by right, stands beside them.
    expect(page.locator("ol.chat")).not_to_contain_text("30000000005")
    settle(page)
    assert violations(page, axe) == []
    assert sideways(page) == []
