"""How general questions are answered: `python -m bench.questions [model.tar.gz] [--errors]`.

Asks the whole pipeline the phrasings of `tests/data/questions.yml`, which are in no training data,
and does with each what `actions/questions.py` would do.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.table import Table
from bot.clock import today
from bot.dialogue.beside import question_beside
from bot.dialogue.interpreting import interpreter
from bot.questions.choosing import CONCEIVABLE, RESCUE, SURE, Ranked, choose, is_sure
from bot.questions.files import INTENT
from bot.settings import ROOT
from bot.starting.model import MODEL

PHRASINGS = ROOT / "tests" / "data" / "questions.yml"


@dataclass(frozen=True)
class Asked:
    """One phrasing and what became of it."""

    key: str
    text: str
    intent: str
    ranked: Ranked
    outcome: str
    """answered, wrong, wrong with the right one on a button, offered (the right one among two),
    offered wrong, unknown. Heard as another intent: beside (the right one on a button below the
    request's answer), beside wrong, other intent (none there)."""


def outcome(key: str, parsed: dict[str, Any]) -> Asked:
    """What the subscriber would have heard."""
    intent = parsed["intent"]["name"]
    ranked = [(k, s) for k, s in parsed.get("questions") or []]
    made = Asked(key, parsed["text"], intent, ranked, "")
    if intent != INTENT and not _is_rescued(parsed, ranked):
        beside = question_beside(parsed)
        return _with(made, {key: "beside", None: "other intent"}.get(beside, "beside wrong"))
    choice = choose(ranked)
    if choice.answer:
        below = "wrong, right one below" if key in choice.offer else "wrong"
        return _with(made, "answered" if choice.answer == key else below)
    if choice.offer:
        return _with(made, "offered" if key in choice.offer else "offered wrong")
    return _with(made, "unknown")


def _is_rescued(parsed: dict[str, Any], ranked: Ranked) -> bool:
    """Whether a message that was not understood is answered (`asks_known_question`)."""
    intent = parsed["intent"]["name"]
    if intent == "nlu_fallback":
        return is_sure(ranked, SURE)
    thought_of = {each["name"]: each["confidence"] for each in parsed["intent_ranking"]}
    stray = intent == "out_of_scope" and thought_of.get(INTENT, 0.0) >= CONCEIVABLE
    return stray and is_sure(ranked, RESCUE)


def _with(made: Asked, what: str) -> Asked:
    return Asked(made.key, made.text, made.intent, made.ranked, what)


def table_of(asked: list[Asked]) -> Table:
    """Percentages of all phrasings."""
    table = Table(f"General questions, {len(asked)} phrasings", ["measure", "%"])
    first = sum(bool(a.ranked) and a.ranked[0][0] == a.key for a in asked)
    among = sum(a.key in [k for k, _ in a.ranked[:2]] for a in asked)
    table.add("accuracy@1 of the search", f"{100 * first / len(asked):.1f}")
    table.add("accuracy@2 of the search", f"{100 * among / len(asked):.1f}")
    for name, count in Counter(a.outcome for a in asked).most_common():
        table.add(name, f"{100 * count / len(asked):.1f}")
    return table


def main() -> int:
    """Measure one model."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions", description=__doc__)
    parser.add_argument("model", nargs="?", type=Path, default=MODEL)
    parser.add_argument("--errors", action="store_true", help="list what was not answered right")
    options = parser.parse_args()
    held_out: dict[str, list[str]] = yaml.safe_load(PHRASINGS.read_text(encoding="utf-8"))
    with interpreter(options.model, today()) as interpret:
        asked = [outcome(key, interpret(text)) for key, texts in held_out.items() for text in texts]
    print(table_of(asked).markdown())
    if options.errors:
        for a in asked:
            if a.outcome != "answered":
                print(f"{a.outcome} | {a.key} | {a.intent} | {a.text} | {a.ranked[:2]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
