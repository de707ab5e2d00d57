"""Every general answer is reached by phrasings that are in no training data."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.questions import PHRASINGS, outcome
from bot.clock import today
from bot.dialogue.interpreting import interpreter
from bot.questions.files import shipped
from bot.text.normalise import fold_text
from tools import check_nlu

DEVELOPMENT = PHRASINGS.with_name("questions_development.yml")
REACHED = frozenset({"answered", "wrong, right one below", "offered", "beside"})
"""Said at once, or one tap away."""
LEAST = 3


def _phrasings(path: Path) -> dict[str, list[str]]:
    read: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def test_the_development_set_is_trained_on_nowhere() -> None:
    trained = {fold_text(example.text) for example in check_nlu.training_examples()}
    sets = _phrasings(DEVELOPMENT)
    assert set(sets) == set(shipped())
    assert [t for each in sets.values() for t in each if fold_text(t) in trained] == []


def test_three_unseen_phrasings_reach_every_answer(model: Path) -> None:
    unseen, more = _phrasings(PHRASINGS), _phrasings(DEVELOPMENT)
    with interpreter(model, today()) as interpret:
        reached = {
            key: sum(outcome(key, interpret(text)).outcome in REACHED for text in each + more[key])
            for key, each in unseen.items()
        }
    assert {key: count for key, count in reached.items() if count < LEAST} == {}
