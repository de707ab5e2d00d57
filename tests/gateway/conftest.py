"""A gateway over real HTTP, a Rasa to talk to, and a page to chat from."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import httpx
import pytest

from bot.gateway.limits import Limits, Rate
from bot.gateway.turns import Patience
from bot.serving.app import create_app
from tests.conftest import forget_settings
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.serving import Serving

LOOSE = Limits(session=Rate(60_000, 1000), address=Rate(60_000, 1000))
HOUR = 3600.0
PATIENT = Patience(
    tell_after=HOUR, queue_after=HOUR, first_delay=0.05, longest_delay=0.3, failures=3
)
"""Nobody is told to wait, however slow the machine is; what failed is tried again at once."""
TELLING = replace(PATIENT, tell_after=0.3)
"""For what is about the wait: an answer that takes longer than this is excused."""

Setenv = Callable[..., None]
StartGateway = Callable[..., Serving]


class Page:
    """A browser page with the widget, without the widget."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.client = httpx.Client(base_url=url, timeout=60)
        answer = self.client.post("/api/session", json={"token": token} if token else {}).json()
        self.token: str = answer["token"]
        self.conversation: str = answer["conversation"]
        self.client.headers["Authorization"] = f"Bearer {self.token}"

    def post(self, **body: Any) -> httpx.Response:
        """`POST /api/messages` with a fresh id unless one is given."""
        return self.client.post("/api/messages", json={"id": str(uuid.uuid4()), **body})

    def say(self, text: str, **more: Any) -> int:
        """Type; returns the message's seq."""
        answer = self.post(text=text, **more)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["seq"])

    def events(self, after: int = 0, seconds: float = 60) -> Iterator[tuple[str, dict[str, Any]]]:
        """Events as (name, data), until `seconds` are over."""
        deadline = time.monotonic() + seconds
        with self.client.stream("GET", "/api/events", params={"after": after}) as stream:
            assert stream.status_code == 200, stream.read()
            name = ""
            for line in stream.iter_lines():
                assert time.monotonic() < deadline, "the event did not come in time"
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield name, json.loads(line.removeprefix("data: "))

    def messages(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Messages after `after`, as they come; the page is open from the first on."""
        return (data for name, data in self.events(after) if name == "message")

    def read(self, count: int, after: int = 0) -> list[dict[str, Any]]:
        """The next `count` messages after `after`."""
        return list(islice(self.messages(after), count))

    def until(self, text: str, after: int = 0) -> list[dict[str, Any]]:
        """The messages after `after` up to the one with this text."""
        got: list[dict[str, Any]] = []
        for message in self.messages(after):
            got.append(message)
            if message["text"] == text:
                break
        return got

    def close(self) -> None:
        self.client.close()


@pytest.fixture
def setenv(database: None, monkeypatch: pytest.MonkeyPatch) -> Setenv:
    """Set environment variables that count from now on."""

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        forget_settings()

    return change


@pytest.fixture
def rasa(setenv: Setenv) -> Iterator[FakeRasa]:
    """A running Rasa; the gateway's settings point to it."""
    fake = FakeRasa()
    setenv(RASA_URL=fake.serving.url)
    fake.serving.start()
    yield fake
    fake.serving.stop()


@pytest.fixture
def start_gateway(rasa: FakeRasa) -> Iterator[StartGateway]:
    """Start a gateway with the settings of now; all are stopped at the end."""
    running: list[Serving] = []

    def start(limits: Limits = LOOSE, patience: Patience = PATIENT) -> Serving:
        running.append(Serving(create_app(limits, patience)).start())
        return running[-1]

    yield start
    for serving in running:
        serving.stop()


@pytest.fixture
def open_page() -> Iterator[Callable[..., Page]]:
    """Open pages; all are closed at the end."""
    pages: list[Page] = []

    def make(url: str, token: str | None = None) -> Page:
        pages.append(Page(url, token))
        return pages[-1]

    yield make
    for page in pages:
        page.close()


@pytest.fixture
def page(start_gateway: StartGateway, open_page: Callable[..., Page]) -> Page:
    """A page of a running gateway."""
    return open_page(start_gateway().url)
