"""The chat widget in a real browser: sending, staying, answering, reading, and bad data."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.widget_page import (
    LTR,
    POP,
    box,
    bubbles,
    expect_status,
    expect_texts,
    say,
    until,
    x_of,
)
from tests.fakes.web_server import STATIC, WebServer, demo_script

BUDGET = 15 * 1024


def test_the_widget_keeps_to_its_budget() -> None:
    packed = gzip.compress((STATIC / "widget.js").read_bytes(), 9)
    assert len(packed) <= BUDGET


def test_data_never_becomes_markup() -> None:
    source = (STATIC / "widget.js").read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert sink not in source


def test_the_font_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    for line in (STATIC / "demo.css").read_text(encoding="utf-8").splitlines():
        if "url(" in line:
            assert (STATIC / line.split('url("')[1].split('"')[0]).is_file()


def test_a_message_goes_out_and_is_answered(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.delay = 0.4
    say(page, "السلام عليكم")
    expect(page.locator(".dots")).to_be_visible()
    expect_texts(page, "السلام عليكم", "وصلني: السلام عليكم")
    expect(page.locator(".dots")).to_be_hidden()
    expect(page.locator(".pending")).to_have_count(0)
    expect(box(page)).to_have_value("")


def test_starters_are_said_as_text(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    page.locator(".welcome .chip", has_text="كم فاتورتي؟").click()
    expect(bubbles(page).first).to_have_text("كم فاتورتي؟")
    until(lambda: server.only.posts)
    assert server.only.posts[0]["text"] == "كم فاتورتي؟"
    expect(page.locator(".welcome .chip").first).to_be_hidden()


def test_a_reload_keeps_the_conversation(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    say(page, "أول")
    expect_texts(page, "أول", "وصلني: أول")
    page.reload()
    expect_texts(page, "أول", "وصلني: أول")
    say(page, "ثاني")
    expect_texts(page, "أول", "وصلني: أول", "ثاني", "وصلني: ثاني")
    assert len(server.conversations) == 1


def test_written_offline_sent_once_and_in_order(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.stop()
    expect_status(page, "يعيد الاتصال…")
    for text in ("واحد", "اثنين", "ثلاثة"):
        say(page, text)
    expect(page.locator(".row.pending .meta").last).to_contain_text("لم تُرسل بعد")
    server.start()
    expect(page.locator(".row.you .bubble")).to_have_text(["واحد", "اثنين", "ثلاثة"])
    answers = ["وصلني: واحد", "وصلني: اثنين", "وصلني: ثلاثة"]
    expect(page.locator(".row.bot .bubble:not(.dots)")).to_have_text(answers)
    assert [post["text"] for post in server.only.posts] == ["واحد", "اثنين", "ثلاثة"]
    expect(page.locator(".pending")).to_have_count(0)


def test_what_is_not_sent_survives_a_reload(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (503, "")
    say(page, "لا تضيع")
    expect(page.locator(".pending .meta")).to_contain_text("لم تُرسل بعد")
    page.reload()
    expect(bubbles(page)).to_have_text(["لا تضيع"])
    server.refusal = None
    expect_texts(page, "لا تضيع", "وصلني: لا تضيع")
    assert [post["text"] for post in server.only.posts] == ["لا تضيع"]


def test_a_lost_answer_does_not_double_the_message(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.lose_answers = 1
    say(page, "مرة وحدة")
    expect_texts(page, "مرة وحدة", "وصلني: مرة وحدة")
    expect(page.locator(".pending, .meta.warn")).to_have_count(0)
    page.reload()
    expect_texts(page, "مرة وحدة", "وصلني: مرة وحدة")
    assert len(server.only.posts) == 1


def test_replay_after_a_reconnect_loses_and_doubles_nothing(
    open_page: OpenPage, server: WebServer
) -> None:
    page = open_page()
    say(page, "قبل")
    expect_texts(page, "قبل", "وصلني: قبل")
    for round_ in range(3):
        server.stop()
        expect_status(page, "يعيد الاتصال…")
        server.push(server.only, {"text": f"في الغياب {round_}"})
        server.start()
        expect_status(page, "متصل")
    expect_texts(page, "قبل", "وصلني: قبل", "في الغياب 0", "في الغياب 1", "في الغياب 2")


def test_an_unknown_session_begins_anew(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    say(page, "قديم")
    expect_texts(page, "قديم", "وصلني: قديم")
    server.stop()
    server.conversations.clear()
    server.start()
    expect_status(page, "متصل")
    expect(bubbles(page)).to_have_count(0)
    say(page, "جديد")
    expect_texts(page, "جديد", "وصلني: جديد")


def test_a_refused_message_says_why_and_can_be_edited(
    open_page: OpenPage, server: WebServer
) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (413, "الرسالة طويلة، قسّمها لو سمحت.")
    say(page, "نص طويل")
    expect(page.locator(".meta.warn")).to_contain_text("الرسالة طويلة، قسّمها لو سمحت.")
    server.refusal = None
    page.locator(".meta.warn button").click()
    expect(box(page)).to_have_value("نص طويل")
    box(page).press("Enter")
    expect_texts(page, "نص طويل", "وصلني: نص طويل")


def test_too_fast_waits_and_goes_out_by_itself(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.refusal = (429, "رسائل كثيرة، لحظة لو سمحت.")
    say(page, "بسرعة")
    expect(page.locator(".meta.warn")).to_have_text("رسائل كثيرة، لحظة لو سمحت.")
    server.refusal = None
    expect_texts(page, "بسرعة", "وصلني: بسرعة")


def test_two_tabs_show_one_conversation(open_page: OpenPage, server: WebServer) -> None:
    first = open_page()
    expect_status(first, "متصل")
    second = first.context.new_page()
    second.goto(server.url)
    say(first, "من الأول")
    expect_texts(second, "من الأول", "وصلني: من الأول")
    say(second, "من الثاني")
    expect_texts(first, "من الأول", "وصلني: من الأول", "من الثاني", "وصلني: من الثاني")
    assert len(server.conversations) == 1
    assert len(server.tokens) == 2  # one tab's new token does not make the other ask again


def test_a_new_conversation_holds_in_every_tab(open_page: OpenPage, server: WebServer) -> None:
    first = open_page()
    say(first, "قديم")
    expect_texts(first, "قديم", "وصلني: قديم")
    second = first.context.new_page()
    second.goto(server.url)
    expect_texts(second, "قديم", "وصلني: قديم")
    first.evaluate("document.querySelector('mushtarik-chat').reset()")
    expect(bubbles(first)).to_have_count(0)
    expect(bubbles(second)).to_have_count(0)
    say(second, "جديد")
    expect_texts(first, "جديد", "وصلني: جديد")
    assert len(server.conversations) == 2


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
    at_end = "log => log.scrollHeight - log.scrollTop - log.clientHeight < 5"
    assert log.evaluate(at_end)
    log.evaluate("log => { log.scrollTop = 0; }")
    expect(page.locator(".jump")).to_have_text("إلى آخر المحادثة ↓")
    server.push(server.only, {"text": "الجديدة"})
    expect(page.locator(".jump")).to_have_text("رسائل جديدة ↓")
    assert log.evaluate("log => log.scrollTop") == 0
    page.locator(".jump").click()
    expect(page.locator(".jump")).to_be_hidden()
    assert log.evaluate(at_end)


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
    page.wait_for_function(
        """() => {
            const log = document.querySelector('mushtarik-chat').shadowRoot.querySelector('.log');
            return log.scrollHeight - log.scrollTop - log.clientHeight < 5;
        }"""
    )


def test_a_new_conversation_forgets_the_old_one(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    say(page, "سر")
    expect_texts(page, "سر", "وصلني: سر")
    page.get_by_role("button", name="محادثة جديدة").click()
    page.get_by_role("button", name="نعم، محادثة جديدة").click()
    expect(bubbles(page)).to_have_count(0)
    until(lambda: len(server.conversations) == 2)
    page.reload()
    expect_status(page, "متصل")
    expect(bubbles(page)).to_have_count(0)


HARMFUL = [
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    "<svg/onload=window.hurt=1>",
    "</textarea><iframe srcdoc='<script>parent.hurt=1</script>'>",
    "javascript:window.hurt=1",
    'https://example.com/"onmouseover="window.hurt=1',
    "{{constructor.constructor('window.hurt=1')()}}",
    "&lt;b&gt;لا&lt;/b&gt;",
    "\u2067\u2067\u2067مفتوح بلا إغلاق",
    "\u2069\u2069إغلاق بلا فتح",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_text_stays_text(open_page: OpenPage, server: WebServer, text: str) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(
        server.only,
        {
            "text": text,
            "buttons": [text],
            "image": "javascript:window.hurt=1",
            "alt": text,
            "card": {"title": text, "rows": [{"label": text, "value": text, "button": "x"}]},
        },
    )
    shown = "".join(c for c in text if c not in "\u2066\u2067\u2068\u2069")
    expect(bubbles(page)).to_have_text([shown])
    expect(page.locator(".card h3")).to_have_text(shown)
    page.locator(".row .chip").click()
    expect(bubbles(page).nth(1)).to_have_text(shown)
    assert page.evaluate("window.hurt") is None
    assert page.locator("iframe, .row script, .row img").count() == 0
    for link in page.locator(".row a").all():
        assert str(link.get_attribute("href")).startswith("https://example.com/")
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_an_override_cannot_turn_a_line_round(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "file \u202egnp.exe"})
    expect(bubbles(page)).to_have_text(["file gnp.exe"])
    bubble = bubbles(page).first
    assert x_of(page, bubble, "gnp", 0) < x_of(page, bubble, "gnp", 2)


NUMBERS = ["+966 55 123 4567", "011-123-4567", "055 123 4567", "٠٥٥ ١٢٣ ٤٥٦٧"]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_not_read_backwards(
    open_page: OpenPage, server: WebServer, number: str
) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.script = lambda text: [{"text": f"رقمك {LTR}{number}{POP} محفوظ"}]
    say(page, f"رقمي {number} لو سمحت")
    expect(bubbles(page)).to_have_count(2)
    for bubble in (bubbles(page).nth(0), bubbles(page).nth(1)):
        places = [x_of(page, bubble, number, at) for at in range(len(number))]
        assert places == sorted(places)
        # The Arabic word before the number stands right of it.
        assert x_of(page, bubble, "رقم", 0) > places[-1]


def test_days_are_told_apart(open_page: OpenPage, server: WebServer) -> None:
    page = open_page()
    expect_status(page, "متصل")
    server.push(server.only, {"text": "قديمة", "at": "2026-08-13T22:30:00Z"})
    server.push(server.only, {"text": "جديدة"})
    # 22:30 UTC is already the next day in Riyadh.
    expect(page.locator(".day")).to_have_text(["الجمعة، 14 أغسطس 2026", "اليوم"])


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


def test_vendored_checker_has_its_licence() -> None:
    licence = Path(__file__).parent / "vendor" / "axe-core.LICENSE.txt"
    assert "Mozilla Public License" in licence.read_text(encoding="utf-8")
