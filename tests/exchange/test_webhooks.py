"""The webhook against a receiver over real HTTP, which verifies what it gets by its own code."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
import time_machine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.__main__ import main
from bot.cases.records import open_case
from bot.cases.tables import CaseKind
from bot.clock import now
from bot.database import reading, transaction
from bot.events.noting import record
from bot.events.tables import Delivery, EventKind
from bot.exchange import webhooks
from bot.gateway.webhooks import Webhooks
from bot.serving.app import create_app
from bot.updates.requests import decide
from tests.conftest import forget_settings
from tests.exchange.files import account_number, account_of, add_accounts, content
from tests.exchange.test_exporting import VALUES, ask
from tests.fakes.serving import Serving, free_port, wait_until

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
NOON = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)


@dataclass
class Receiver:
    """The utility's own system."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    """Answers to the next calls; then 204."""
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: int = 0

    async def take(self, request: Request) -> Response:
        body = await request.body()
        name, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        key = base64.b64decode(SECRET.split("_", 1)[1])
        wanted = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
        given = request.headers["webhook-signature"]
        if given != "v1," + base64.b64encode(wanted).decode():
            self.refused += 1
            return Response(status_code=401)
        status = self.statuses.pop(0) if self.statuses else 204
        if status < 300:
            self.got.append((name, json.loads(body)))
        return Response(status_code=status)


@pytest.fixture
def receiver(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    receiver = Receiver()
    with Serving(Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])) as server:
        receiver.url = f"{server.url}/hook"
        monkeypatch.setenv("WEBHOOK_URL", receiver.url)
        monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
        forget_settings()
        yield receiver


def call(url: str, secret: str = SECRET) -> int:
    """One look of the worker."""

    async def look() -> int:
        async with httpx.AsyncClient() as client:
            return await Webhooks(url, secret).call_due(client)

    return asyncio.run(look())


def new_case(place: int = 1) -> str:
    """A complaint about the account at a place."""
    with transaction() as session:
        return open_case(
            session,
            kind=CaseKind.COMPLAINT,
            category="high_bill",
            account_id=account_of(place).id,
            conversation="web:1",
            text="فاتورتي مرتفعة وجوالي 0501234567",
            details={},
            promised_on=NOON.date(),
            key="draft:1",
        ).reference


@time_machine.travel(NOON, tick=False)
def test_an_applied_update_is_told_with_its_values(receiver: Receiver) -> None:
    add_accounts(1)
    reference = ask(1)
    assert call(receiver.url) == 1
    ((name, said),) = receiver.got
    assert (said["type"], said["timestamp"]) == ("update.applied", "2026-11-22T09:00:00Z")
    assert {key: said["data"][key] for key in VALUES} == VALUES
    assert (said["data"]["reference"], said["data"]["account"]) == (reference, account_number(1))
    assert call(receiver.url) == 0
    assert name.startswith("evt_")


@time_machine.travel(NOON, tick=False)
def test_a_new_case_is_told_without_its_words(receiver: Receiver) -> None:
    add_accounts(1)
    reference = new_case()
    new_case()  # the same draft again is the same case
    call(receiver.url)
    ((_, said),) = receiver.got
    assert said["type"] == "case.opened"
    assert said["data"] == {
        "schema": 1,
        "reference": reference,
        "opened_at": "2026-11-22T09:00:00Z",
        "kind": "complaint",
        "category": "high_bill",
        "account": account_number(1),
        "channel": "web",
        "promised_on": "2026-11-22",
    }


def test_a_pending_update_is_told_when_staff_approve_it_and_not_before(receiver: Receiver) -> None:
    add_accounts(1)
    reference = ask(1, proved=False)
    assert call(receiver.url) == 0
    with transaction() as session:
        decide(session, reference, approve=True, by="huda")
    assert call(receiver.url) == 1
    assert receiver.got[0][1]["data"]["decided_by"] == "staff:huda"


def test_what_is_rolled_back_is_not_told(receiver: Receiver) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as session:
        webhooks_event(session)
        raise ZeroDivisionError
    assert call(receiver.url) == 0
    assert content("exchange_events") == []


def webhooks_event(session: Any) -> None:
    """An event of an update that is not there."""
    record(session, EventKind.UPDATE_APPLIED, "U1234567")
    session.flush()


def test_nothing_is_told_of_a_record_that_is_gone(receiver: Receiver) -> None:
    with transaction() as session:
        webhooks_event(session)
    assert call(receiver.url) == 0
    assert content("exchange_events")[0]["delivery"] == "none"


