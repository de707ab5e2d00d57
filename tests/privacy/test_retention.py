"""Purging: batches, what is left alone, and that it can be begun again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from bot.__main__ import main
from bot.audit.log import verify
from bot.audit.tables import AuditEntry
from bot.campaigns.tables import Campaign, CampaignNotice
from bot.clock import now
from bot.database import reading, transaction
from bot.delivery.tables import UndeliveredSms
from bot.events.noting import record
from bot.events.tables import EventKind, ExchangeEvent, StreamEvent
from bot.exchange.tables import WebhookAttempt
from bot.gateway.tables import InboxMessage
from bot.privacy import retention
from bot.privacy.requests import requests_in
from bot.privacy.retention import purge
from bot.transcripts.masking import ERASED
from bot.transcripts.record import ensure_conversation, record_subscriber_message
from bot.transcripts.tables import Conversation, Message
from tests.notices.household import FIRST, account
from tests.privacy.conftest import MOBILES, NUMBERS, OTHER, WHO

OLD = timedelta(days=400)
YEAR = timedelta(days=365)


@pytest.fixture
def old(database: None) -> None:
    """Twelve old messages of each of two conversations, and a fresh one."""
    with time_machine.travel(now() - OLD, tick=False), transaction() as session:
        for who in (WHO, OTHER):
            owner = ensure_conversation(session, who)
            for n in range(12):
                record_subscriber_message(session, owner, {"text": f"قديم {n}"}, f"o{n}")
    with transaction() as session:
        owner = ensure_conversation(session, WHO)
        record_subscriber_message(session, owner, {"text": "جديد"}, "n")


def _texts() -> list[str]:
    with reading() as session:
        return list(session.execute(select(Message.text).order_by(Message.id)).scalars())


def test_what_is_old_goes_and_the_rest_stays(old: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 5)
    done = purge(YEAR, "terminal:test")
    assert done.counts["messages"] == 24 and _texts() == ["جديد"]
    with reading() as session:
        row = session.execute(select(AuditEntry)).scalar_one()
        assert (row.action, row.details["messages"]) == ("transcripts.purged", 24)
        assert verify(session).broken is None


def test_emptied_instead_of_deleted(old: None) -> None:
    assert purge(YEAR, "terminal:test", anonymise=True).counts["messages"] == 24
    assert _texts() == [ERASED] * 24 + ["جديد"]
    assert "messages" not in purge(YEAR, "terminal:test", anonymise=True).counts


def test_a_dry_run_only_counts(old: None) -> None:
    assert purge(YEAR, "terminal:test", dry_run=True).counts == {"messages": 24}
    assert len(_texts()) == 25
    with reading() as session:
        assert session.execute(select(func.count()).select_from(AuditEntry)).scalar_one() == 0


def test_whoever_is_being_helped_is_left_alone(old: None) -> None:
    with transaction() as session:
        ensure_conversation(session, OTHER).state = "clerk"
    assert purge(YEAR, "terminal:test").counts["messages"] == 12


def test_stopped_in_the_middle_the_next_run_goes_on(
    old: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 5)
    real, calls = retention._delete_messages, []

    def stops(session, numbers):  # type: ignore[no-untyped-def]
        calls.append(numbers)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(session, numbers)

    monkeypatch.setattr(retention, "_delete_messages", stops)
    with pytest.raises(KeyboardInterrupt):
        purge(YEAR, "terminal:test")
    assert len(_texts()) == 15
    monkeypatch.setattr(retention, "_delete_messages", real)
    assert purge(YEAR, "terminal:test").counts["messages"] == 14


def test_the_command(old: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcripts", "purge", "--older-than", "365", "--dry-run"]) == 0
    assert "24 messages would go" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["transcripts", "purge", "--older-than", "0"])


def test_old_carried_messages_go_too(accounts: dict[str, int]) -> None:
    with time_machine.travel(now() + OLD, tick=False):
        done = purge(YEAR, "terminal:test")
    assert done.counts["inbox"] == 2
    with reading() as session:
        assert session.execute(select(func.count()).select_from(InboxMessage)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(Conversation)).scalar_one() == 2


def test_what_campaigns_webhooks_and_the_stream_leave_behind_goes_too(database: None) -> None:
    with time_machine.travel(now() - OLD, tick=False), transaction() as session:
        owner = account(session)
        ended = Campaign(kind="bill", occasion="2025-09", options={}, state="done", made_by="t",
                         created_at=now(), ended_at=now())  # fmt: skip
        goes_on = Campaign(kind="due", occasion="2025-09", options={}, state="paused", made_by="t",
                           created_at=now())  # fmt: skip
        session.add_all([ended, goes_on])
        record(session, EventKind.CASE_OPENED, "C1234567")
        session.flush()
        for campaign in (ended, goes_on):
            session.add(
                CampaignNotice(
                    campaign_id=campaign.id,
                    subject=owner.id,
                    account_id=owner.id,
                    party=FIRST,
                    wish="sms",
                    route="sms",
                    recipient=FIRST,
                    quiet=0,
                    state="sent",
                    due_at=now(),
                    attempts=1,
                )
            )
        event = session.execute(select(ExchangeEvent.id)).scalar_one()
        session.add(WebhookAttempt(event_id=event, at=now(), status=200, milliseconds=3))
        session.add(StreamEvent(kind="case.opened", subject="C1234567", at=now()))
        session.add(UndeliveredSms(recipient=FIRST, count=1, first_at=now(), last_at=now()))
    assert purge(YEAR, "terminal:test").counts == {
        "notices": 1,
        "webhook calls": 1,
        "stream events": 1,
        "undelivered SMS": 1,
    }
    with reading() as session:
        assert session.execute(select(ExchangeEvent.id)).all()  # what was applied is on record
        states = select(Campaign.kind, Campaign.state).order_by(Campaign.kind)
        assert session.execute(states).all() == [("bill", "stopped"), ("due", "paused")]
        assert len(session.execute(select(CampaignNotice.id)).all()) == 1


def test_staff_export_one_account(accounts, tmp_path, capsys) -> None:
    path = tmp_path / "copy.html"
    assert main(["privacy", "export", "--account", NUMBERS[WHO], "--out", str(path)]) == 0
    page = path.read_text(encoding="utf-8")
    assert MOBILES[WHO] in page and MOBILES[OTHER] not in page
    assert path.stat().st_mode & 0o077 == 0
    assert main(["privacy", "export", "--account", "30000000000", "--out", str(path)]) == 1


def test_staff_erase_one_account(accounts, capsys) -> None:
    assert main(["privacy", "erase", "--account", NUMBERS[WHO]]) == 2
    assert main(["privacy", "erase", "--account", NUMBERS[WHO], "--yes"]) == 0
    with reading() as session:
        (done,) = requests_in(session, waiting=False)
        assert done.state == "done" and done.account_id == accounts[WHO]
        actions = session.execute(select(AuditEntry.action)).scalars().all()
    assert actions == ["privacy.finished"]
    assert _texts().count(ERASED) == 2
