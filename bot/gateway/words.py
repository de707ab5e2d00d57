"""The gateway's own sentences, kept in `words.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("words.yml")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words


def word(key: str, **values: object) -> str:
    """A sentence with its `{values}`; `media.photo` reaches into a group. KeyError if unknown."""
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**values)
