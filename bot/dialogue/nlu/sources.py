"""What makes a trained model stale besides its data: the code that reads text.

Rasa's fingerprint of a component sees only the component's own class. A change in the shared
normaliser would keep the old model, so the components add this.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WATCHED = (
    "bot/text/*.py",
    "bot/dialogue/nlu/*.py",
    "data/appliances.yml",
    "data/lookups/asides.yml",
    "data/lookups/cities.yml",
    "data/lookups/given_names.yml",
    "data/facts/accounts.yml",
)


def sources_fingerprint(root: Path = ROOT) -> str:
    """A hash of every source that reads text, and of the lookups it reads."""
    digest = hashlib.sha256()
    for pattern in WATCHED:
        for path in sorted(root.glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
