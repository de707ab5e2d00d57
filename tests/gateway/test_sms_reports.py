"""The SMS provider's delivery receipts over HTTP."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest
import time_machine
from sqlalchemy import select
from starlette.applications import Starlette

from bot.accounts.failing import failing_contacts
from bot.accounts.tables import Account
from bot.clock import now
from bot.database import reading, transaction
from bot.delivery.tables import UndeliveredSms
from bot.gateway.limits import Rate
from bot.gateway.sms_reports import SmsReports
from bot.settings import SettingsError, read_settings
from tests.conftest import forget_settings
from tests.fakes.serving import Serving
from tests.notices.household import FIRST, account

SECRET = "ab12" * 10


@pytest.fixture
def provider(database, monkeypatch):
    """Reports what is given, as the provider posts it."""
    monkeypatch.setenv("SMS_REPORT_SECRET", SECRET)
    forget_settings()
    with transaction() as session:
        account(session)
    with Serving(Starlette(routes=SmsReports(Rate(0.01, 6)).routes())) as server:

        def post(state="Undeliverable", secret=SECRET, **form):
            receipt = {
                "MessageID": "3200017891630",
                "DLR": state,
                "Recipient": FIRST.removeprefix("+"),
                "TimeCreated": "2026-11-22 12:00:00",
                "SCTS": "2026-11-22 12:00:03",
                "DLRTimestamp": "2026-11-22 12:00:04",
                **form,
            }
            return httpx.post(f"{server.url}/sms/reports/{secret}", data=receipt).status_code

        post.url = f"{server.url}/sms/reports/{SECRET}"
        yield post


def fails() -> bool:
    with reading() as session:
        number = session.execute(select(Account.id)).scalar_one()
        return failing_contacts(session, number) != []


def test_a_mobile_is_given_up_after_three_failures_in_more_than_a_week(provider):
    with time_machine.travel(now(), tick=True) as clock:
        assert [provider(), provider(), provider()] == [200] * 3  # a phone that is off today
        assert not fails()
        clock.shift(timedelta(days=8))
        assert provider() == 200
    assert fails()
    with reading() as session:
        assert session.execute(select(UndeliveredSms)).first() is None


def test_one_that_arrives_in_between_begins_anew(provider):
    with time_machine.travel(now(), tick=True) as clock:
        provider()
        provider()
        provider("Delivered")
        clock.shift(timedelta(days=8))
        assert provider() == 200
    assert not fails()


def test_json_is_read_too_and_what_cannot_be_read_is_refused(provider):
    receipt = {"Recipient": FIRST.removeprefix("+"), "DLR": "Undeliverable"}
    assert httpx.post(provider.url, content=json.dumps(receipt)).status_code == 200
    with reading() as session:
        assert session.execute(select(UndeliveredSms.count)).scalar_one() == 1
    assert provider("Queued") == 200
    assert provider(Recipient="abc") == 400
    assert httpx.post(provider.url, content=b"\xff[1]").status_code == 400


def test_who_does_not_know_the_secret_learns_nothing_and_is_slowed(provider):
    assert {provider(secret="x" * 40) for _ in range(6)} == {404}
    assert provider(secret="x" * 40) == 429
    assert not fails()


def test_without_a_secret_there_is_no_such_page(database):
    assert SmsReports().routes() == []
    with pytest.raises(SettingsError, match="SMS_REPORT_SECRET"):
        read_settings({"SECRET_KEY": "x" * 32, "SMS_REPORT_SECRET": "short"})
