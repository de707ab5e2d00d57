"""Notices and the bill's file in the dialogue, without Rasa."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from actions.notices import ActionNoticeSettings
from actions.notices_file import ActionBillPdf
from bot.database import reading, transaction
from bot.delivery.tables import OutboxMessage, Route
from bot.identity.links import claim
from bot.notices.announce import notify
from bot.notices.people import person_of
from bot.notices.tables import NoticeKind
from bot.notices.wishes import settings_of
from tests.actions.talk import Talk
from tests.notices.household import MAIL, account, chat
from tests.records import new_bill

HERE = "web:test"
ACTIONS = {action.name(): action for action in (ActionNoticeSettings(), ActionBillPdf())}
RULES = {"notice_settings": "action_notice_settings", "bill_pdf": "action_bill_pdf"}


@pytest.fixture
def home(database):
    with transaction() as session:
        made = account(session)
        session.add(new_bill(made))
        session.add(new_bill(made, date(2026, 9, 1)))
        chat(session, made, HERE)
    return made


@pytest.fixture
def talk(home):
    return Talk(ACTIONS, RULES, HERE)


def shown(talk, key="utter_notices_done"):
    rows = talk.reply(key)["custom"]["card"]["rows"]
    return {label: value for label, value, _ in rows}


def routes(home):
    with reading() as session:
        person = person_of(session, home.id, HERE)
        return {one.kind: one.routes for one in settings_of(session, person).kinds}


def press(talk, payload):
    """Tap a button: its payload is the text, its entities are what Rasa reads from it."""
    name, _, fields = payload.removeprefix("/").partition("{")
    entities = json.loads("{" + fields) if fields else {}
    return talk.tell(name, payload, **entities)


def buttons(talk, key):
    return {button["title"]: button["payload"] for button in talk.reply(key)["buttons"]}


def test_nothing_is_shown_or_changed_before_proof(database):
    with transaction() as session:
        claim(session, HERE, account(session).number)
    talk = Talk(ACTIONS, RULES, HERE)
    assert talk.tell("notice_settings", "وقفوا تذكير السداد") == []
    assert talk.followed == ["identify_form"]
    assert talk.slots["after_identify"] == "action_notice_settings"


def test_the_wish_waits_for_the_proof(home):
    talk = Talk(ACTIONS, {**RULES, "inform": "action_notice_settings"}, HERE)
    talk.slots["notice_asked"] = {
        "text": "وقفوا تذكير السداد",
        "kind": None,
        "act": None,
        "channel": None,
        "choose": None,
    }
    assert talk.tell("inform", "123456") == ["utter_notices_done"]
    assert shown(talk)["موعد السداد"] == "متوقفة"
    assert talk.slots["notice_asked"] is None


def test_a_question_shows_the_settings(talk):
    assert talk.tell("notice_settings", "وش الاشعارات اللي تجيني؟") == ["utter_notices_settings"]
    assert shown(talk, "utter_notices_settings") == {
        "الفاتورة": "رسالة نصية",
        "موعد السداد": "رسالة نصية",
        "الفصل المجدول": "رسالة نصية",
        "رجوع الكهرباء": "رسالة نصية",
        "التوعية": "متوقفة",
        "تنبيه الاستهلاك": "رسالة نصية",
        "تحديث البيانات": "رسالة نصية",
        "ساعات الهدوء": "من 10 المساء إلى 7 الصباح",
    }


def test_a_row_leads_to_its_ways_and_a_way_replaces(talk, home):
    assert press(talk, '/notice_settings{"notice":"bill"}') == ["utter_notices_how"]
    offered = buttons(talk, "utter_notices_how")
    assert list(offered) == ["رسالة نصية", "إيميل", "هنا بالمحادثة", "توقف"]
    assert all(len(payload.encode()) <= 64 for payload in offered.values())
    press(talk, offered["هنا بالمحادثة"])
    assert routes(home)[NoticeKind.BILL] == (Route.WEB,)
    press(talk, offered["توقف"])
    assert routes(home)[NoticeKind.BILL] == ()


def test_an_answer_in_words_to_how(talk, home):
    press(talk, '/notice_settings{"notice":"due"}')
    talk.tell("notice_settings", "بالايميل")
    assert routes(home)[NoticeKind.DUE] == (Route.SMS, Route.EMAIL)
    assert routes(home)[NoticeKind.BILL] == (Route.SMS,)


def test_which_is_asked_only_when_it_was_not_said(talk, home):
    assert talk.tell("notice_settings", "ابي اوقف الاشعارات") == ["utter_notices_which_stop"]
    offered = buttons(talk, "utter_notices_which_stop")
    assert "التوعية" not in offered  # it does not come
    talk.tell("notice_settings", "الفصل المجدول")
    assert routes(home)[NoticeKind.PLANNED] == ()
    press(talk, '/notice_settings{"notice":"all","notice_act":"stop"}')
    assert set(routes(home).values()) == {()}
    assert talk.tell("notice_settings", "وقفوا الاشعارات") == ["utter_notices_none_on"]


def test_a_question_of_long_ago_does_not_colour_what_is_said_now(talk, home):
    press(talk, '/notice_settings{"notice":"due"}')
    talk.tell("bill_pdf", "ابي الفاتورة pdf")
    assert talk.tell("notice_settings", "وش اشعاراتي") == ["utter_notices_settings"]


def test_hours_by_button_and_in_words(talk):
    assert press(talk, '/notice_settings{"notice":"quiet"}') == ["utter_notices_which_hours"]
    talk.tell("notice_settings", "من 11 الليل إلى 8 الصبح")
    assert shown(talk)["ساعات الهدوء"] == "من 11 المساء إلى 8 الصباح"
    press(talk, '/notice_settings{"notice":"quiet","notice_act":"0-0"}')
    assert shown(talk)["ساعات الهدوء"] == "أي وقت"


def test_the_same_again_is_said_to_be_so(talk):
    talk.tell("notice_settings", "وقفوا تذكير السداد")
    assert talk.tell("notice_settings", "وقفوا تذكير السداد") == ["utter_notices_same"]


@pytest.mark.parametrize(
    ("said", "summary"),
    [
        ("وقفوا رسايل التوعية", "التوعية: متوقفة أصلًا، ما نرسلها لك."),
        ("شغلوا اشعار الفاتورة", "الفاتورة: شغالة أصلًا، وتوصلك برسالة نصية."),
        ("لا ترسلون من 10 الليل إلى 7 الصبح", "ما نزعجك من 10 المساء إلى 7 الصباح"),
    ],
)
def test_what_is_so_without_a_wish_is_not_called_a_wish(talk, said, summary):
    assert talk.tell("notice_settings", said) == ["utter_notices_same"]
    assert talk.reply("utter_notices_same")["summary"].startswith(summary)


def test_a_bare_stop_stops_the_notice_just_said(talk, home):
    talk.tell("notice_settings", "ابي اشعار الفاتورة هنا")
    words = {"month": "أكتوبر 2026", "due": "100.00 ريال", "due_date": "28 نوفمبر 2026"}
    with transaction() as session:
        notify(session, home.id, NoticeKind.BILL, words, "2026-10")
    talk.tell("notice_settings", "ايقاف")
    assert talk.reply("utter_notices_done")["summary"] == "وقفنا: الفاتورة."


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("ابي الاشعارات واتس", "utter_notices_whatsapp"),
        ("ابي الفاتورة ورقية", "utter_notices_paper"),
        ("ابي الفاتورة على تيليجرام", "utter_notices_no_telegram"),
    ],
)
def test_what_cannot_be_is_said(talk, said, key):
    assert talk.tell("notice_settings", said) == [key]


def mails():
    with reading() as session:
        rows = session.execute(select(OutboxMessage).where(OutboxMessage.route == "email"))
        return [(row.recipient, json.loads(row.body)) for row in rows.scalars()]


def test_the_newest_bill_comes_as_a_file(talk, home):
    assert talk.tell("bill_pdf", "ابي الفاتورة pdf") == ["utter_notices_pdf"]
    document = talk.reply("utter_notices_pdf")["custom"]["document"]
    assert document == {
        "bill": home.id,
        "month": "2026-10",
        "title": "فاتورة أكتوبر 2026 (PDF)",
    }
    assert mails() == []


def test_a_month_named_and_then_the_one_just_shown_by_mail(talk):
    talk.tell("bill_pdf", "فاتورة سبتمبر pdf", month="2026-09")
    assert talk.reply("utter_notices_pdf")["month"] == "سبتمبر 2026"
    assert press(talk, '/bill_pdf{"notice_channel":"email"}') == ["utter_notices_pdf_mailed"]
    ((address, body),) = mails()
    assert address == MAIL and body["document"]["month"] == "2026-09"
    assert "المستحق الآن" in body["text"]


def test_send_it_by_mail_too_means_the_file_and_no_setting(talk, home):
    before = routes(home)
    talk.tell("bill_pdf", "ابي الفاتورة pdf")
    said = talk.tell("notice_settings", "وارسلها على الايميل بعد")
    assert said == ["utter_notices_pdf_mailed"]
    assert len(mails()) == 1 and routes(home) == before


def test_the_same_message_heard_again_mails_once(talk):
    for _ in range(2):
        talk.tell("bill_pdf", "ارسل الفاتورة على الايميل", key="web:test:1")
    assert len(mails()) == 1


def test_another_address_than_the_one_on_file_gets_nothing(talk):
    said = talk.tell("bill_pdf", "ارسلها على x@example.net", email="x@example.net")
    assert said == ["utter_notices_pdf_mailed_on_file"]
    assert [address for address, _ in mails()] == [MAIL]


def test_without_an_address_the_file_comes_here(database):
    with transaction() as session:
        home = account(session, email=None)
        session.add(new_bill(home))
        chat(session, home, HERE)
    talk = Talk(ACTIONS, RULES, HERE)
    said = talk.tell("bill_pdf", "ارسل الفاتورة على الايميل")
    assert said == ["utter_notices_pdf_no_email", "utter_notices_pdf_chat_only"]
    assert mails() == []


def test_a_month_that_is_not_on_record(talk):
    assert talk.tell("bill_pdf", "فاتورة يناير 2019", month="2019-01") == [
        "utter_billing_before_records"
    ]


def test_the_wish_for_a_mail_waits_for_the_proof(database):
    with transaction() as session:
        claim(session, HERE, account(session).number)
    talk = Talk(ACTIONS, RULES, HERE)
    talk.tell("bill_pdf", "ارسل الفاتورة على الايميل")
    assert talk.slots["pdf_by_mail"] is True
    assert talk.followed == ["identify_form"]


def test_every_month_is_a_setting_not_one_file(talk, home):
    talk.tell("bill_pdf", "ارسلوها على الايميل كل شهر")
    assert routes(home)[NoticeKind.BILL] == (Route.SMS, Route.EMAIL)
    assert routes(home)[NoticeKind.PLANNED] == (Route.SMS,)
    assert mails() == []
