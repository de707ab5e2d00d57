"""The staff's inbox in a browser: live, by keyboard, and two clerks at one conversation."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.console.tables import Role
from bot.database import transaction
from bot.transcripts.handover import ask_for_person
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.tables import Message
from bot.transcripts.trace import Trace
from tests.browser.test_console import PHONE, WIDE, Open, _fits, enter, records  # noqa: F401
from tests.browser.widget_page import violations
from tests.fakes.files import picture


def _say(key: str, said: str, number: int, trace: Trace | None = None) -> int:
    with transaction() as session:
        conversation = ensure_conversation(session, key)
        message = record_subscriber_message(
            session, conversation, {"text": said}, f"{key}:{number}"
        )
        if trace:
            add_trace(message, trace)
        record_bot_message(
            session,
            conversation,
            {
                "text": f"وصلتنا رسالتك رقم {number}",
                "buttons": [{"title": "شكرا", "payload": "/x"}],
            },
            f"{key}:answer:{number}",
        )
        return int(conversation.id)


@pytest.fixture
def talk(records: dict[str, str]) -> int:  # noqa: F811
    """A conversation of 80 messages that waits for a person; its third was not understood."""
    number = 0
    for index in range(40):
        lost = index == 2
        ranking = [["nlu_fallback", 0.7], ["ask_bill", 0.3]] if lost else [["ask_bill", 0.93]]
        trace = Trace("nlu_fallback" if lost else "ask_bill", ranking[0][1], ranking)
        number = _say("web:talk", "هممم" if lost else "كم فاتورتي يا جماعة", index, trace)
    with transaction() as session:
        ask_for_person(session, "web:talk", "complaint", "الفاتورة مرتفعة والعداد 12345678")
    return number


def _look(page: Page, name: str) -> None:
    folder = os.environ.get("CONSOLE_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide-light", "phone-dark"])
def test_list_search_and_desk_are_accessible_and_fit(
    enter: Open,  # noqa: F811
    talk: int,
    axe: str,
    look: dict[str, object],
    request: pytest.FixtureRequest,
) -> None:
    page = enter(Role.AGENT, **look)
    for name, path in {
        "list": "/staff?channel=web&low=1",
        "found": "/staff?q=الفاتورة",
        "none": "/staff?q=عمود",
        "conversation": f"/staff/conversations/{talk}",
    }.items():
        page.goto(path)
        _look(page, f"{name}-{request.node.callspec.id}")
        assert (name, violations(page, axe), _fits(page)) == (name, [], True)
    page.get_by_role("button", name="استلام المحادثة").click()
    page.get_by_text("ردود جاهزة").click()
    page.get_by_text("صورة أو أزرار").click()
    page.locator(".thought summary").last.click()
    _look(page, f"desk-{request.node.callspec.id}")
    assert (violations(page, axe), _fits(page)) == ([], True)


def test_what_comes_in_is_shown_at_once(enter: Open, talk: int) -> None:  # noqa: F811
    page = enter(Role.VIEWER)
    expect(page.locator("#list")).to_contain_text(f"#{talk}")
    new = _say("telegram:5", "الكهرباء طافية", 1, Trace("report_outage", 0.9))
    expect(page.locator(f"#c{new}")).to_be_visible()
    page.goto(f"/staff/conversations/{new}")
    _say("telegram:5", "متى <img src=x onerror='window.broken=1'> ترجع؟", 2)
    expect(page.locator("#talk")).to_contain_text("ترجع؟")
    expect(page.locator("#talk .chat > li")).to_have_count(4)
    _say("telegram:5", "؟؟؟", 3)
    expect(page.locator("#talk .chat > li")).to_have_count(6)
    expect(page.locator(".day")).to_have_count(1)
    assert page.evaluate("window.broken") is None


def test_what_was_understood_is_shown_when_it_is_known(enter: Open, talk: int) -> None:  # noqa: F811
    page = enter(Role.AGENT)
    page.goto(f"/staff/conversations/{talk}?channel=web")
    with transaction() as session:
        conversation = ensure_conversation(session, "web:talk")
        said = record_subscriber_message(session, conversation, {"text": "زرنخ"}, "late")
        at, number = said.seq, said.id
    turn = page.locator(f"#m{at}")
    expect(turn).to_contain_text("زرنخ")
    expect(turn.locator(".thought")).to_have_count(0)
    with transaction() as session:
        late = session.get(Message, number)
        add_trace(late, Trace("nlu_fallback", 0.6, [["nlu_fallback", 0.6], ["ask_bill", 0.3]]))
        record_bot_message(session, late.conversation, {"text": "عفوًا؟"}, "late:answer")
    expect(turn.locator(".thought")).to_have_count(1)
    expect(turn).to_have_count(1)
    expect(turn.get_by_role("button", name="كان القصد")).to_have_count(2)
    expect(page.locator(".chat > li").last).to_contain_text("عفوًا؟")
    expect(page.locator(".day")).to_have_count(1)


def test_the_way_through_a_conversation_by_keys_and_links(enter: Open, talk: int) -> None:  # noqa: F811
    page = enter(Role.VIEWER)
    page.goto(f"/staff/conversations/{talk}?channel=web")
    assert page.locator(".chat > li").count() == 50
    page.get_by_role("link", name="رسائل أقدم").click()
    expect(page.locator(".chat > li")).to_have_count(80)
    expect(page.locator(".day")).to_have_count(1)
    page.get_by_role("link", name="أول رسالة لم تُفهم").click()
    expect(page.locator(":target")).to_contain_text("لم تُفهم")
    thought = page.locator("#m5 .thought")
    thought.get_by_text("ما فهمه المساعد").click()
    expect(thought).to_contain_text("30%")
    page.keyboard.press("j")
    expect(page).not_to_have_url(f"/staff/conversations/{talk}?channel=web")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text(str(talk))
    assert "channel=web" in page.url
    page.wait_for_load_state()  # a key that is pressed before the script is there is lost
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(talk))


def _send_picture_and_buttons(clerk: Page) -> None:
    clerk.get_by_text("ردود جاهزة").click()
    clerk.get_by_role("button", name="هل بقي شيء").click()
    second = clerk.get_by_label("زر 2")
    expect(second).to_have_value("لا، شكرًا")
    second.fill("تمام")
    clerk.get_by_label("صورة للمشترك").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"no picture"}
    )
    clerk.get_by_role("button", name="إرسال").click()
    expect(clerk.get_by_role("alert")).to_contain_text("JPEG")
    expect(second).to_have_value("تمام")
    clerk.get_by_label("صورة للمشترك").set_input_files(
        {"name": "meter.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    clerk.get_by_role("button", name="إرسال").click()
    expect(second).to_have_value("")
    expect(clerk.get_by_role("alert")).to_be_hidden()


def test_two_clerks_and_one_conversation(enter: Open, talk: int) -> None:  # noqa: F811
    clerk, colleague = enter(Role.AGENT), enter(Role.SUPERVISOR)
    for page in (clerk, colleague):
        page.goto(f"/staff/conversations/{talk}")
    clerk.get_by_role("button", name="استلام المحادثة").click()
    expect(clerk.locator("#desk")).to_contain_text("معك أنت")
    expect(colleague.locator("#desk")).to_contain_text("agent")
    expect(colleague.get_by_role("button", name="استلام المحادثة")).to_have_count(0)
    looking = clerk.locator("#looking")
    expect(looking).to_contain_text("supervisor")
    expect(colleague.locator("#looking")).not_to_contain_text("agent")
    address = colleague.url
    colleague.goto("/staff")
    expect(looking).to_be_empty()
    colleague.goto(address)
    expect(looking).to_contain_text("supervisor")
    clerk.get_by_text("ردود جاهزة").click()
    clerk.get_by_role("button", name="ترحيب").click()
    field = clerk.get_by_label("ردك على المشترك")
    expect(field).to_have_value(
        "حياك الله عزيزنا المشترك، معك هدى. قرأت محادثتك، لحظات وأراجع لك الموضوع."
    )
    clerk.reload()
    expect(field).to_have_value(
        "حياك الله عزيزنا المشترك، معك هدى. قرأت محادثتك، لحظات وأراجع لك الموضوع."
    )
    clerk.get_by_role("button", name="إرسال").click()
    expect(field).to_have_value("")
    for page in (clerk, colleague):
        expect(page.locator(".chat > li.clerk")).to_have_count(1)
    field.fill("راجعنا العداد.")
    field.press("Control+Enter")
    expect(colleague.locator(".chat > li.clerk")).to_have_count(2)
    _send_picture_and_buttons(clerk)
    shown = colleague.locator(".chat > li.clerk").last
    expect(shown.locator(".offered li")).to_have_text(["نعم، بقي", "تمام"])
    sent = shown.get_by_role("img", name="صورة أرسلها الموظف")
    sent.scroll_into_view_if_needed()
    expect(sent).to_have_js_property("complete", True)
    assert sent.evaluate("picture => picture.naturalWidth") > 0
    with transaction() as session:
        from bot.console import desk

        desk.hand_back(session, talk, "agent")
    expect(clerk.get_by_role("button", name="استلام المحادثة")).to_be_visible()
    expect(colleague.get_by_role("button", name="استلام المحادثة")).to_be_visible()
