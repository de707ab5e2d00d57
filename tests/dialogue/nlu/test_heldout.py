"""The gate: no change may make the bot understand people worse than it did.

Trains nothing by itself: `python -m bot train` makes the model in `models/` if its sources changed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.nlu_in_process import recorded
from bot.dialogue.interpreting import interpreter
from bot.improving.measure import MAIN_INTENTS, Report, evaluate, messages, today
from tools import check_nlu

SLACK = 0.01
"""A figure may fall by one point, no more."""
RECORDED = recorded()


def test_the_set_is_large_enough_to_tell() -> None:
    held_out = messages()
    counts = Counter(m.intent for m in held_out)
    tags = Counter(tag for m in held_out for tag in m.tags)
    catalogue = {i for i, count in counts.items() if count < 20}
    assert len(held_out) >= 1500 and len(counts) >= 60 and len(catalogue) <= 24
    assert min(counts.values()) >= 4 and min(counts[i] for i in MAIN_INTENTS) >= 39
    assert counts["out_of_scope"] >= 200 and sum(bool(m.also) for m in held_out) >= 150
    assert tags["typo"] >= 200 and tags["arabizi"] + tags["english"] >= 150


def test_nothing_of_it_is_trained_on() -> None:
    leaked = check_nlu.leaks(check_nlu.training_examples(), check_nlu.held_out_examples())
    assert [f"{e.intent}: {e.text}" for e in leaked] == []


@pytest.fixture(scope="session")
def report(model: Path) -> Report:
    """The current model on all held-out messages."""
    with interpreter(model, today()) as interpret:
        return evaluate(interpret)


def test_every_figure_is_recorded(report: Report) -> None:
    assert set(report.figures()) == set(RECORDED)


@pytest.mark.parametrize("name", [name for name in RECORDED if name != "false_alarms"])
def test_understands_no_worse(report: Report, name: str) -> None:
    assert report.figures()[name] >= RECORDED[name] - SLACK


def test_takes_no_more_questions_for_strays(report: Report) -> None:
    assert report.figures()["false_alarms"] <= RECORDED["false_alarms"] + SLACK
