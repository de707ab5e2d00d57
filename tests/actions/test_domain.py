"""The domain, the rules and the actions agree with each other; nothing is written for nobody."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action

import actions
from tests.project_files import domain, read_yaml

ROOT = Path(__file__).resolve().parents[2]
DOMAIN: dict[str, Any] = domain()
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
INTENTS = set(DOMAIN["intents"])
ENTITIES = {e if isinstance(e, str) else next(iter(e)) for e in DOMAIN["entities"]}
RULES = [
    rule
    for path in sorted((ROOT / "data/rules").glob("*.yml"))
    for rule in read_yaml(str(path.relative_to(ROOT)))["rules"]
]
SOURCES = sorted([*(ROOT / "actions").glob("*.py"), *(ROOT / "bot").glob("*/*.py")])
LONGEST_PAYLOAD = 64
"""Bytes of a Telegram button's callback data; docs/dialogue.md, conventions."""
_PAYLOAD = re.compile(r"/(?P<intent>\w+)(?P<entities>\{.*\})?")


def _strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal and f-string, the filled-in parts of the latter as a wildcard."""
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(v.value) if isinstance(v, ast.Constant) else r"\w*" for v in node.values
            ]
            yield "".join(parts)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            yield re.escape(node.value)


def _said() -> set[str]:
    """Patterns of the response keys that the code utters."""
    patterns = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        patterns |= {s for s in _strings(tree) if re.match(r"utter_[a-z]", s)}
    return patterns - {"utter_action"}  # where Rasa notes which response was uttered


def _in_rules() -> set[str]:
    return {step["action"] for rule in RULES for step in rule["steps"] if "action" in step}


def _asked() -> set[str]:
    slots = [slot for form in DOMAIN["forms"].values() for slot in form["required_slots"]]
    return {f"utter_ask_{slot}" for slot in slots}


def _actions() -> dict[str, type[Action]]:
    """Every action class of actions/, by the name it gives itself."""
    found = {}
    for module in pkgutil.iter_modules(actions.__path__):
        members = inspect.getmembers(importlib.import_module(f"actions.{module.name}"))
        for _, member in members:
            if inspect.isclass(member) and issubclass(member, Action) and member is not Action:
                found[member().name()] = member
    return found


def _buttons() -> list[Any]:
    return [
        pytest.param(button, id=f"{key}: {button['title']}")
        for key, variations in RESPONSES.items()
        for variation in variations
        for button in variation.get("buttons", [])
    ]


def test_every_uttered_response_exists() -> None:
    patterns = _said()
    assert len(patterns) > 50, "the search for response keys finds next to nothing"
    nobody = {p for p in patterns if not any(re.match(p, key) for key in RESPONSES)}
    assert nobody == set()


def test_every_whole_key_is_a_response() -> None:
    """A key without a filled-in part is a response, or the stem of keys that are put together."""
    whole = {p for p in _said() if r"\w*" not in p}
    unknown = {
        p for p in whole - set(RESPONSES) if not any(k.startswith(f"{p}_") for k in RESPONSES)
    }
    assert unknown == set()


def test_every_response_is_said_by_somebody() -> None:
    patterns = _said()
    stems = {rf"{p}_\w+" for p in patterns if r"\w*" not in p and p not in RESPONSES}
    used = [re.compile(p) for p in patterns | stems]
    silent = {key for key in RESPONSES if not any(p.fullmatch(key) for p in used)}
    assert silent - _in_rules() - _asked() == set()


def test_every_question_of_a_form_can_be_asked() -> None:
    by_action = {f"action_ask_{q.removeprefix('utter_ask_')}": q for q in _asked()}
    asked_by_action = {q for name, q in by_action.items() if name in DOMAIN["actions"]}
    # Asked by their validate actions.
    slots = ("outage_draft", "complaint_step", "service_step", "addition_words")
    driven_by_draft = {f"utter_ask_{slot}" for slot in slots}
    assert _asked() - set(RESPONSES) - asked_by_action - driven_by_draft == set()


@pytest.mark.parametrize("button", _buttons())
def test_every_button_means_something(button: dict[str, str]) -> None:
    # Rasa fills in values, so braces are doubled.
    payload = button["payload"].format(reference="C1234567", meant="a@gmail.com")
    match = _PAYLOAD.fullmatch(payload)
    assert match, "no /intent{entities}"
    assert match["intent"] in INTENTS
    assert set(json.loads(match["entities"] or "{}")) <= ENTITIES
    assert len(payload.encode()) <= LONGEST_PAYLOAD


def test_every_intent_has_one_rule() -> None:
    begun = [rule["steps"][0]["intent"] for rule in RULES if "intent" in rule["steps"][0]]
    assert sorted(begun) == sorted(INTENTS)


def test_every_action_exists() -> None:
    declared = set(DOMAIN["actions"])
    assert declared == set(_actions())
    assert {a for a in _in_rules() if a.startswith(("action_", "validate_"))} <= declared


def test_every_value_of_a_response_stands_in_it_by_name() -> None:
    """A placeholder is a plain name: Rasa fills only those, and leaves the others as they are."""
    texts = [v["text"] for variations in RESPONSES.values() for v in variations]
    holes = {hole for text in texts for hole in re.findall(r"\{([^{}]*)\}", text)}
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", hole) for hole in holes), holes
