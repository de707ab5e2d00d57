"""Carrying out wishes about notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from bot.accounts.tables import NoticeChannel
from bot.clock import now
from bot.delivery.outbox import notify as say
from bot.delivery.tables import Route
from bot.notices.announce import notify
from bot.notices.choices import Quiet, choices_of
from bot.notices.hearing import read_wish
from bot.notices.people import person_of
from bot.notices.tables import NoticeKind
from bot.notices.wishes import Problem, carry_out, last_notice, settings_of
from tests.notices.household import account, chat

K = NoticeKind
HERE = "telegram:70"


@pytest.fixture
def person(session):
    home = account(session)
    chat(session, home, HERE)
    return person_of(session, home.id, HERE)


def do(session, person, said):
    return carry_out(session, person, read_wish(said), HERE)


def routes(session, person):
    return {one.kind: one.routes for one in settings_of(session, person).kinds}


def test_several_at_once(session, person):
    done = do(session, person, "وقفوا تذكير السداد والفاتورة ابيها عالايميل بدل الرسالة")
    assert (done.stopped, done.started) == ([K.DUE], [K.BILL])
    now_on = routes(session, person)
    assert now_on[K.DUE] == () and now_on[K.BILL] == (Route.EMAIL,)
    assert now_on[K.PLANNED] == (Route.SMS,)  # not spoken of


def test_a_route_is_added_unless_it_replaces(session, person):
    do(session, person, "ارسلوا الفاتورة على الايميل")
    assert set(routes(session, person)[K.BILL]) == {Route.SMS, Route.EMAIL}
    do(session, person, "ابي الفاتورة هنا بس")
    assert routes(session, person)[K.BILL] == (Route.TELEGRAM,)


def test_stopping_one_route_leaves_the_others(session, person):
    do(session, person, "ارسلوا الفاتورة على الايميل")
    done = do(session, person, "وقفوا الفاتورة بالرسايل")
    assert routes(session, person)[K.BILL] == (Route.EMAIL,)
    assert done.started == [K.BILL]
    assert do(session, person, "وقفوا الفاتورة عالايميل").stopped == [K.BILL]


def test_started_again_it_comes_as_before(session, person):
    do(session, person, "الفاتورة عالايميل بدل الرسالة")
    do(session, person, "وقفوا الفاتورة")
    assert routes(session, person)[K.BILL] == ()
    assert do(session, person, "رجعوا اشعار الفاتورة").started == [K.BILL]
    assert routes(session, person)[K.BILL] == (Route.EMAIL,)


def test_all_stopped_and_all_started(session, person):
    do(session, person, "وقفوا كل الاشعارات")
    assert set(routes(session, person).values()) == {()}
    do(session, person, "شغلوا كل الاشعارات")
    assert set(routes(session, person).values()) == {(Route.SMS,)}


def test_all_that_is_wanted_moves_to_another_route(session, person):
    do(session, person, "خلوا كل الاشعارات على الايميل")
    now_on = routes(session, person)
    assert now_on[K.AWARENESS] == ()  # it was not wanted, and moving is not consent
    assert {now_on[kind] for kind in NoticeKind if kind is not K.AWARENESS} == {(Route.EMAIL,)}


def test_hours(session, person):
    assert do(session, person, "لا ترسلون لي بعد 9 بالليل").quiet
    assert settings_of(session, person).quiet == Quiet(21 * 60, 7 * 60)
    assert not do(session, person, "لا ترسلون لي بعد 9 بالليل").changed


def test_what_cannot_be_done_is_said_and_changes_nothing(session):
    home = account(session, email=None, channel=NoticeChannel.SMS)
    chat(session, home, "web:a")
    person = person_of(session, home.id, "web:a")
    before = choices_of(session, person)
    for said, problem in (
        ("ابي الفاتورة عالايميل بدل الرسالة", Problem.NO_EMAIL),
        ("ابي الفاتورة على تيليجرام", Problem.NO_TELEGRAM),
        ("ابي الاشعارات واتس", Problem.WHATSAPP),
        ("رجعوا الفاتورة الورقية", Problem.PAPER),
    ):
        done = carry_out(session, person, read_wish(said), "web:a")
        assert (done.problems, done.changed) == ([problem], False)
    assert choices_of(session, person) == before


def test_a_guest_without_a_mobile_on_file_is_told_in_the_chat(session):
    home = account(session)
    chat(session, home, "web:guest", mobile=None)
    guest = person_of(session, home.id, "web:guest")
    assert set(routes(session, guest).values()) == {()}
    carry_out(session, guest, read_wish("ابي اشعار الفاتورة"), "web:guest")
    assert routes(session, guest)[K.BILL] == (Route.WEB,)


def test_a_bare_stop_means_the_notice_just_said(session, person):
    assert last_notice(session, HERE) is None
    do(session, person, "ابي تذكير السداد هنا")
    words = {"due": "100.00 ريال", "due_date": "28 نوفمبر 2026"}
    notify(session, person.account_id, K.DUE, words, "2026-10")
    assert last_notice(session, HERE) is K.DUE
    with time_machine.travel(now() + timedelta(days=8)):
        assert last_notice(session, HERE) is None
    say(session, HERE, "شي ثاني", "other")
    assert last_notice(session, HERE) is None
