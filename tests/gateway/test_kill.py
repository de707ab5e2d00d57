"""`kill -9` of a real gateway process: nothing lost, nothing doubled, order kept."""

from __future__ import annotations

import time
import uuid

import httpx
import pytest
from sqlalchemy import select

from bot.database import reading
from bot.transcripts.tables import Message
from tests.fakes.serving import wait_until
from tests.gateway.conftest import Page
from tests.gateway.processes import Gateway


@pytest.fixture
def process(rasa):
    made = Gateway()
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
