"""Transcripts and metrics through real brokers: in order, masked, none lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, func, select

from bot.__main__ import main
from bot.cases.records import open_case
from bot.cases.tables import CaseKind
from bot.clock import now
from bot.console import desk
from bot.database import reading, transaction
from bot.events.noting import note, record
from bot.events.tables import EventKind, StreamEvent, StreamKind
from bot.exchange.records import FIELDS
from bot.gateway.leases import Leases
from bot.settings import ROOT
from bot.stream.worker import Elsewhere, Stream, _alone_on_sqlite
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.tables import Conversation, Message
from bot.transcripts.trace import Trace
from tests.conftest import forget_settings
from tests.exchange.files import account_number, account_of, add_accounts
from tests.exchange.test_exporting import VALUES, ask
from tests.fakes.serving import free_port, wait_until
from tests.stream.brokers import everything, tansu

TALKS = ("telegram:5551234", "web:3f2a", "web:77aa")
WORDS, MOBILE = "كم فاتورتي؟ جوالي 0551234567", "0551234567"
ASKED = Trace(
    intent="ask_bill",
    confidence=0.97,
    ranking=[["ask_bill", 0.97]],
    entities=[{"entity": "mobile", "value": MOBILE}],
    actions=["action_bill"],
    milliseconds=14,
)


def talk(key: str, turns: int, first: int = 0) -> None:
    """Turns of one conversation, each in two transactions as the gateway writes them."""
    for turn in range(first, first + turns):
        with transaction() as session:
            owner = ensure_conversation(session, key)
            asked = record_subscriber_message(session, owner, {"text": WORDS}, f"in{turn}").id
        with transaction() as session:
            owner = ensure_conversation(session, key)
            add_trace(session.get(Message, asked), ASKED)
            record_bot_message(session, owner, {"text": f"فاتورتك {turn}"}, f"out{turn}")


def waiting() -> int:
    with reading() as session:
        return int(session.execute(select(func.count(StreamEvent.id))).scalar_one())


def publish_all(batch: int = 500) -> None:
    """Publish until nothing waits."""
    stream = Stream(threading.Event(), batch)
    while stream.publish_some():
        pass
    assert waiting() == 0


def by_key(events: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for event in events:
        found[event["key"]].append(event)
    return found


def test_conversations_arrive_in_their_order_and_masked(brokers: str) -> None:
    for turn in range(5):
        for key in TALKS:
            talk(key, 1, turn)
    publish_all(batch=7)
    said = by_key(everything(brokers, "mushtarik.transcripts"))
    understood = by_key(everything(brokers, "mushtarik.metrics"))
    assert len(said) == len(TALKS)
    assert said.keys() == understood.keys()
    for key, events in said.items():
        assert [event["seq"] for event in events] == list(range(1, 11))
        assert [event["author"] for event in events] == ["subscriber", "bot"] * 5
        assert {event["conversation"] for event in events} == {key}
        assert [event["seq"] for event in understood[key]] == [1, 3, 5, 7, 9]
    events = [event for some in (*said.values(), *understood.values()) for event in some]
    assert len({event["id"] for event in events}) == len(events) == 45
    assert "55512" not in str(events)  # Telegram's number of the person
    assert MOBILE not in str(events)
    assert events[0]["text"].startswith("كم فاتورتي؟ جوالي •")


def test_metrics_hold_what_is_counted_and_no_words(brokers: str) -> None:
    talk(TALKS[0], 1)
    publish_all()
    (turn,) = everything(brokers, "mushtarik.metrics")
    for name in ("id", "at", "key", "conversation"):
        assert turn.pop(name)
    assert turn == {
        "schema": 1,
        "type": "turn",
        "channel": "telegram",
        "seq": 1,
        "intent": "ask_bill",
        "confidence": 0.97,
        "ranking": [["ask_bill", 0.97]],
        "entities": ["mobile"],
        "actions": ["action_bill"],
        "milliseconds": 14,
    }


def test_new_cases_are_told_without_words_and_without_the_account(brokers: str) -> None:
    add_accounts(1)
    with transaction() as session:
        case = open_case(
            session,
            kind=CaseKind.COMPLAINT,
            category="bill",
            account_id=account_of(1).id,
            conversation=TALKS[0],
            text=WORDS,
            details={},
            promised_on=None,
            key="once",
        )
        reference = case.reference
    publish_all()
    (told,) = everything(brokers, "mushtarik.metrics")
    assert (told["type"], told["kind"], told["category"]) == ("case.opened", "complaint", "bill")
    assert (told["reference"], told["channel"]) == (reference, "telegram")
    assert account_number(1) not in str(told)
    assert told["key"] == told["account"]


def test_applied_updates_are_told_without_their_values(brokers: str) -> None:
    add_accounts(1)
    reference = ask(1)
    publish_all()
    (told,) = everything(brokers, "mushtarik.metrics")
    assert (told["type"], told["reference"], told["by_staff"]) == (
        "update.applied",
        reference,
        False,
    )
    assert told["fields"] == [name for name in FIELDS if name in VALUES]
    assert not [value for value in VALUES.values() if value in str(told) and value != "tenant"]
    assert account_number(1) not in str(told)


def _hand_over(key: str) -> None:
    """A clerk takes a conversation and is gone; another takes it and gives it back."""
    with transaction() as session:
        number = ensure_conversation(session, key).id
        assert desk.take(session, number, "huda")
    with time_machine.travel(now() + desk.AWAY_AFTER), transaction() as session:
        assert desk.return_abandoned(session) == [key]
        assert desk.take(session, number, "nasser")
        assert not desk.take(session, number, "huda")
        assert desk.hand_back(session, number, "nasser") == key


def test_what_clerks_take_and_give_back_is_told_without_their_names(brokers: str) -> None:
    talk(TALKS[0], 1)
    _hand_over(TALKS[0])
    publish_all()
    turn, *told = everything(brokers, "mushtarik.metrics")
    assert [event["step"] for event in told] == ["taken", "returned", "taken", "closed"]
    assert {event["type"] for event in told} == {"handover"}
    assert {event["conversation"] for event in told} == {turn["conversation"], told[0]["key"]}
    assert {event["channel"] for event in told} == {"telegram"}
    assert len({event["id"] for event in told}) == 4
    huda, nasser = told[0]["clerk"], told[2]["clerk"]
    assert [event["clerk"] for event in told] == [huda, huda, nasser, nasser] and huda != nasser
    assert not [name for name in ("huda", "nasser", "55512") if name in str(told)]

    assert main(["stream", "again", "--since", "2026-01-01"]) == 0
    publish_all()
    again = [one["id"] for one in everything(brokers, "mushtarik.metrics")[5:]]
    assert again == [one["id"] for one in (turn, *told)]


def test_what_was_erased_meanwhile_is_told_to_nobody(brokers: str) -> None:
    talk(TALKS[0], 1)
    talk(TALKS[1], 1)
    _hand_over(TALKS[0])
    with transaction() as session:
        gone = ensure_conversation(session, TALKS[0]).id
        session.execute(delete(Message).where(Message.conversation_id == gone))
        session.execute(delete(Conversation).where(Conversation.id == gone))
        record(session, EventKind.CASE_OPENED, "C0000000")
    publish_all()
    assert {event["channel"] for event in everything(brokers, "mushtarik.transcripts")} == {"web"}
    assert len(everything(brokers, "mushtarik.metrics")) == 1


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot", "stream", "--batch", "5"]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)


def test_a_worker_killed_again_and_again_loses_nothing(brokers: str) -> None:
    turns, kills = 40, 0
    for key in TALKS:
        talk(key, turns)
    total = 3 * turns * len(TALKS)
    while kills < 4 and waiting():
        left = waiting()
        with _start() as process:
            wait_until(lambda least=left: waiting() < least, 60, "events that leave")
            process.kill()
        kills += 1
    assert kills >= 2, "everything had left before it could be killed"
    with _start() as process:
        wait_until(lambda: waiting() == 0, 60, "the rest")
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    found = []
    for topic in ("mushtarik.transcripts", "mushtarik.metrics"):
        for events in by_key(everything(brokers, topic)).values():
            firsts = {event["id"]: event["seq"] for event in reversed(events)}
            order = list(dict.fromkeys(event["id"] for event in events))
            assert [firsts[one] for one in order] == sorted(firsts.values())
            found += order
    assert len(found) == len(set(found)) == total


def test_a_broker_that_comes_later_gets_what_waited(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("KAFKA_BROKERS", f"127.0.0.1:{port}")
    forget_settings()
    talk(TALKS[0], 3)
    with _start() as process:
        with tansu(port) as address:
            assert main(["stream", "topics", "--replication", "1"]) == 0
            wait_until(lambda: waiting() == 0, 60, "what waited")
            assert len(everything(address, "mushtarik.transcripts")) == 6
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


async def test_only_one_process_publishes(brokers: str) -> None:
    talk(TALKS[0], 1)
    stream, elsewhere = Stream(threading.Event()), Leases("stream")
    if elsewhere.needed:
        assert await elsewhere.take_one("stream")
    with nullcontext() if elsewhere.needed else _alone_on_sqlite(), pytest.raises(Elsewhere):
        await stream._while_ours()
    await elsewhere.close()
    assert waiting() == 3
    assert await stream._while_ours()
    assert waiting() == 0


def test_an_event_that_no_broker_takes_holds_up_nobody(
    brokers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "kafka.properties"
    config.write_text("message.max.bytes=1000\n", encoding="utf-8")
    monkeypatch.setenv("KAFKA_CONFIG", str(config))
    forget_settings()
    with transaction() as session:
        owner = ensure_conversation(session, TALKS[1])
        for number, text in enumerate(("قبل", "ط" * 900, "بعد")):
            record_bot_message(session, owner, {"text": text}, f"m{number}")
    publish_all()
    assert [e["text"] for e in everything(brokers, "mushtarik.transcripts")] == ["قبل", "بعد"]


def test_told_again_each_event_keeps_its_id(brokers: str, capsys) -> None:
    talk(TALKS[1], 2)
    publish_all()
    assert main(["stream", "again", "--since", "2026-01-01"]) == 0
    assert "6 events" in capsys.readouterr().out
    publish_all()
    for topic, count in (("mushtarik.transcripts", 4), ("mushtarik.metrics", 2)):
        ids = [event["id"] for event in everything(brokers, topic)]
        assert ids[:count] == ids[count:]
        assert len(set(ids)) == count


def test_without_kafka_nothing_is_noted(database: None, capsys) -> None:
    talk(TALKS[0], 1)
    with transaction() as session:
        note(session, StreamKind.CASE, "C1234567")
    assert waiting() == 0
    assert main(["stream", "again", "--since", "2026-01-01"]) == 1
    assert main(["stream"]) == 2
    assert "KAFKA_BROKERS is not set" in capsys.readouterr().err
