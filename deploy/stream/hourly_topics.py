"""A consumer of the stream, to read and to copy: what people asked about, hour by hour, in DuckDB.

    python deploy/stream/hourly_topics.py --brokers kafka:9092 --to topics.duckdb [--once]

The stream is delivered at least once. Here each event counts exactly once, for two reasons: its id
is the table's key, and how far a partition was read is written in the transaction of the events
themselves. So it needs no consumer group, and may be killed at any time.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import datetime

import duckdb
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message
from confluent_kafka import TopicPartition as Place

TABLES = """
CREATE TABLE IF NOT EXISTS turns (
    id VARCHAR PRIMARY KEY, said_at TIMESTAMP, channel VARCHAR, intent VARCHAR, milliseconds INTEGER
);
CREATE TABLE IF NOT EXISTS places (partition INTEGER PRIMARY KEY, next BIGINT);
"""
BY_HOUR = """
SELECT date_trunc('hour', said_at + INTERVAL 3 HOUR) AS hour, intent, count(*) AS turns
FROM turns GROUP BY ALL ORDER BY hour, turns DESC, intent
"""
"""Hours of Riyadh, which is three ahead of UTC all year."""
AT_ONCE = 1000
SCHEMA = 1


def open_consumer(brokers: str, topic: str, store: duckdb.DuckDBPyConnection) -> Consumer:
    """A consumer of all partitions, from where `store` is."""
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "hourly-topics",  # asked for by the library; nothing is committed to it
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    known = dict(store.execute("SELECT partition, next FROM places").fetchall())
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([Place(topic, one, known.get(one, OFFSET_BEGINNING)) for one in partitions])
    return consumer


def take(store: duckdb.DuckDBPyConnection, messages: Sequence[Message]) -> None:
    """Keep some events and how far they reach, both or nothing."""
    store.execute("BEGIN")
    for message in messages:
        event = json.loads(message.value())
        if event["type"] == "turn" and event["schema"] == SCHEMA:
            at = datetime.fromisoformat(event["at"].removesuffix("Z"))
            row = (event["id"], at, event["channel"], event["intent"], event["milliseconds"])
            store.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
        place = (message.partition(), message.offset() + 1)
        store.execute("INSERT OR REPLACE INTO places VALUES (?, ?)", place)
    store.execute("COMMIT")


def follow(consumer: Consumer, store: duckdb.DuckDBPyConnection, once: bool) -> None:
    """Keep what comes, for ever, or until the end of every partition was seen."""
    ended: set[int] = set()
    while not once or len(ended) < len(consumer.assignment()):
        events = []
        for message in consumer.consume(AT_ONCE, timeout=1.0):
            problem = message.error()
            if problem is None:
                events.append(message)
            elif problem.code() == KafkaError._PARTITION_EOF:
                ended.add(message.partition())
            else:
                raise KafkaException(problem)
        if events:
            take(store, events)


def main() -> None:
    """Read the stream and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brokers", required=True, help="host:port, separated by commas")
    parser.add_argument("--topic", default="mushtarik.metrics")
    parser.add_argument("--to", default="topics.duckdb", help="the DuckDB file")
    parser.add_argument("--once", action="store_true", help="end when everything was read")
    given = parser.parse_args()
    store = duckdb.connect(given.to)
    store.execute(TABLES)
    consumer = open_consumer(given.brokers, given.topic, store)
    try:
        follow(consumer, store, given.once)
    finally:
        consumer.close()
    for hour, intent, turns in store.execute(BY_HOUR).fetchall():
        print(f"{hour:%Y-%m-%d %H:00}  {turns:7,}  {intent}")


if __name__ == "__main__":
    main()
