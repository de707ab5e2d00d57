"""The training examples of `data/nlu` and the held-out messages, and how they are compared.

Two messages are the same when they differ only in spelling, punctuation or spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT
from bot.text.normalise import fold_text

NLU = ROOT / "data" / "nlu"
QUESTIONS = ROOT / "data" / "questions"
HELD_OUT = ROOT / "tests" / "data" / "heldout.yml"
"""Messages that no model may be trained on: they measure."""
DEVELOPMENT = ROOT / "tests" / "data" / "intents_development.yml"
"""Messages that no model is trained on either, by which changes are chosen."""
DOMAIN = ROOT / "domain.yml"
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_NO_WORD = re.compile(r"[\W_]+")
_NO_MEANING = frozenset({"nlu_fallback"})
_ONLY_IN_BUTTONS = frozenset({"area", "outage_scope"})


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same in C: 16,000 examples in a tenth of the time, while somebody waits for a page."""


@dataclass(frozen=True)
class Example:
    """A message, the intent it was given, and the text by which it is compared."""

    text: str
    intent: str
    key: str


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return loaded


def key_of(text: str) -> str:
    """The text by which a message is compared."""
    folded = fold_text(text)
    return _NO_WORD.sub(" ", folded).strip() or folded


def example(text: str, intent: str) -> Example:
    """Messages that differ only in spelling, punctuation or spaces get the same key."""
    return Example(text, intent, key_of(text))


def training_examples(*folders: Path) -> list[Example]:
    """All examples of the NLU files and of the questions, entity annotations taken off."""
    found = []
    for path in [p for folder in folders or (NLU, QUESTIONS) for p in sorted(folder.glob("*.yml"))]:
        for item in _load(path).get("nlu") or []:
            if "intent" in item:
                found += [example(text, item["intent"]) for text in _texts(item["examples"])]
    return found


def held_out_examples(path: Path = HELD_OUT) -> list[Example]:
    """All messages of the held-out set."""
    content = _load(path)
    return [example(m["text"], m["intent"]) for m in content["messages"]]


def development_examples(path: Path = DEVELOPMENT) -> list[Example]:
    """All messages of the development set; of one that asks two things the more urgent."""
    intents = _load(path)
    return [example(text, each.split(" + ")[0]) for each in intents for text in intents[each]]


def _texts(examples: str | list[str | dict[str, str]]) -> Iterator[str]:
    """Rasa's two ways of writing examples: a block of `- ` lines, or a list."""
    if isinstance(examples, str):
        entries: Iterable[str] = re.split(r"^- ?", examples, flags=re.M)[1:]
    else:
        entries = (e if isinstance(e, str) else e["text"] for e in examples)
    for entry in entries:
        yield _ANNOTATION.sub(r"\1", entry).strip()


@lru_cache(maxsize=1)
def _domain() -> dict[str, Any]:
    return _load(DOMAIN)


def intents() -> list[str]:
    """Every meaning that a message can have, in the domain's order."""
    names = (next(iter(one)) if isinstance(one, dict) else one for one in _domain()["intents"])
    return [str(name) for name in names if name not in _NO_MEANING]


def entity_kinds() -> list[str]:
    """Every kind of value that people can say."""
    names = (next(iter(one)) if isinstance(one, dict) else one for one in _domain()["entities"])
    return [str(name) for name in names if name not in _ONLY_IN_BUTTONS]


def actions() -> list[str]:
    """Every action of the dialogue, forms not among them."""
    return [str(name) for name in _domain()["actions"] if not str(name).startswith("validate_")]


def forms() -> list[str]:
    """Every form."""
    return list(slots_of_forms())


def slots_of_forms() -> dict[str, list[str]]:
    """Every form with the slots that it asks for."""
    found = _domain().get("forms") or {}
    return {form: list(of["required_slots"]) for form, of in found.items()}
