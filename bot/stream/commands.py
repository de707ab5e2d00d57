"""`python -m bot stream`: transcripts and metrics to Kafka."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.database import transaction
from bot.exchange.arguments import moment
from bot.settings import settings
from bot.stream.replay import publish_again


def register(subparsers: Any) -> None:
    """Add the `stream` command and its own subcommands."""
    parser = subparsers.add_parser("stream", help="publish transcripts and metrics to Kafka")
    parser.add_argument("--batch", type=int, default=500, help="events in one go (default 500)")
    parser.set_defaults(run=_run)
    actions = parser.add_subparsers(dest="action")
    again = actions.add_parser("again", help="publish once more what is on record")
    again.add_argument("--since", type=moment, required=True, help="a day or moment")
    again.set_defaults(run=_again)
    topics = actions.add_parser("topics", help="make the topics where brokers do not by themselves")
    topics.add_argument("--partitions", type=int, default=6, help="default 6")
    topics.add_argument("--replication", type=int, default=3, help="copies of each (default 3)")
    topics.set_defaults(run=_topics)


def _run(given: argparse.Namespace) -> int:
    from bot.stream.worker import run  # Kafka's library, which no other command needs

    return run(given.batch)


def _again(given: argparse.Namespace) -> int:
    if settings().kafka_brokers is None:
        print("KAFKA_BROKERS is not set: nothing would be published.", file=sys.stderr)
        return 1
    with transaction() as session:
        count = publish_again(session, given.since)
    print(f"{count} events will be published again")
    return 0


def _topics(given: argparse.Namespace) -> int:
    from bot.stream.kafka import NotPublished, create_topics

    try:
        made = create_topics(given.partitions, given.replication)
    except NotPublished as error:
        print(error, file=sys.stderr)
        return 1
    print(f"made: {', '.join(sorted(made)) or 'none, they are there'}")
    return 0
