"""Prometheus metrics. Labels hold channels and states, never people."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import reading
from bot.delivery.tables import OutboxMessage, OutboxState
from bot.events.tables import StreamEvent
from bot.gateway.tables import InboxMessage, InboxState

REGISTRY = CollectorRegistry()
MESSAGES = Counter(
    "gateway_messages", "Messages in and out", ["channel", "direction"], registry=REGISTRY
)
TURN_SECONDS = Histogram(
    "gateway_turn_seconds",
    "Time that Rasa took for one turn",
    ["channel"],
    buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60),
    registry=REGISTRY,
)
RASA_FAILURES = Counter(
    "gateway_rasa_failures", "Turns that Rasa did not answer", ["kind"], registry=REGISTRY
)
SENT = Counter(
    "gateway_sent",
    "Outbox messages by what came of the try",
    ["route", "result"],
    registry=REGISTRY,
)


class _Queues(Collector):
    """Gauges read from the database at each scrape."""

    def collect(self) -> Iterator[Metric]:
        with reading() as session:
            yield from _queue_gauges(session)

    def describe(self) -> list[Metric]:
        return []  # nothing is read at start


def _queue_gauges(session: Session) -> Iterator[Metric]:
    count, oldest = session.execute(
        select(func.count(InboxMessage.id), func.min(InboxMessage.received_at)).where(
            InboxMessage.state == InboxState.WAITING.value
        )
    ).one()
    age = (now() - oldest).total_seconds() if oldest else 0.0
    yield GaugeMetricFamily("gateway_inbox_waiting", "Messages not answered yet", value=count)
    yield GaugeMetricFamily(
        "gateway_inbox_oldest_seconds", "Age of the oldest message not answered yet", value=age
    )
    yield _outbox(session)
    noted = session.execute(select(func.min(StreamEvent.at))).scalar_one()
    late = (now() - noted).total_seconds() if noted else 0.0
    yield GaugeMetricFamily(
        "gateway_stream_oldest_seconds", "Age of the oldest event not published yet", value=late
    )


def _outbox(session: Session) -> Metric:
    """What has not left. What has is nearly the whole table, and `gateway_sent` counts it."""
    gauge = GaugeMetricFamily(
        "gateway_outbox",
        "Outbox messages that wait or failed, by route and state",
        labels=["route", "state"],
    )
    row = OutboxMessage.__table__.c
    there = [OutboxState.WAITING.value, OutboxState.FAILED.value]
    rows = session.execute(
        select(row.route, row.state, func.count())
        .where(row.state.in_(there))
        .group_by(row.state, row.route)
    )
    for route, state, number in rows:
        gauge.add_metric([route, state], number)
    return gauge


REGISTRY.register(_Queues())


def exposition() -> bytes:
    """All metrics in Prometheus text format. Reads the database: call it off the event loop."""
    return generate_latest(REGISTRY)
