"""`kill -9` of a real gateway process: nothing lost, nothing doubled, order kept."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid

import httpx
import pytest
from sqlalchemy import select

from bot.database import reading
from bot.settings import ROOT
from bot.transcripts.tables import Message
from tests.fakes.serving import free_port, wait_until
from tests.gateway.conftest import Page


class Process:
    """`python -m bot gateway` with the settings of the test."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = {**os.environ, "GATEWAY_PORT": str(self.port)}
        command = [sys.executable, "-m", "bot", "gateway"]
        self._running = subprocess.Popen(
            command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self._alive, 60, "the start of the gateway")

    def _alive(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=1).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None


@pytest.fixture
def process(rasa):
    made = Process()
    made.start()
    yield made
    made.kill()


def _say_until_taken(page: Page, text: str) -> None:
    """As the widget does: the same id until the server says that it has it."""
    same = str(uuid.uuid4())

    def taken() -> bool:
        try:
            return page.post(id=same, text=text).status_code == 202
        except httpx.TransportError:
            return False

    wait_until(taken, 60, "a 202")


def test_kill_nine_loses_and_doubles_nothing(rasa, process):
    page = Page(process.url)
    rasa.seconds = lambda message: 0.15
    kills = {1: 0.0, 3: 0.1, 5: 0.25}  # right after the 202; while Rasa thinks; about the commit
    for number in range(7):
        _say_until_taken(page, f"رسالة {number}")
        if number in kills:
            time.sleep(kills[number])
            process.kill()
            process.start()

    def texts(author: str) -> list[str]:
        query = select(Message.text).where(Message.author == author).order_by(Message.seq)
        with reading() as session:
            return [t for t in session.execute(query).scalars() if "رسالة" in t]

    wait_until(lambda: len(texts("bot")) >= 7, 30, "seven answers")
    page.close()
    assert texts("subscriber") == [f"رسالة {number}" for number in range(7)]
    assert texts("bot") == [f"سمعت: رسالة {number}" for number in range(7)]
    # Rasa may be asked again for the turn that was cut; it knows the message by its id.
    assert len({message["message_id"] for message in rasa.asked}) == 7
