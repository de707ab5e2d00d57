"""A person's copy of what is kept: a page to read, or JSON for another program.

Made when it is fetched: no file with personal data lies anywhere.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from sqlalchemy.orm import Session

from bot.clock import RIYADH, now
from bot.privacy.holdings import Person, group_title, to_copy
from bot.rendering.words import date_words

_HERE = Path(__file__).parent
_INSIDE = frozenset(
    {
        "key", "message_key", "stored_as", "sha256", "identity_fingerprint", "version", "extra",
        "done_at_once", "ranking", "slots", "actions", "milliseconds", "conversation_id",
        "identity_id", "area_id", "external_id", "feeder", "clerk_seen_at", "worst_confidence",
        "misunderstood", "seen_seq", "last_seq", "clerk", "text", "waiting_since", "handled_by",
        "decided_by", "watt_hours_source",
    }
)  # fmt: skip
"""Columns that are machinery, names of staff, or say again what another column says."""
_JSON = frozenset({"content", "changes", "before", "data"})
"""Columns that hold JSON as text."""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load((_HERE / "columns.yml").read_text(encoding="utf-8"))
    return loaded


def copy_of(session: Session, person: Person) -> dict[str, Any]:
    """Everything, as plain values: `{"made_at": …, "data": {table: [rows]}}`."""
    data = {
        table: [_plain_row(table, row) for row in rows]
        for _, table, rows in to_copy(session, person)
    }
    return {"made_at": now().astimezone(RIYADH).isoformat(timespec="seconds"), "data": data}


def as_json(session: Session, person: Person) -> str:
    """The copy as JSON text."""
    return json.dumps(copy_of(session, person), ensure_ascii=False, indent=1)


def as_html(session: Session, person: Person) -> str:
    """The copy as one page in Arabic that needs nothing else."""
    sections = [
        (group_title(group), _names().get(table, table), _table(table, rows))
        for group, table, rows in to_copy(session, person)
    ]
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
    template = environment.get_template("copy.html")
    return template.render(sections=sections, made=date_words(now().astimezone(RIYADH).date()))


def _table(table: str, rows: list[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells; columns that are empty in every row are left out."""
    plain = [_plain_row(table, row) for row in rows]
    names = [name for name in plain[0] if any(row[name] not in (None, "", []) for row in plain)]
    cells = [[_cell(row[name]) for name in names] for row in plain]
    return [_names().get(name, name) for name in names], cells


def _plain_row(table: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _plain(name, value)
        for name, value in row.items()
        if name not in _INSIDE or _is_words(table, name)
    }


def _is_words(table: str, name: str) -> bool:
    """`text` of a complaint is what was said; of a message it is the masked half of it."""
    return name == "text" and table != "messages"


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(RIYADH).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if name in _JSON and isinstance(value, str):
        return _said(name, json.loads(value))
    return value


def _said(name: str, content: Any) -> Any:
    """Of a message only what was read: no payloads of buttons."""
    if name != "content":
        return content
    return {key: content[key] for key in ("text", "card", "alt") if content.get(key)}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