def test_a_call_that_failed_is_made_again_later_with_the_same_id(receiver: Receiver) -> None:
    add_accounts(1)
    receiver.statuses = [503, 302]
    with time_machine.travel(NOON, tick=False) as clock:
        ask(1)
        assert call(receiver.url) == 1
        assert call(receiver.url) == 0
        for wait in webhooks.BACKOFF[:2]:
            clock.shift(timedelta(seconds=wait + 1))
            assert call(receiver.url) == 1
    assert len(receiver.got) == 1
    attempts = sorted(content("webhook_attempts"), key=lambda row: row["at"])
    assert [row["status"] for row in attempts] == [503, 302, 204]
    assert content("exchange_events")[0]["delivery"] == "delivered"


def test_nobody_there_is_noted_and_tried_again(receiver: Receiver) -> None:
    add_accounts(1)
    with time_machine.travel(NOON, tick=False) as clock:
        ask(1)
        assert call(f"http://127.0.0.1:{free_port()}/hook") == 1
        (attempt,) = content("webhook_attempts")
        assert attempt["status"] is None
        assert "ConnectError" in attempt["error"]
        clock.shift(timedelta(seconds=webhooks.BACKOFF[0] + 1))
        assert call(receiver.url) == 1
    assert len(receiver.got) == 1


def test_it_is_given_up_after_three_days_and_told_again_by_hand(
    receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    add_accounts(1)
    receiver.statuses = [500] * (len(webhooks.BACKOFF) + 1)
    with time_machine.travel(NOON, tick=False) as clock:
        reference = ask(1)
        tries = 0
        while content("exchange_events")[0]["delivery"] == "waiting":
            tries += call(receiver.url)
            clock.shift(timedelta(minutes=30))
        assert tries == len(webhooks.BACKOFF) + 1
        assert timedelta(days=2.5) < now() - NOON < timedelta(days=4)
        assert main(["webhooks", "list", "--delivery", "failed"]) == 0
        listed = capsys.readouterr().out
        assert reference in listed
        assert "500" in listed
        assert main(["webhooks", "replay", "--failed"]) == 0
        assert call(receiver.url) == 1
    assert [said["data"]["reference"] for _, said in receiver.got] == [reference]


def test_who_is_gone_is_not_asked_again(receiver: Receiver) -> None:
    add_accounts(1)
    receiver.statuses = [410]
    ask(1)
    assert call(receiver.url) == 1
    assert content("exchange_events")[0]["delivery"] == Delivery.FAILED.value


def test_replay_by_reference_and_by_day(
    receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    add_accounts(2)
    with time_machine.travel(NOON, tick=False):
        first = ask(1)
        ask(2)
        assert call(receiver.url) == 2
        assert main(["webhooks", "replay", first]) == 0
        assert call(receiver.url) == 1
        assert main(["webhooks", "replay", "--since", "2026-11-22"]) == 0
        assert call(receiver.url) == 2
        assert main(["webhooks", "replay", "--since", "2026-11-23"]) == 1
        assert main(["webhooks", "replay"]) == 2
    names = [name for name, _ in receiver.got]
    assert len(names) == 5
    assert len(set(names)) == 2


def test_a_wrong_secret_is_refused_by_the_receiver(receiver: Receiver) -> None:
    add_accounts(1)
    ask(1)
    call(receiver.url, base64.b64encode(b"another secret of 32 characters!").decode())
    assert (receiver.refused, receiver.got) == (1, [])


def test_a_call_lost_with_its_process_is_made_again(receiver: Receiver) -> None:
    add_accounts(1)
    with time_machine.travel(NOON, tick=False) as clock:
        ask(1)
        with transaction() as session:
            assert len(webhooks.claim(session, 8)) == 1  # … and the process is killed
        assert call(receiver.url) == 0
        clock.shift(webhooks.LEASE + timedelta(seconds=1))
        assert call(receiver.url) == 1
    assert len(receiver.got) == 1


def test_without_an_address_nothing_waits(database: None) -> None:
    add_accounts(1)
    ask(1)
    assert content("exchange_events")[0]["delivery"] == "none"
    with reading() as session:
        assert not webhooks.is_any_due(session)
    assert main(["webhooks", "replay", "--failed"]) == 1


def test_the_gateway_tells_it_by_itself(receiver: Receiver) -> None:
    add_accounts(1)
    reference = ask(1)
    with TestClient(create_app()):
        wait_until(lambda: receiver.got, what="the call")
    assert [said["data"]["reference"] for _, said in receiver.got] == [reference]
