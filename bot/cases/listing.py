"""Lists of cases as staff read them, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import asc, desc, select
from sqlalchemy.orm import Session

from bot.cases.steps import WITH_STAFF
from bot.cases.tables import Case, CaseKind, CaseState

_cases = Case.__table__.c
TO_DO = "to_do"
ALL = "all"


class Whose(str, Enum):
    """Cases of which clerk."""

    ANYBODY = "anybody"
    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Wanted:
    """Which cases; `show` is `to_do`, `all` or a state."""

    show: str = TO_DO
    kind: CaseKind | None = None
    whose: Whose = Whose.ANYBODY

    @property
    def oldest_first(self) -> bool:
        """What waits for staff is worked off from the oldest on; the rest is looked up."""
        return self.show == TO_DO


def cases_in(
    session: Session, wanted: Wanted, me: str, beyond: int | None = None, limit: int = 50
) -> list[Case]:
    """The cases wanted, in their order, those beyond the case of id `beyond`.

    Args:
        me: name of the clerk who asks, for `Whose.MINE`.
    """
    query = select(Case).limit(limit)
    if wanted.show == TO_DO:
        query = query.where(_cases.state.in_([state.value for state in WITH_STAFF]))
    elif wanted.show != ALL:
        query = query.where(_cases.state == CaseState(wanted.show).value)
    if wanted.kind is not None:
        query = query.where(_cases.kind == wanted.kind.value)
    if wanted.whose is Whose.MINE:
        query = query.where(_cases.clerk == me)
    elif wanted.whose is Whose.NOBODY:
        query = query.where(_cases.clerk.is_(None))
    order, past = (asc, _cases.id.__gt__) if wanted.oldest_first else (desc, _cases.id.__lt__)
    if beyond is not None:
        query = query.where(past(beyond))
    return list(session.execute(query.order_by(order(_cases.id))).scalars())
