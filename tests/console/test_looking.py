"""Who only looks on is seen by the others, and forgotten when they are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from bot.clock import now
from bot.console import desk, looking
from bot.console.tables import ConversationViewer, Role
from bot.database import reading, transaction
from bot.transcripts.handover import ask_for_person
from bot.transcripts.record import ensure_conversation
from tests.console.conftest import post


@pytest.fixture
def number(database: None) -> int:
    """A conversation that waits."""
    with transaction() as session:
        ask_for_person(session, "web:1", "human")
        return ensure_conversation(session, "web:1").id


def _lookers(number: int) -> list[str]:
    with reading() as session:
        return looking.lookers(session, [number]).get(number, [])


def test_a_page_that_is_open_is_seen_by_others(sign_in, number):
    base = f"/staff/conversations/{number}"
    agent, viewer = sign_in(Role.AGENT), sign_in(Role.VIEWER)
    assert "يطلع عليها" not in agent.get(base).text, "one does not look on oneself"
    assert "يطلع عليها الآن: <bdi>agent</bdi>" in viewer.get(base).text
    assert (
        "يطلع عليها الآن: <bdi>agent، viewer</bdi>" in sign_in(Role.SUPERVISOR).get("/staff").text
    )
    post(agent, f"{base}/take")
    assert "يطلع عليها" not in viewer.get(base).text, "who answers does more than look on"
    part = post(agent, f"{base}/looking").text
    assert part.count("<p") == 1 and "<bdi>viewer</bdi>" in part
    post(viewer, f"{base}/looking", leave="1")
    assert "viewer" not in post(agent, f"{base}/looking").text
    assert post(viewer, "/staff/conversations/987654/looking").status_code == 404


def test_who_is_not_seen_again_is_forgotten(number):
    began = now()
    with time_machine.travel(began, tick=False), transaction() as session:
        looking.look(session, number, "huda")
        looking.look(session, number, "ali")
    with time_machine.travel(began + timedelta(seconds=20), tick=False):
        with transaction() as session:
            looking.look(session, number, "ali")
        assert _lookers(number) == ["ali", "huda"]
    with time_machine.travel(began + timedelta(seconds=45), tick=False):
        assert _lookers(number) == ["ali"]
        with transaction() as session:
            looking.look(session, number, "sara")
            assert session.execute(select(func.count(ConversationViewer.name))).scalar_one() == 2


def test_whoever_looks_on_takes_nothing(number):
    with transaction() as session:
        looking.look(session, number, "huda")
        assert desk.take(session, number, "ali")
    assert _lookers(number) == ["huda"]
