"""The stream of events: what noting adds to a message, and how fast one process publishes.

The broker is the one inside librdkafka, in this process and in memory: what is measured is our own
work, reading and masking nothing anew, making JSON, waiting for acknowledgements, deleting rows.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from confluent_kafka import Producer

from bench.console import forget
from bench.table import Table, number
from bench.workplace import prepare_database
from bot.database import transaction
from bot.stream.worker import BATCH, Stream
from bot.transcripts.record import (
    add_trace,
    ensure_conversation,
    record_bot_message,
    record_subscriber_message,
)
from bot.transcripts.trace import Trace

_TALKS = 100
_TRACE = Trace("ask_bill", 0.97, [["ask_bill", 0.97]], [], ["action_bill"], {}, 14)
_EVENTS_A_TURN = 3
"""Two messages, and how the first was understood."""


def run(work: Path, turns: int) -> list[Table]:
    """One table: recording turns without and with the stream, then publishing them."""
    prepare_database()
    broker = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 1})
    (one,) = broker.list_topics(timeout=30).brokers.values()
    columns = ("what", "turns/s", "events/s", "processor time a turn")
    table = Table(f"The stream, {turns:,} turns of {_TALKS} conversations, SQLite", columns)
    _row(table, "recorded, no stream", turns, 0, _record)
    os.environ["KAFKA_BROKERS"] = f"{one.host}:{one.port}"
    forget()
    _publish(turns)  # what an earlier run left
    _row(table, "recorded and noted", turns, 0, _record)
    _row(table, "published", turns, turns * _EVENTS_A_TURN, _publish)
    table.notes.append(
        "Recorded: one transaction a turn, as the gateway writes an answer. Published in batches "
        f"of {BATCH} to a broker in memory: a network and a broker's disk come on top, but add "
        "waiting, not processor time."
    )
    del os.environ["KAFKA_BROKERS"]
    forget()
    return [table]


def _row(table: Table, what: str, turns: int, events: int, work: Callable[[int], None]) -> None:
    began, processor = time.perf_counter(), time.process_time()
    work(turns)
    seconds, spent = time.perf_counter() - began, time.process_time() - processor
    table.add(
        what,
        f"{turns / seconds:,.0f}",
        f"{events / seconds:,.0f}" if events else "",
        number(spent * 1000 / turns, "ms"),
    )


def _record(turns: int) -> None:
    keys = [f"web:{uuid.uuid4().hex}" for _ in range(_TALKS)]
    for turn in range(turns):
        with transaction() as session:
            owner = ensure_conversation(session, keys[turn % _TALKS])
            said = record_subscriber_message(session, owner, {"text": "كم فاتورتي؟"}, f"i{turn}")
            add_trace(said, _TRACE)
            record_bot_message(session, owner, {"text": "فاتورتك 100.00 ريال"}, f"o{turn}")


def _publish(_turns: int) -> None:
    stream = Stream(threading.Event())
    while stream.publish_some():
        pass
