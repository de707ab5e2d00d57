"""The shipped questions: complete, sayable, and never with a figure of their own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.facts import Confidence
from bot.questions.figures import FigureError, answer_words, problems
from bot.questions.files import QuestionsError, button_titles, read_folder, shipped
from bot.questions.question import LONGEST_KEY, Question
from bot.training_data import example
from tests.project_files import domain

ROOT = Path(__file__).resolve().parents[2]
HELD_OUT: dict[str, list[str]] = yaml.safe_load(
    (ROOT / "tests/data/questions.yml").read_text(encoding="utf-8")
)
LONGEST_ANSWER = 260
"""Characters: three lines of a bubble on a phone."""


def _question(answer: str, unsure: str = "") -> Question:
    return Question(
        key="q",
        title="t",
        answer=answer,
        unsure=unsure,
        source="s",
        dated=date(2024, 1, 1),
        confidence=Confidence.GOOD,
        phrasings=("p",),
    )


def test_there_are_enough_of_them() -> None:
    assert len(shipped()) >= 80


@pytest.mark.parametrize("key", shipped())
def test_each_can_be_said(key: str) -> None:
    question = shipped()[key]
    assert problems(question) == []
    words = answer_words(question)
    assert len(words) <= LONGEST_ANSWER
    assert "{" not in words
    assert question.source and len(question.phrasings) >= 6
    assert len(key) <= LONGEST_KEY
    payload = "/ask_question" + json.dumps({"question": key}, separators=(",", ":"))
    assert len(payload.encode()) <= 64


@pytest.mark.parametrize("key", shipped())
def test_each_goes_on_somewhere(key: str) -> None:
    for name in shipped()[key].next:
        assert name in button_titles() or name in shipped()
        assert name != key


def test_buttons_lead_to_intents() -> None:
    assert set(button_titles()) <= set(domain()["intents"])


def test_held_out_phrasings_are_not_trained_on() -> None:
    trained = {example(text, "").key for q in shipped().values() for text in q.phrasings}
    assert set(HELD_OUT) == set(shipped())
    assert all(len(each) >= 3 for each in HELD_OUT.values())
    leaked = [t for each in HELD_OUT.values() for t in each if example(t, "").key in trained]
    assert leaked == []


def test_figures_follow_the_edition_in_force() -> None:
    reconnection = shipped()["reconnect_time"]
    assert "3 ساعات" in answer_words(reconnection, date(2023, 5, 1))
    assert "75 ريال" in answer_words(reconnection, date(2023, 5, 1))
    assert "ساعتين" in answer_words(reconnection, date(2025, 5, 1))


def test_an_uncertain_figure_is_never_said() -> None:
    outage = shipped()["comp_outage"]
    assert not any(c.isdigit() for c in answer_words(outage, date(2025, 6, 1)))
    assert "200 ريال" in answer_words(outage, date(2024, 6, 1))


def test_a_figure_that_may_not_be_said_needs_other_words() -> None:
    said = _question("{standards.unplanned_restoration.hours:hours}")
    with pytest.raises(FigureError):
        answer_words(said)
    assert problems(said)


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("السعر 18 هللة", "figure"),
        ("{tariff.nothing}", "no fact"),
        ("{payment.issue_day:parsecs}", "no unit"),
        ("قوس { مفتوح", "brace"),
    ],
)
def test_problems_are_named(answer: str, wrong: str) -> None:
    assert any(wrong in each for each in problems(_question(answer)))


def test_a_part_that_an_edition_lacks_is_not_sayable() -> None:
    gone = _question("{standards.planned_notice.weeks:days}", unsure="بدون رقم")
    assert answer_words(gone) == "بدون رقم"


def test_a_broken_file_names_its_question(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text(
        "nlu:\n  - intent: ask_question\n    metadata: {question: q, title: t}\n"
        "    examples: |\n      - a\n"
    )
    with pytest.raises(QuestionsError, match=r"x\.yml, q"):
        read_folder(tmp_path)


def test_a_body_is_read_as_it_was_written() -> None:
    for question in shipped().values():
        assert Question.from_body(question.key, 0, question.body()) == question
