"""The project's own YAML files, each read once for the whole run."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from bot.settings import ROOT


@cache
def read_yaml(path: str) -> Any:
    """What a file holds; not to be changed. `path` from the project's folder."""
    with (ROOT / path).open(encoding="utf-8") as file:
        return yaml.load(file, yaml.CSafeLoader)


def domain() -> dict[str, Any]:
    """The bot's domain."""
    found: dict[str, Any] = read_yaml("domain.yml")
    return found
