"""What several of one's accounts owe."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import transaction
from bot.dialogue.both_accounts import asks_several
from bot.identity.links import claim
from bot.identity.mine import rename

KEY = "web:both"


@pytest.fixture
def tracker(database: None) -> DialogueStateTracker:
    with transaction() as session:
        for number, name in (("30000000003", "البيت"), ("30000000004", "المحل")):
            claim(session, KEY, number)
            rename(session, KEY, number, name)
    return DialogueStateTracker.from_events(KEY, [])


def _parse(intent: str = "ask_question") -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 0.6}, "entities": []}


@pytest.mark.parametrize(
    "text", ["فاتوره البيت والمحل كم", "كم علي في المحل والبيت", "fatoret el bait w el mahal kam"]
)
def test_both_are_asked_for(tracker: DialogueStateTracker, text: str) -> None:
    assert asks_several(text, _parse(), tracker)
    assert not asks_several(text, _parse("danger"), tracker)
    assert not asks_several(text, _parse(), DialogueStateTracker.from_events("web:other", []))


@pytest.mark.parametrize(
    "text",
    ["كم فاتورة المحل", "كيف تحسبون سعر البيت والمحل", "ارسل فاتورة البيت والمحل", "البيت والمحل"],
)
def test_one_or_another_matter(tracker: DialogueStateTracker, text: str) -> None:
    assert not asks_several(text, _parse(), tracker)
