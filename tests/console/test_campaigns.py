"""Campaigns in the console: seen before they are sent, steered, and written down."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.audit.tables import AuditEntry
from bot.campaigns.filling import fill_slice
from bot.campaigns.tables import Campaign
from bot.console.tables import Role
from bot.database import reading, transaction
from tests.campaigns.town import billed
from tests.console.conftest import post

LIST = "/staff/campaigns"


@pytest.fixture
def client(sign_in):
    with transaction() as session:
        billed(session, 1)
    return sign_in(Role.SUPERVISOR)


def describe(client, **fields):
    given = {"kind": "bills", "about": "2026-10", "words": "", **fields}
    return post(client, LIST, LIST, **given)


def state():
    with reading() as session:
        return session.execute(select(Campaign.state)).scalar_one()


def audit():
    with reading() as session:
        rows = session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars()
        return [(row.action, row.object) for row in rows if row.object.startswith("campaign:")]


def test_a_campaign_is_seen_before_it_is_sent_and_steered(client):
    answer = describe(client)
    assert answer.status_code == 303
    where = answer.headers["location"]
    page = re.sub("[\u2066-\u2069]", "", client.get(where).text)
    assert "100.00 ريال" in page and "أوقف إشعارات الفاتورة" in page and "رسالة نصية" in page
    assert state() == "draft" and "every 2s" not in page
    for step, after in (("start", "filling"), ("pause", "paused"), ("resume", "filling")):
        assert post(client, where, where, step=step).status_code == 303
        assert state() == after
    with transaction() as session:
        campaign = session.execute(select(Campaign)).scalars().one()
        while fill_slice(session, campaign.id):
            pass
    page = client.get(where).text
    assert 'hx-trigger="every 2s"' in page and "0 من 1" in page
    assert "0 من 1" in client.get(LIST).text
    assert post(client, where, where, step="stop").status_code == 303
    assert state() == "stopped"
    name = "campaign:bills:2026-10"
    assert audit() == [
        (f"campaign.{deed}", name)
        for deed in ("described", "started", "paused", "resumed", "stopped")
    ]


def test_who_was_late_is_told(client):
    where = describe(client).headers["location"]
    late = post(client, where, where, step="pause")
    assert late.status_code == 409 and "تغيرت حالة الحملة" in late.text
    assert post(client, where, where, step="nonsense").status_code == 422


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"about": "أكتوبر"}, "الشهر يكتب هكذا \u20662026-10\u2069"),
        ({"about": " "}, "اكتب الشهر أو المرجع أو الاسم"),
        ({"kind": "planned", "about": "f1"}, "لا يوجد انقطاع بهذا المرجع"),
        ({"kind": "awareness", "about": "summer"}, "اكتب نص الرسالة"),
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_typed_is_lost(client, fields, why):
    answer = describe(client, **fields)
    assert answer.status_code == 422 and why in answer.text
    assert f'value="{fields["about"].strip()}"' in answer.text


def test_words_of_staff_are_shown_as_words(client):
    where = describe(client, kind="awareness", about="x", words="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(where.headers["location"]).text


def test_agents_do_not_run_campaigns(sign_in):
    client = sign_in(Role.AGENT)
    assert client.get(LIST).status_code == 403
    assert LIST not in client.get("/staff").text
