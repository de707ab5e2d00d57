"""Kafka itself: one producer that keeps order and waits for every acknowledgement."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Message, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from bot.settings import SettingsError, read_dotenv, settings
from bot.stream.records import METRICS, TRANSCRIPTS, Published

_LOOK_SECONDS = 0.5
_TOPIC_SECONDS = 30.0
_NEVER = frozenset({KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_RECORD})
"""Refusals that are this message's own: it would hold up all others for ever."""
_KEEPS_ORDER = {
    "enable.idempotence": True,  # tried again, messages keep their order and come once
    "message.timeout.ms": 0,  # a broker that is away is waited for: nothing is given up, so no gap
}


class NotPublished(Exception):
    """The broker refuses what would be fine elsewhere: it waits here until that is mended."""


def options() -> dict[str, Any]:
    """How to reach the brokers: the address, and what the file `KAFKA_CONFIG` adds (librdkafka's
    own properties: TLS, user, password).

    Raises:
        SettingsError: no broker is set, or the file is not there.
    """
    brokers, more = settings().kafka_brokers, settings().kafka_config
    if not brokers:
        raise SettingsError("KAFKA_BROKERS is not set: there is nowhere to publish to.")
    if more and not Path(more).is_file():
        raise SettingsError(f"KAFKA_CONFIG: there is no file {more}.")
    return {"client.id": "mushtarik", **(read_dotenv(Path(more)) if more else {}),
            "bootstrap.servers": brokers}  # fmt: skip


def topic_name(topic: str) -> str:
    """A topic's name on the brokers."""
    return f"{settings().kafka_topics}.{topic}"


def create_topics(partitions: int, replication: int) -> list[str]:
    """Make the topics that are not there; the names of those that were made.

    Raises:
        NotPublished: the brokers refuse.
    """
    wanted = [
        NewTopic(topic_name(name), num_partitions=partitions, replication_factor=replication)
        for name in (TRANSCRIPTS, METRICS)
    ]
    admin = AdminClient(options())
    made = []
    for name, answer in admin.create_topics(wanted, request_timeout=_TOPIC_SECONDS).items():
        try:
            answer.result()
        except KafkaException as problem:
            if problem.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise NotPublished(str(problem)) from problem
        else:
            made.append(name)
    return made


class Publisher:
    """Publishes batches; for one thread."""

    def __init__(self, stop: threading.Event) -> None:
        """`stop`: set, it waits for nothing more.

        Raises:
            SettingsError: see `options`.
        """
        self._stop = stop
        self._producer = Producer({**options(), **_KEEPS_ORDER})

    def publish(self, batch: Sequence[Published]) -> tuple[set[int], set[int]]:
        """Rows that the brokers have, and rows that they will never take; the rest (stopped
        meanwhile) is published again some other time.

        Raises:
            NotPublished: the brokers refuse; what they took before counts as not published.
        """
        done: dict[int, KafkaError | None] = {}
        for one in batch:
            self._produce(one, done)
        while len(done) < len(batch) and not self._stop.is_set():
            self._producer.poll(_LOOK_SECONDS)
        refused = {row for row, error in done.items() if error and error.code() in _NEVER}
        for row, error in done.items():
            if error and row not in refused:
                self._producer.purge()
                raise NotPublished(error.str())
        return {row for row, error in done.items() if error is None}, refused

    def _produce(self, one: Published, done: dict[int, KafkaError | None]) -> None:
        def landed(error: KafkaError | None, _message: Message) -> None:
            done[one.row] = error

        while not self._stop.is_set():
            try:
                self._producer.produce(
                    topic_name(one.topic), one.body, one.key.encode(), on_delivery=landed
                )
            except BufferError:  # its queue is full: let some land
                self._producer.poll(_LOOK_SECONDS)
            except KafkaException as problem:
                done[one.row] = problem.args[0]
                return
            else:
                return
