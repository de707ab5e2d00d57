"""Readiness means that the first message need not load anything."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from bot.dialogue import warm
from bot.dialogue.tracker_store import SealedTrackerStore
from bot.facts import facts
from tests.dialogue.conftest import Bot

READY = "/webhooks/gateway/ready"


async def test_ready_has_loaded_the_facts_and_saved_nothing(bot: Bot) -> None:
    facts.cache_clear()
    assert (await bot.http.get(READY)).status_code == 200
    assert facts.cache_info().currsize == 1
    assert list(await SealedTrackerStore().keys()) == []


async def test_a_model_is_warmed_up_once(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await bot.http.get(READY)).status_code == 200
    monkeypatch.setattr(warm, "warm_up", None)  # a second call would fail
    assert (await bot.http.get(READY)).status_code == 200


async def test_not_ready_without_the_database(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("select 1", {}, Exception("no route"))

    with monkeypatch.context() as patched:
        patched.setattr(warm, "reading", away)
        assert (await bot.http.get(READY)).status_code == 503
    assert (await bot.http.get(READY)).status_code == 200
