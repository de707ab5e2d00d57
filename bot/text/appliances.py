"""Appliances named in folded text, by the names of `data/appliances.yml`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from bot.text.normalise import fold_text
from bot.text.spans import END, START, Found, one_of

APPLIANCES_FILE = Path(__file__).resolve().parents[2] / "data" / "appliances.yml"
_CLITIC = START + r"(?:[وف]?(?:لل|[بل]))?[وف]?(?:ال)?"


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    content = yaml.safe_load(APPLIANCES_FILE.read_text(encoding="utf-8"))
    return {
        " ".join(fold_text(str(name)).split()): key
        for key, body in content["appliances"].items()
        for name in body["names"]
    }


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(f"{_CLITIC}(?P<name>{one_of(_names())}){END}")


def find_appliances(text: str) -> list[Found]:
    """Every appliance in folded text, as its key ("ac_split"); the longest name wins."""
    return [
        Found("appliance", _names()[" ".join(m["name"].split())], m.start("name"), m.end())
        for m in _pattern().finditer(text)
    ]
