"""A broker, and a database whose events are published to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.__main__ import main
from tests.conftest import forget_settings
from tests.stream.brokers import BROKERS


@pytest.fixture(params=sorted(BROKERS))
def brokers(
    request: pytest.FixtureRequest, database: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Address of a broker that has the topics and is named by the settings."""
    with BROKERS[request.param]() as address:
        monkeypatch.setenv("KAFKA_BROKERS", address)
        forget_settings()
        if request.param == "tansu":  # the other makes topics by itself
            assert main(["stream", "topics", "--replication", "1"]) == 0
        yield address
