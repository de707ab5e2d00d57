"""Who is told what, where and when."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select, update

from bot.accounts.tables import AccountChange, NoticeChannel
from bot.clock import RIYADH
from bot.delivery.tables import OutboxMessage, Route
from bot.notices.announce import notify
from bot.notices.choices import (
    DEFAULT_QUIET,
    Quiet,
    choices_of,
    choose,
    follow_mobile,
    quiet_of,
    set_quiet,
    stopped_since,
)
from bot.notices.people import people_of, person_of
from bot.notices.tables import NoticeKind
from bot.transcripts.record import content_of
from bot.transcripts.tables import Conversation, Message
from tests.notices.household import FIRST, MAIL, SECOND, account, chat

WORDS = {
    NoticeKind.BILL: {"month": "أكتوبر 2026", "due": "100.00 ريال", "due_date": "28 نوفمبر 2026"},
    NoticeKind.DUE: {"due": "100.00 ريال", "due_date": "28 نوفمبر 2026"},
    NoticeKind.PLANNED: {"span": "بكرة من الساعة 9 الصباح إلى الساعة 12 الظهر", "cause": "صيانة"},
    NoticeKind.RESTORED: {},
    NoticeKind.AWARENESS: {"words": "نظّف فلتر المكيف"},
    NoticeKind.USAGE: {"spent": "300.00 ريال", "limit": "250.00 ريال"},
    NoticeKind.UPDATE: {},
}
NOON = datetime(2026, 11, 1, 12, tzinfo=RIYADH)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def outbox(session):
    return session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars().all()


def sent(session):
    return [(row.route, row.recipient) for row in outbox(session)]


def tell(session, home, kind=NoticeKind.BILL, key="2026-10", **more):
    return notify(session, home.id, kind, WORDS[kind], key, **more)


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("route", Route)
def test_every_kind_is_sent_on_every_route_and_stopped(session, kind, route):
    home = account(session)
    for conversation in ("web:a", "telegram:70"):
        chat(session, home, conversation)
    person = person_of(session, home.id, "web:a")
    choose(session, person, kind, wanted=True, routes=[route], actor="web:a")
    assert tell(session, home, kind, "first") == 1
    (row,) = outbox(session)
    address = {"sms": FIRST, "email": MAIL, "web": "web:a", "telegram": "telegram:70"}[route.value]
    assert (row.route, row.recipient) == (route.value, address)
    if row.message_id is None:
        assert "لإيقافها: «أوقف إشعارات" in json.loads(row.body)["text"]
    else:
        content = content_of(session.get(Message, row.message_id))
        payload = f'/notice_settings{{"notice":"{kind.value}","notice_act":"stop"}}'
        assert content["buttons"][-1]["payload"] == payload
        assert len(payload.encode()) <= 64
    choose(session, person, kind, wanted=False, routes=[route], actor="web:a")
    assert tell(session, home, kind, "second") == 0


def test_the_same_occasion_is_told_once(session):
    home = account(session)
    chat(session, home, "telegram:70")
    person = person_of(session, home.id, "telegram:70")
    routes = [Route.SMS, Route.EMAIL, Route.TELEGRAM]
    choose(session, person, NoticeKind.BILL, wanted=True, routes=routes, actor="telegram:70")
    assert [tell(session, home), tell(session, home)] == [3, 0]
    assert tell(session, home, key="2026-11") == 3


def test_nothing_chosen_goes_to_the_primary_contact_by_the_accounts_channel(session):
    home = account(session, second=SECOND, channel=NoticeChannel.EMAIL)
    chat(session, home, "web:guest", mobile=None)
    assert tell(session, home) == 1
    assert sent(session) == [("email", MAIL)]
    assert tell(session, home, NoticeKind.PLANNED, "F1") == 2
    assert sent(session)[1:] == [("email", MAIL), ("sms", SECOND)]
    assert tell(session, home, NoticeKind.AWARENESS) == 0  # needs consent


def test_a_channel_that_does_not_reach_falls_back_to_an_sms(session):
    home = account(session, email=None, channel=NoticeChannel.TELEGRAM)
    assert tell(session, home) == 1
    assert sent(session) == [("sms", FIRST)]


def test_each_person_chooses_for_themselves(session):
    home = account(session, second=SECOND)
    chat(session, home, "web:first")
    chat(session, home, "web:second", mobile=SECOND)
    first, second = people_of(session, home)
    choose(session, first, NoticeKind.PLANNED, wanted=False, routes=[Route.SMS], actor="web:first")
    assert tell(session, home, NoticeKind.PLANNED, "F1") == 1
    assert sent(session) == [("sms", SECOND)]
    assert choices_of(session, second)[NoticeKind.PLANNED].wanted


def test_quiet_hours_hold_back_but_not_what_is_urgent(session, noon):
    home = account(session)
    noon.move_to(datetime(2026, 11, 1, 23, 30, tzinfo=RIYADH))
    tell(session, home)
    tell(session, home, NoticeKind.PLANNED, "F1", urgent=True)
    held, at_once = outbox(session)
    assert held.due_at == datetime(2026, 11, 2, 7, tzinfo=RIYADH)
    assert at_once.due_at == datetime(2026, 11, 1, 23, 30, tzinfo=RIYADH)


def test_stopping_takes_back_what_waits_for_the_morning(session, noon):
    home = account(session)
    chat(session, home, "telegram:70")
    person = person_of(session, home.id, "telegram:70")
    routes = [Route.SMS, Route.TELEGRAM]
    choose(session, person, NoticeKind.BILL, wanted=True, routes=routes, actor="telegram:70")
    noon.move_to(datetime(2026, 11, 1, 23, 30, tzinfo=RIYADH))
    tell(session, home)
    tell(session, home, NoticeKind.PLANNED, "F1")
    choose(session, person, NoticeKind.BILL, wanted=False, routes=routes, actor="telegram:70")
    (left,) = outbox(session)
    assert "|planned|" in left.key


def test_who_asked_is_told_in_the_chat_unless_it_stopped_the_kind(session):
    home = account(session)
    chat(session, home, "web:a")
    assert tell(session, home, NoticeKind.USAGE, "x", asked_in="web:a") == 2
    assert {route for route, _ in sent(session)} == {"sms", "web"}
    person = person_of(session, home.id, "web:a")
    choose(session, person, NoticeKind.USAGE, wanted=False, routes=[Route.SMS], actor="web:a")
    assert tell(session, home, NoticeKind.USAGE, "y", asked_in="web:a") == 0


def test_choices_leave_a_history_of_who_when_and_where(session):
    home = account(session)
    chat(session, home, "telegram:70")
    person = person_of(session, home.id, "telegram:70")
    stop = {"wanted": False, "routes": [Route.SMS], "actor": "telegram:70"}
    assert choose(session, person, NoticeKind.DUE, **stop)
    assert not choose(session, person, NoticeKind.DUE, **stop)
    assert set_quiet(session, person, Quiet(21 * 60, 8 * 60), actor="telegram:70")
    changes = session.execute(select(AccountChange).order_by(AccountChange.id)).scalars().all()
    assert [(c.field, c.before, c.after, c.actor, c.channel) for c in changes] == [
        ("notice_due", "sms", "-", "telegram:70", "telegram"),
        ("notice_quiet", "22:00 07:00", "21:00 08:00", "telegram:70", "telegram"),
    ]


def test_choices_follow_a_new_mobile(session):
    home = account(session)
    (before,) = people_of(session, home)
    choose(session, before, NoticeKind.DUE, wanted=False, routes=[Route.SMS], actor="web:a")
    set_quiet(session, before, Quiet(0, 0), actor="web:a")
    home.contacts[0].value = "+966559998887"
    follow_mobile(session, home.id, FIRST, "+966559998887")
    (after,) = people_of(session, home)
    assert not choices_of(session, after)[NoticeKind.DUE].wanted
    assert quiet_of(session, after).off


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (DEFAULT_QUIET, (1, 21, 59), None),
        (DEFAULT_QUIET, (1, 22, 0), (2, 7)),
        (DEFAULT_QUIET, (2, 6, 59), (2, 7)),
        (DEFAULT_QUIET, (2, 7, 0), None),
        (Quiet(13 * 60, 16 * 60), (1, 14, 0), (1, 16)),
        (Quiet(13 * 60, 16 * 60), (1, 16, 0), None),
        (Quiet(0, 0), (1, 3, 0), None),
    ],
)
def test_quiet_hours_around_midnight(quiet, at, until):
    day, hour, minute = at
    expected = until and datetime(2026, 11, *until, tzinfo=RIYADH)
    assert quiet.release(datetime(2026, 11, day, hour, minute, tzinfo=RIYADH)) == expected


def test_a_stop_said_after_asking_counts(session, noon):
    home = account(session)
    chat(session, home, "web:a")
    kind, asked = NoticeKind.RESTORED, NOON
    assert not stopped_since(session, "web:a", kind, asked)
    noon.move_to(datetime(2026, 11, 1, 13, tzinfo=RIYADH))
    person = person_of(session, home.id, "web:a")
    choose(session, person, kind, wanted=False, routes=[Route.SMS], actor="web:a")
    assert stopped_since(session, "web:a", kind, asked)
    assert not stopped_since(session, "web:b", kind, asked)
    later = datetime(2026, 11, 1, 14, tzinfo=RIYADH)  # asked again since
    assert not stopped_since(session, "web:a", kind, later)


def test_who_blocked_us_is_not_written_to_but_may_still_speak(session):
    home = account(session)
    chat(session, home, "telegram:70")
    person = person_of(session, home.id, "telegram:70")
    routes = [Route.TELEGRAM]
    choose(session, person, NoticeKind.BILL, wanted=True, routes=routes, actor="telegram:70")
    session.execute(update(Conversation).values(unreachable=True))
    assert person_of(session, home.id, "telegram:70") == person
    assert tell(session, home) == 1
    assert sent(session) == [("sms", FIRST)]  # the chosen way does not reach
