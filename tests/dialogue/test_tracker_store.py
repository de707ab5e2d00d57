from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from bot.dialogue.tracker_store import TURNS_KEPT, SealedTrackerStore, shorten
from tests.dialogue.conftest import EXAMPLE, Bot


@pytest.fixture
def store(database: None) -> SealedTrackerStore:
    """An empty store with the example's slots."""
    return SealedTrackerStore(Domain.load(str(EXAMPLE / "domain.yml")))


async def _reload(bot: Bot) -> DialogueStateTracker:
    tracker = await bot.app.ctx.agent.tracker_store.retrieve("web:1")
    assert tracker is not None
    return tracker


async def test_what_was_said_is_not_readable_at_rest(bot: Bot, tmp_path: Path) -> None:
    await bot.say("كم فاتورتي يا سعود")
    store = bot.app.ctx.agent.processor.tracker_store
    with store._engine.connect() as connection:
        kept = connection.execute(text("SELECT events FROM rasa_trackers")).scalar_one()
    assert "سعود" not in kept
    assert "\\u0633" not in kept
    assert "ask_bill" not in kept


async def test_slots_and_form_outlive_the_turns_that_set_them(bot: Bot) -> None:
    await bot.say("كم فاتورتي")
    await bot.say("الكهرباء طافية")
    for _ in range(TURNS_KEPT + 4):
        await bot.say("/ask_bill")
    tracker = await _reload(bot)
    assert tracker.get_slot("colour") == f"blue {TURNS_KEPT + 5}"
    assert tracker.active_loop_name == "report_form"
    assert tracker.get_slot("requested_slot") == "answer"
    done = await bot.say("ايه الجيران كذلك")
    assert done["replies"] == [{"text": "سجلنا: ايه الجيران كذلك"}]
    assert (await _reload(bot)).active_loop_name is None


async def test_a_conversation_does_not_grow(bot: Bot) -> None:
    sizes = []
    for _ in range(TURNS_KEPT * 3):
        await bot.say("كم فاتورتي")
        sizes.append(len((await _reload(bot)).events))
    assert sizes[-1] == sizes[TURNS_KEPT + 1]


async def test_a_restart_finds_the_conversation_where_it_was(bot: Bot) -> None:
    await bot.say("الكهرباء طافية")
    before = await _reload(bot)
    again = SealedTrackerStore(bot.app.ctx.agent.domain)
    after = await again.retrieve("web:1")
    assert after is not None
    assert list(after.events) == list(before.events)
    assert after.active_loop_name == "report_form"


async def test_a_new_session_starts_without_the_old_one(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.say("الكهرباء طافية")
    later = time.time() + 61 * 60
    monkeypatch.setattr("time.time", lambda: later)
    await bot.say("كم فاتورتي")
    tracker = await _reload(bot)
    assert tracker.active_loop_name is None
    assert sum(isinstance(event, UserUttered) for event in tracker.events) == 1


async def test_an_unknown_conversation_is_none_and_not_made_by_asking(
    store: SealedTrackerStore,
) -> None:
    assert await store.retrieve("web:nobody") is None
    await store.get_or_create_tracker("web:nobody")
    assert list(await store.keys()) == []


async def test_saving_twice_keeps_one_row(store: SealedTrackerStore) -> None:
    tracker = DialogueStateTracker.from_events("web:1", [ActionExecuted("action_listen")])
    await store.save(tracker)
    await store.save(tracker)
    assert list(await store.keys()) == ["web:1"]


def test_few_turns_are_kept_as_they_are(store: SealedTrackerStore) -> None:
    events = [UserUttered("هلا"), ActionExecuted("utter_greet")] * TURNS_KEPT
    assert shorten(events, store.domain) == events


async def test_of_two_processes_asked_at_once_one_keeps_its_turn(
    store: SealedTrackerStore,
) -> None:
    other = SealedTrackerStore(store.domain)

    async def answer(of: SealedTrackerStore, text: str) -> None:
        tracker = await of.get_or_create_tracker("web:1")
        tracker.update(UserUttered(text))
        await asyncio.sleep(0.05)
        await of.save(tracker)

    for words in (("أهلا", "أهلا"), ("كم", "كم")):  # the first row, and one that is there
        ends = await asyncio.gather(
            *(answer(of, text) for of, text in zip((store, other), words, strict=True)),
            return_exceptions=True,
        )
        assert sorted(type(end).__name__ for end in ends) == ["NoneType", "TrackerChanged"]
    kept = await store.retrieve("web:1")
    assert kept is not None
    said = [event.text for event in kept.events if isinstance(event, UserUttered)]
    assert said == ["أهلا", "كم"]
