"""The questions as shipped: `data/questions/*.yml`.

Each is one item of Rasa's own training data: the phrasings are the examples of the intent
`ask_question`, and everything else stands in the item's `metadata`. So there is one copy, and
`rasa train` reads it without a step in between.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.facts import Confidence
from bot.questions.question import Question
from bot.settings import ROOT

FOLDER = ROOT / "data" / "questions"
INTENT = "ask_question"
_BUTTONS = Path(__file__).with_name("buttons.yml")


class QuestionsError(Exception):
    """A file of questions is wrong; the message names the file and what to mend."""


@lru_cache(maxsize=1)
def shipped() -> dict[str, Question]:
    """Every shipped question by its key, in the order of the files."""
    return read_folder(FOLDER)


@lru_cache(maxsize=1)
def topics() -> dict[str, str]:
    """The topic (name of the file) of each shipped question."""
    return {
        question.key: path.stem
        for path in sorted(FOLDER.glob("*.yml"))
        for question in _read_file(path)
    }


@lru_cache(maxsize=1)
def button_titles() -> dict[str, str]:
    """What stands on a button that leads to an intent."""
    titles: dict[str, str] = yaml.safe_load(_BUTTONS.read_text(encoding="utf-8"))
    return titles


def read_folder(folder: Path) -> dict[str, Question]:
    """Every question of a folder.

    Raises:
        QuestionsError: a file is not as described above, or a key stands twice.
    """
    found: dict[str, Question] = {}
    for path in sorted(folder.glob("*.yml")):
        for question in _read_file(path):
            if question.key in found:
                raise QuestionsError(f"{path.name}: {question.key} stands twice")
            found[question.key] = question
    return found


def _read_file(path: Path) -> list[Question]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_read_item(item, path.name) for item in content["nlu"]]


def _read_item(item: dict[str, Any], where: str) -> Question:
    told = item.get("metadata") or {}
    try:
        return Question(
            key=told["question"],
            title=told["title"],
            answer=told["answer"],
            unsure=told.get("unsure", ""),
            source=told["source"],
            dated=date.fromisoformat(told["date"]),
            confidence=Confidence(told["confidence"]),
            next=tuple(told["next"]),
            phrasings=tuple(
                line.removeprefix("- ").strip() for line in item["examples"].strip().splitlines()
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        name = told.get("question", "a question without a key")
        raise QuestionsError(f"{where}, {name}: {error!r}") from error
