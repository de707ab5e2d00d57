"""Sentences about notices, as subscribers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.texts import text
from bot.notices.choices import DEFAULT_QUIET, Quiet
from bot.notices.hearing import HERE, Act, names_own_papers, read_wish
from bot.notices.hours import read_quiet
from bot.notices.tables import NoticeKind

K, STOP, START = NoticeKind, Act.STOP, Act.START
OUTAGES = (K.PLANNED, K.RESTORED)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("وقفوا رسايل التوعية", {K.AWARENESS: STOP}),
        ("كيف اوقف الرسائل التوعوية؟", {K.AWARENESS: STOP}),
        ("الغاء الاشتراك في الرسائل التوعوية", {K.AWARENESS: STOP}),
        ("ما ابي دعايات ولا اعلانات", {K.AWARENESS: STOP}),
        ("رجعوا اشعار الانقطاع", dict.fromkeys(OUTAGES, START)),
        ("وقفوا التوعية ورجعوا الانقطاع", {K.AWARENESS: STOP, **dict.fromkeys(OUTAGES, START)}),
        ("التوعية وقفوها والفاتورة ابيها على تيليجرام", {K.AWARENESS: STOP, K.BILL: START}),
        ("لا عاد ترسلون تذكير بالفاتورة كل شهر", {K.DUE: STOP}),
        ("ابي الغي رسايل السداد", {K.DUE: STOP}),
        ("ذكروني قبل موعد السداد", {K.DUE: START}),
        ("علموني قبل ما تقطعون الكهرب", {K.PLANNED: START}),
        ("ابي رسالة اذا رجعت الكهرباء", {K.RESTORED: START}),
        ("ابي تنبيه لو زاد الاستهلاك", {K.USAGE: START}),
        ("اشعارات الفاتورة", {K.BILL: None}),
        ("وش الاشعارات اللي توصلني عن الفاتورة؟", {}),
        ("وقفوا الاشعارات", {}),
        ("وقفوا التوعية ولا ترسلون شي بعد 11 بالليل", {K.AWARENESS: STOP}),
    ],
)
def test_kinds_and_what_to_do_with_each(said, kinds):
    assert read_wish(said).kinds == kinds


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_words_that_notices_tell_to_write_are_understood(kind):
    said = f"أوقف إشعارات {text(f'notice_{kind.value}_name')}"
    assert read_wish(said).kinds == {kind: STOP}


@pytest.mark.parametrize(
    ("said", "routes", "without", "instead"),
    [
        ("ابي الفاتورة عالايميل بدل الرسالة", {"email"}, {"sms"}, True),
        ("ارسلوا الفاتورة على الايميل والجوال", {"email", "sms"}, set(), False),
        ("حولوا الاشعارات للبريد بس", {"email"}, set(), True),
        ("ابي كل الاشعارات هنا", {HERE}, set(), False),
        ("الفاتورة بالتلقرام مو بالرسايل", {"telegram"}, {"sms"}, True),
        ("وقفوا رسايل التوعية", set(), set(), False),
        ("وقف رسايل الجوال", {"sms"}, set(), False),
    ],
)
def test_routes(said, routes, without, instead):
    wish = read_wish(said)
    assert (wish.routes, wish.without, wish.instead) == (routes, without, instead)


@pytest.mark.parametrize("said", ["ايقاف", "وقفوا الاشعارات", "stop", "لا ترسلون لي"])
def test_a_bare_stop_names_no_kind(said):
    wish = read_wish(said)
    assert wish.act is STOP and not wish.kinds and not wish.every and not wish.empty


@pytest.mark.parametrize(
    "said", ["وقفوا كل الاشعارات", "لا ترسلون شي نهائيا", "الغوا جميع الرسائل"]
)
def test_everything(said):
    wish = read_wish(said)
    assert wish.every and wish.act is STOP


@pytest.mark.parametrize(
    "said",
    [
        "ليش ما توصلني اشعارات منكم؟",
        "ما تجيني اشعارات الفاتورة",
        "وش الاشعارات اللي تجيني؟",
        "ابغى اغير اعدادات الاشعارات",
        "الاشعارات",
    ],
)
def test_a_question_changes_nothing(said):
    assert read_wish(said).empty


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("لا ترسلون لي بعد ١٠ بالليل", Quiet(22 * 60, 7 * 60)),
        ("لا ترسلون بعد عشرة", Quiet(22 * 60, 7 * 60)),
        ("لا ترسلون من 11 بالليل الى 8 الصبح", Quiet(23 * 60, 8 * 60)),
        ("لا تزعجوني من ١١:٣٠ مساءً إلى ٦ ص", Quiet(23 * 60 + 30, 6 * 60)),
        ("ارسلوا لي بس من ٨ الصبح الى ١٠ بالليل", Quiet(22 * 60, 8 * 60)),
        ("لا ترسلون الا بعد ٨ الصبح", Quiet(22 * 60, 8 * 60)),
        ("لا ترسلون قبل 9 الصباح", Quiet(22 * 60, 9 * 60)),
        ("بدون رسايل بعد العشاء", Quiet(20 * 60, 7 * 60)),
        ("لا ترسلون بعد 12 بالليل", Quiet(0, 7 * 60)),
        ("لا ترسلون من 1 الظهر الى 4 العصر", Quiet(13 * 60, 16 * 60)),
        ("لا ترسلون بعد 9 ونص بالليل", Quiet(21 * 60 + 30, 7 * 60)),
        ("لا تزعجوني بالليل", DEFAULT_QUIET),
        ("ارسلوا في اي وقت", Quiet(0, 0)),
    ],
)
def test_hours(said, hours):
    assert read_quiet(said).applied(DEFAULT_QUIET) == hours


def test_hours_that_answer_our_question_are_those_of_peace():
    said = "من 1 الظهر الى 4 العصر"
    assert read_quiet(said, asked=True).applied(DEFAULT_QUIET) == Quiet(13 * 60, 16 * 60)
    assert read_quiet(said).applied(DEFAULT_QUIET) == Quiet(16 * 60, 13 * 60)
    assert read_quiet("من 11 الليل الى 8").applied(DEFAULT_QUIET) == Quiet(23 * 60, 8 * 60)


def test_hours_after_none_begin_from_the_default():
    assert read_quiet("لا ترسلون بعد 11 بالليل").applied(Quiet(0, 0)) == Quiet(23 * 60, 7 * 60)


@pytest.mark.parametrize("said", ["وقفوا التوعية", "ابي الفاتورة عالايميل", "بعد 90"])
def test_no_hours(said):
    assert read_quiet(said) is None


@given(st.text(max_size=80))
def test_anything_may_be_said(said):
    read_wish(said)


def test_whatsapp_and_paper_are_heard():
    assert read_wish("ابي الاشعارات على الواتس").whatsapp
    assert read_wish("ابي الفاتورة ورقية").paper


@pytest.mark.parametrize("said", ["stop all notifications", "وقفوا كل الرسايل"])
def test_everything_is_meant_in_either_language(said):
    wish = read_wish(said)
    assert wish.every and wish.act is STOP


def test_every_month_is_not_everything():
    assert not read_wish("send the bill kol shahr").every


@pytest.mark.parametrize(
    "text", ["ابي نسخة من المستندات اللي رفعتها", "عطوني مرفقاتي", "صور اوراقي عندكم"]
)
def test_papers_that_were_sent_are_no_bill(text: str) -> None:
    assert names_own_papers(text)


@pytest.mark.parametrize("text", ["ابي نسخة من فاتورتي", "ارسلوا الملف", "مستندات الفاتورة pdf"])
def test_a_bill_is_no_paper_of_ones_own(text: str) -> None:
    assert not names_own_papers(text)
