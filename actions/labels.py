"""Names of things inside sentences, from labels.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("labels.yml")


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def label(kind: str, key: str) -> str:
    """What `key` is called.

    Raises:
        KeyError: it has no name.
    """
    return _labels()[kind][key]


def has_label(kind: str, key: str) -> bool:
    """Whether `key` has a name."""
    return key in _labels()[kind]
