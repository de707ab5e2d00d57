"""A case as staff see it: what was typed masked, each value with its way to be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cases.tables import Case, CaseEntry
from bot.console.sessions import SignedIn
from bot.console.values import Shown, may_reveal, shown
from bot.services.showing import answer_in_words
from bot.transcripts.masking import mask_text

_STAFF = "staff:"
_OURS = frozenset({"rules", "days"})
"""Details that the software wrote itself."""
_OPEN = frozenset({"month", "report"})
"""Details that tell nothing of a person; a month would be taken for a number to hide."""
_SEALED = frozenset({"identity", "national_id", "deed", "ejar", "iqama"})


@dataclass(frozen=True)
class Step:
    """One row of a case's history."""

    entry: CaseEntry
    by: str | None
    """Name of the member of staff; None: the subscriber."""
    words: Shown | None


def typed(me: SignedIn, text: str | None, address: str) -> Shown | None:
    """What somebody typed, its personal values masked; hidden only if there were any."""
    if not text:
        return None
    masked = mask_text(text)
    if masked == text:
        return Shown("message", text)
    return Shown("message", masked, True, address if may_reveal(me, "message") else "")


def steps_of(me: SignedIn, case: Case) -> list[Step]:
    """The history, oldest first."""
    return [
        Step(
            entry,
            entry.actor.removeprefix(_STAFF) if entry.actor.startswith(_STAFF) else None,
            typed(me, entry.words, reveal_address(case, f"words-{entry.id}")),
        )
        for entry in case.history
    ]


def details_of(me: SignedIn, case: Case) -> list[tuple[str, Shown | None]]:
    """The answers to the category's questions."""
    shown_details = []
    for name, value in case.details.items():
        if name not in _OURS and value not in (None, "", []):
            label, words = answer_in_words(case.category, name, str(value))
            shown_details.append((label, _detail(me, case, name, words)))
    return shown_details


def _detail(me: SignedIn, case: Case, name: str, value: str) -> Shown | None:
    if name in _OPEN:
        return Shown(name, value)
    address = reveal_address(case, f"detail-{name}")
    if name == "account" or name in _SEALED:
        return shown(me, name, value, address)
    if name.endswith("mobile"):
        return shown(me, "mobile", value, address)
    return typed(me, value, address)


def reveal_address(case: Case, item: str) -> str:
    """Where one value of a case is asked for in clear."""
    return f"/staff/cases/{case.reference}/reveal/{item}"


def in_clear(case: Case, item: str) -> tuple[str, str] | None:
    """Field and value of an item of a case: `text`, `words-<entry>` or `detail-<name>`."""
    if item == "text":
        return "message", case.text
    kind, _, name = item.partition("-")
    if kind == "words":
        found = next((entry.words for entry in case.history if str(entry.id) == name), None)
        return ("message", found) if found else None
    value = case.details.get(name) if kind == "detail" and name not in _OURS else None
    if value in (None, "", []):
        return None
    if name.endswith("mobile"):
        return "mobile", str(value)
    return (name if name == "account" or name in _SEALED else "message"), str(value)
