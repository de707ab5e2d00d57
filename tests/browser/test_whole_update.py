"""A person updates an account's data in the browser, against the whole running software."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.accounts.records import find_account, on_file
from bot.database import make_engine
from bot.gateway.tables import InboxMessage
from bot.transcripts.tables import Author, Conversation, Message
from bot.updates.tables import UpdateRequest
from tests.browser.conftest import OpenPage
from tests.browser.visitor import (
    PHONE,
    TURN_MS,
    Toucher,
    Typist,
    Visitor,
    card_value,
    conversation_of,
    copy_of,
    numbers,
    reference,
)
from tests.browser.widget_page import (
    box,
    bubbles,
    expect_status,
    settle,
    sideways,
    violations,
)
from tests.dialogues import system as systems
from tests.dialogues.script import dialled
from tests.dialogues.system import System

TENANT_NOT_ON_FILE = "30000000002"
OWNER_ON_FILE = "30000000001"


def request_of(records: Engine, conversation: str) -> UpdateRequest:
    """The one request of a conversation."""
    query = select(UpdateRequest).where(UpdateRequest.conversation == conversation)
    with Session(records, future=True) as session:
        return session.execute(query).scalar_one()


def give_tenant(visitor: Visitor, mobile: str) -> None:
    """Answer every question after the account's, up to the summary card."""
    visitor.press("مستأجر", hear="الاسم")
    visitor.say("سارة محمد الغامدي", hear="الهوية")
    visitor.say("1000000008", hear="عقد")
    visitor.say("10000000077", hear="متى ينتهي")
    visitor.say("15 مارس 2030", hear="الجوال")
    visitor.say(mobile, hear="رمز")
    visitor.enter_code(hear="ثاني")
    visitor.press("تخطي", hear="إيميل")
    visitor.say("sara@example.com", hear="رمز")
    visitor.enter_code(hear="الفواتير والإشعارات")
    visitor.press("رسالة نصية", hear="راجع")
    expect(visitor.page.locator(".card")).to_be_visible()


def test_a_newcomer_updates_everything_on_the_demo_page(
    open_url: OpenPage, system: System, records: Engine, axe: str
) -> None:
    visitor = Visitor(page := open_url(system.address))
    visitor.arrive()
    visitor.press("أبي أحدّث بياناتي", hear="حساب")
    visitor.pick_account(TENANT_NOT_ON_FILE)
    expect(box(page)).to_have_value(TENANT_NOT_ON_FILE)
    visitor.send_written(hear="مستأجر")
    give_tenant(visitor, "0500071234")
    assert card_value(page, "الجوال") == "0500071234"

    visitor.press("تعديل: الاسم", hear="الاسم")
    visitor.say("سارة محمد الزهراني", hear="راجع")
    assert card_value(page, "الاسم") == "سارة محمد الزهراني"
    visitor.press("أؤكد", hear="وصلنا طلبك")
    said = reference(visitor.answers())

    request = request_of(records, conversation_of(page))
    assert (request.reference, request.state) == (said, "pending")
    assert request.account_number == TENANT_NOT_ON_FILE
    changes = json.loads(request.changes)
    assert changes["name"] == "سارة محمد الزهراني"
    assert changes["mobile"] == "+966500071234"
    # The person on file hears of it, on the phone beside the chat.
    expect(page.locator("#inbox .mail").first).to_contain_text(said, timeout=TURN_MS)

    checked = numbers(page)
    assert checked["wrong"] == [] and checked["checked"] >= 20
    settle(page)
    assert violations(page, axe) == []


