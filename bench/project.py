"""Rasa projects to train: ours, and the stock `rasa init` pipeline on the same data."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bench.dialogues import SPOKEN
from bot.settings import ROOT

SEED = 2026
STOCK = Path(__file__).with_name("stock")
"""config.yml and credentials.yml as `rasa init` of 3.6.21 writes them."""
_OURS = ("config.yml", "endpoints.yml", "credentials.yml", "domain.yml")


def make_ours(folder: Path, an_intent: int | None) -> int:
    """Our project in `folder`; returns its number of examples (at most `an_intent` of each)."""
    _empty(folder)
    for name in _OURS:
        shutil.copy(ROOT / name, folder)
    return _copy_data(folder, an_intent)


def make_stock(folder: Path, an_intent: int | None, actions_url: str) -> int:
    """The stock pipeline with our domain, rules and examples; actions by HTTP."""
    _empty(folder)
    for file in STOCK.glob("*.yml"):
        shutil.copy(file, folder)
    shutil.copy(ROOT / "domain.yml", folder)
    endpoints = {"action_endpoint": {"url": actions_url}}
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return _copy_data(folder, an_intent)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _copy_data(folder: Path, an_intent: int | None) -> int:
    for name in ("rules", "stories"):
        if (ROOT / "data" / name).is_dir():
            shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    (folder / "data" / "nlu").mkdir(parents=True)
    count = 0
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for item in content["nlu"]:
            if "intent" in item:
                examples = sample(list(_examples(item)), an_intent, item["intent"])
                item["examples"] = "".join(f"- {text}\n" for text in examples)
                count += len(examples)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / "data" / "nlu" / path.name).write_text(text, encoding="utf-8")
    return count


def _examples(item: dict[str, Any]) -> Iterator[str]:
    for line in item["examples"].splitlines():
        if line.startswith("- "):
            yield line[2:]


def sample(examples: list[str], size: int | None, name: str) -> list[str]:
    """The same `size` examples of an intent in each run (all when there are no more).

    What the benchmark says is among them if it is an example at all, so that times are compared of
    turns that both understood.
    """
    if size is None or len(examples) <= size:
        return examples
    said = [text for text in examples if text in SPOKEN]
    others = [text for text in examples if text not in SPOKEN]
    return said + random.Random(f"{SEED} {name}").sample(others, size - len(said))
