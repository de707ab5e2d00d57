"""Words of what goes out by SMS and e-mail, and of notices that no dialogue turn says."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("texts.yml")


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def text(key: str, **values: str) -> str:
    """The words of `key` with its `{values}` filled in.

    Raises:
        KeyError: no such key, or a value is missing.
    """
    return _texts()[key].strip().format(**values)
