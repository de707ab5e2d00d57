"""The demo phone: SMS and e-mails that leave nobody's machine.

In demo mode, without a provider, a message is printed in the terminal and kept as a JSON file in
`var/outbox/`, named by its reference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.clock import now
from bot.delivery.documents import file_name
from bot.settings import settings

_SHOWN_FILES = 500


def _folder() -> Path:
    return settings().var_dir / "outbox"


def keep(reference: str, kind: str, to: str, body: dict[str, Any]) -> None:
    """Keep one message; the same reference again replaces its file."""
    subject = body.get("subject")
    text = f"{subject}\n\n{body['text']}" if subject else body["text"]
    if body.get("document"):
        text += f"\n\n📎 {file_name(body['document'])}"
    shown = {
        "kind": kind,
        "to": to,
        "text": text,
        "at": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conversation": body.get("conversation"),
    }
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{reference}.json"
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
    print(f"\n[demo phone] {kind} to {to}\n{text}\n", flush=True)


def messages_of(conversation: str) -> list[dict[str, str]]:
    """What this conversation caused to be sent, newest last."""
    newest = sorted(_folder().glob("*.json"), key=_written)[-_SHOWN_FILES:]
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in newest]
    return [
        {name: one[name] for name in ("kind", "to", "text", "at")}
        for one in kept
        if one["conversation"] == conversation
    ]


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns
