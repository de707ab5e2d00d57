"""What is true of a conversation, one short word each, for the list's filters to ask for.

`action:action_bill`, `city:الرياض`, `reviewed`, `label:3` …: one narrow table instead of a join for
each filter, so that any number of filters together stay fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.transcripts.tables import ConversationMark

REVIEWED = "reviewed"
"""By a person, and the subscriber has said nothing since."""
FLAGGED = "flagged"
"""A turn of it has an open flag."""
COMPLAINT = "complaint"
HANDOFF = "handoff"
"""A person was asked for, or took it."""
FORM = "form"
"""Some form is open; `form:<name>` besides says which."""
LENGTH = 100
RARE = 2000
"""Conversations with a mark, up to which it is rare."""
_table = ConversationMark.__table__
_columns = _table.c
# Asked at every turn, so they are made once.
_ADD = {
    "sqlite": sqlite.insert(_table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_table).on_conflict_do_nothing(),
}
_OF = select(_columns.conversation_id, _columns.mark).where(
    _columns.conversation_id.in_(bindparam("conversations", expanding=True))
)


def action(name: str) -> str:
    """The dialogue engine ran this action in it."""
    return f"action:{name}"


def form(name: str) -> str:
    """This form is open: begun, not finished, not cancelled."""
    return f"form:{name}"


def open_form(mark: str) -> str | None:
    """The form of which a mark says that it is open; None: it says something else."""
    return mark.removeprefix(f"{FORM}:") if mark.startswith(f"{FORM}:") else None


def finished(name: str) -> str:
    """This form once came to its end."""
    return f"finished:{name}"


def left(name: str, question: str) -> str:
    """This form was left at that question, and not begun again."""
    return f"left:{name}:{question}"


def is_of_form(mark: str) -> bool:
    """Whether a mark says how a form went."""
    return mark == FORM or mark.startswith((form(""), finished(""), "left:"))


def intent(name: str) -> str:
    """Something said in it was understood as this."""
    return f"intent:{name}"


def city(name: str) -> str:
    """It is about something in this city."""
    return f"city:{name}"


def clerk(name: str) -> str:
    """This member of staff has or had it."""
    return f"clerk:{name}"


def label(number: int | str) -> str:
    """It has the label of this id."""
    return f"label:{number}"


def saved(name: str) -> str:
    """This member of staff keeps it for later."""
    return f"saved:{name}"


def mentioned(name: str) -> str:
    """A note on it names this member of staff."""
    return f"mentioned:{name}"


def add(session: Session, conversation: int, *marks: str) -> None:
    """Make them true; those that are already stay."""
    if not marks:
        return
    rows = [row(conversation, mark[:LENGTH]) for mark in marks]
    session.execute(_ADD[session.get_bind().dialect.name], rows)


def remove(session: Session, conversation: int, *marks: str) -> None:
    """Make them untrue."""
    if not marks:
        return
    session.execute(
        delete(_table).where(_columns.conversation_id == conversation, _columns.mark.in_(marks))
    )


def of(session: Session, conversations: Iterable[int]) -> dict[int, set[str]]:
    """The marks of each of these conversations; every id is a key."""
    found: dict[int, set[str]] = {number: set() for number in conversations}
    for number, mark in session.execute(_OF, {"conversations": list(found)}):
        found[number].add(mark)
    return found


def has(session: Session, number: Any, mark: str) -> Any:
    """SQL: whether the conversation of the column `number` has that mark.

    A rare mark is a short list to choose from; of a common one the next conversations with it are
    never far, so each is asked in turn. Which of the two, SQLite cannot know by itself.
    """
    with_it = select(_columns.conversation_id).where(_columns.mark == mark)
    few = select(func.count()).select_from(with_it.limit(RARE).subquery())
    if session.execute(few).scalar_one() < RARE:
        return number.in_(with_it)
    return exists(with_it.where(_columns.conversation_id == number).correlate_except(_table))


def row(conversation: int, mark: str) -> dict[str, Any]:
    """A row for a bulk insert."""
    return {"conversation_id": conversation, "mark": mark}
