"""Questions that nobody here can answer get no answer: neither a made-up nor a near one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.questions import outcome
from bot.clock import today
from bot.dialogue.interpreting import interpreter
from bot.questions.files import INTENT
from bot.text.normalise import fold_text
from tools import check_nlu

DATA = Path(__file__).resolve().parents[2] / "data" / "off_list.yml"
OFF_LIST: dict[str, list[str]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
NOT_OURS = {"out_of_scope", "nlu_fallback"}
REQUESTS = 2
"""How many may be taken for a request: its action asks back, and makes nothing up."""


@pytest.fixture(scope="module")
def heard(model: Path) -> list[tuple[str, dict[str, Any]]]:
    """Each question as the current model hears it."""
    with interpreter(model, today()) as interpret:
        return [(text, interpret(text)) for each in OFF_LIST.values() for text in each]


def test_the_list_is_large_and_trained_on_nowhere() -> None:
    texts = {fold_text(text) for each in OFF_LIST.values() for text in each}
    assert len(texts) >= 50
    trained = {fold_text(example.text) for example in check_nlu.training_examples()}
    assert texts & trained == set()


def test_none_gets_an_answer_of_the_list(heard: list[tuple[str, dict[str, Any]]]) -> None:
    made = [outcome("", parse) for _, parse in heard]
    assert [a.text for a in made if a.outcome in ("wrong", "beside wrong")] == []


def test_hardly_any_is_taken_for_a_request(heard: list[tuple[str, dict[str, Any]]]) -> None:
    taken = [t for t, parse in heard if parse["intent"]["name"] not in {*NOT_OURS, INTENT}]
    assert len(taken) <= REQUESTS, taken
