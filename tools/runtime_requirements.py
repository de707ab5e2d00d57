"""`python tools/runtime_requirements.py`: the lock without what only development needs.

Reads `requirements.in` (everything below its line `# development`) and the reasons that the lock
gives each package (`# via …`); prints the lines that an image installs.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[.*\])?==\S+\s*#\s*via (?P<via>.*)$")
_ASKED = "-r requirements.in"


def _name(text: str) -> str:
    return re.split(r"[\s\[=<>]", text.strip(), maxsplit=1)[0].lower().replace("_", "-")


def development(text: str) -> set[str]:
    """What `requirements.in` asks for development only."""
    lines = text.partition("# development")[2].splitlines()[1:]
    return {_name(line) for line in lines if line.strip() and not line.startswith("#")}


def runtime(lock: str, only_development: set[str]) -> list[str]:
    """The lock's lines of packages that something besides development asks for."""
    reasons: dict[str, set[str]] = {}
    lines: dict[str, str] = {}
    for line in lock.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        name = _name(found["name"])
        lines[name] = line
        reasons[name] = {reason.strip() for reason in found["via"].split(",")}
    dropped = set(only_development)
    for _ in lines:  # what a dropped package brought goes too
        more = {
            name
            for name, why in reasons.items()
            if name not in dropped and {_name(each) for each in why} <= dropped
        }
        if not more:
            break
        dropped |= more
    kept = {reason for name in lines if name not in dropped for reason in reasons[name]}
    assert _ASKED in kept, "the lock gives no reasons: make it by `make lock`"
    return [line for name, line in lines.items() if name not in dropped]


if __name__ == "__main__":
    asked = (ROOT / "requirements.in").read_text(encoding="utf-8")
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    print("\n".join(runtime(locked, development(asked))))
