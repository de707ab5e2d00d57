"""Words of the printed bill, from bill_words.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("bill_words.yml")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def word(key: str) -> str:
    """The words of `key`, with their `{values}` still open.

    Raises:
        KeyError: no such key.
    """
    return _words()[key]