def test_an_update_on_a_phone_with_a_reload_in_the_middle(
    open_url: OpenPage, system: System, records: Engine, axe: str
) -> None:
    copy = copy_of(records, OWNER_ON_FILE)
    visitor = Toucher(page := open_url(system.address, **PHONE))
    visitor.arrive()
    visitor.say(f"ابغى احدث بياناتي، حسابي {copy.account} وانا مالك البيت", hear="الاسم")
    visitor.say("فهد سعد العتيبي", hear="الهوية")
    before = bubbles(page).all_inner_texts()

    page.reload()
    visitor.arrive()
    expect(bubbles(page)).to_have_text(before)
    visitor.say("2000000006", hear="صك")
    visitor.press("تخطي", hear="الجوال")
    visitor.say(dialled(copy.mobile), hear="رمز")
    expect(page.locator("#toast .code")).to_be_attached(timeout=TURN_MS)
    assert sideways(page) == []
    visitor.enter_code(hear="ثاني")
    expect(page.locator("#toast .mail")).to_have_count(0)
    visitor.press("تخطي", hear="إيميل")
    visitor.say("بعدين", hear="الفواتير والإشعارات")
    visitor.press("رسالة نصية", hear="راجع")
    assert sideways(page) == []
    checked = numbers(page)
    assert checked["wrong"] == [] and checked["checked"] >= 5
    settle(page)
    assert violations(page, axe) == []
    visitor.press("أؤكد", hear="تم تحديث بياناتك")

    assert request_of(records, conversation_of(page)).state == "applied"
    with Session(records, future=True) as session:
        account = find_account(session, copy.account)
        assert account is not None
        kept = on_file(account)
    assert (kept["name"], kept["mobile"]) == ("فهد سعد العتيبي", copy.mobile)
    for tab in ("جوال التجربة", "المساعدة والحسابات"):
        page.get_by_role("button", name=tab).tap()
        assert sideways(page) == []
        assert violations(page, axe) == []


def test_an_update_with_the_keyboard_alone(
    open_url: OpenPage, system: System, records: Engine
) -> None:
    copy = copy_of(records, TENANT_NOT_ON_FILE)
    visitor = Typist(page := open_url(system.address))
    visitor.arrive()
    visitor.press("أبي أحدّث بياناتي", hear="حساب")
    visitor.say(copy.account, hear="مستأجر")
    give_tenant(visitor, dialled(copy.new_mobile))
    visitor.press("تعديل: نهاية العقد", hear="متى ينتهي")
    visitor.say("20 أبريل 2031", hear="راجع")
    assert card_value(page, "نهاية العقد") == "20 أبريل 2031"
    visitor.press("أؤكد", hear="وصلنا طلبك")
    request = request_of(records, conversation_of(page))
    assert request.reference == reference(visitor.answers())
    assert json.loads(request.changes)["ejar_end"] == "2031-04-20"


@pytest.fixture
def own_system(tmp_path: Path) -> Iterator[list[System]]:
    """A system that may be killed; the last one in the list is the one that runs."""
    running = [systems.start(tmp_path)]
    try:
        running[0].wait_ready()
        yield running
    finally:
        running[-1].stop()


def kill_all(system: System) -> None:
    """kill -9 every process of it."""
    pids = [pid for pid, _ in systems.children(system.process.pid)]
    for pid in [system.process.pid, *pids]:
        os.kill(pid, signal.SIGKILL)
    system.process.wait()


def count(records: Engine, query: Any) -> int:
    """The number that a query gives."""
    with Session(records, future=True) as session:
        return int(session.execute(query).scalar_one())


def test_everything_is_killed_and_comes_back_in_the_middle(
    open_url: OpenPage, own_system: list[System]
) -> None:
    visitor = Visitor(page := open_url(own_system[0].address))
    visitor.arrive()
    visitor.say(f"ابغى احدث بياناتي، حسابي {TENANT_NOT_ON_FILE}", hear="مستأجر")
    visitor.press("مستأجر", hear="الاسم")
    before = bubbles(page).all_inner_texts()

    kill_all(own_system[0])
    expect_status(page, "يعيد الاتصال…")
    name = "سارة محمد الغامدي"
    box(page).fill(name)
    box(page).press("Enter")
    expect(page.locator(".row.pending .meta")).to_contain_text("لم تُرسل بعد")
    own_system.append(systems.restart(own_system[0]))
    own_system[-1].wait_ready()

    expect_status(page, "متصل")
    expect(visitor.answers().filter(has_text="الهوية")).to_have_count(1, timeout=TURN_MS)
    expect(page.locator(".row.pending")).to_have_count(0)
    texts = bubbles(page).all_inner_texts()
    assert texts[: len(before) + 1] == [*before, name] and texts.count(name) == 1
    visitor.say("1000000008", hear="عقد")

    records = make_engine(f"sqlite:///{own_system[0].var_dir / 'bot.db'}")
    key = conversation_of(page)
    mine = select(func.count(Message.id)).join(Conversation).where(Conversation.key == key)
    assert count(records, mine.where(Message.author == Author.SUBSCRIBER.value)) == 4
    assert count(records, mine.where(Message.text == name)) == 1
    asked = select(func.count(InboxMessage.id)).where(InboxMessage.conversation == key)
    assert count(records, asked.where(InboxMessage.state == "answered")) == 4
    assert count(records, asked) == 4
    records.dispose()
