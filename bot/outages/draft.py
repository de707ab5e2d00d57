"""What a report has collected so far, and the question that comes next.

Nothing here is secret; it lives in one slot of the dialogue until the report is filed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from enum import Enum
from typing import Any

from bot.outages.areas import AreaInfo
from bot.outages.reports import Answers, Where
from bot.outages.scope import Scope


class Question(str, Enum):
    """Questions of a report; the values are Rasa's requested slots."""

    WHERE = "outage_where"
    """Account number, or city and district."""
    AREA = "outage_area"
    """City and district, from someone without an account number."""
    CITY = "outage_city"
    """Which of several cities with that district."""
    DISTRICT = "outage_district"
    LANDMARK = "outage_landmark"
    DANGER = "outage_danger"
    SCOPE = "outage_scope"
    """Neighbours and main breaker."""


PLACE_QUESTIONS = (Question.WHERE, Question.AREA, Question.CITY, Question.DISTRICT)


@dataclass(frozen=True)
class ReportDraft:
    """Empty fields are still to be asked."""

    account: str | None = None
    """Account number, ASCII digits, on file or not."""
    area_id: int | None = None
    city: str | None = None
    district: str | None = None
    no_account: bool = False
    unlisted: bool = False
    """The district is in no list: the landmark has to say where."""
    landmark: str | None = None
    landmark_skipped: bool = False
    danger: bool | None = None
    medical: bool = False
    """Somebody at home lives by an electric device."""
    neighbours_out: bool | None = None
    breaker_tripped: bool | None = None
    scope_told: bool = False
    interrupted: str | None = None
    """Form that the report broke into, to go on with afterwards."""

    def to_slot(self) -> dict[str, Any]:
        """Plain values for a slot."""
        return asdict(self)

    @classmethod
    def from_slot(cls, value: Any) -> ReportDraft:
        """The draft in a slot; fields of an older version are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{k: v for k, v in (value or {}).items() if k in known})

    def next_question(self) -> Question | None:
        """What is still to be asked; None: it can be filed. Danger makes the scope unimportant."""
        missing = self._missing_place()
        if missing is not None:
            return missing
        if self.danger is None:
            return Question.DANGER
        return None if self.danger or self.scope_told else Question.SCOPE

    def _missing_place(self) -> Question | None:
        if self.account is not None:
            return None
        if self.area_id is None and not self.unlisted:
            if self.district is not None:
                return Question.CITY
            if self.city is not None:
                return Question.DISTRICT
            return Question.AREA if self.no_account else Question.WHERE
        return None if self.landmark or self.landmark_skipped else Question.LANDMARK

    def nowhere(self) -> ReportDraft:
        """The same report, its place to be asked again."""
        return _nowhere(self)

    def at_account(self, number: str) -> ReportDraft:
        """The same report for the premise of an account."""
        return replace(_nowhere(self), account=number)

    def at_area(
        self, city: str | None, district: str | None, found: tuple[AreaInfo, ...]
    ) -> ReportDraft:
        """The same report for a place by name; `found` are the areas that match the names."""
        draft = replace(_nowhere(self), city=city, district=district)
        if not found:
            return replace(draft, unlisted=True)
        if district is not None and len(found) == 1:
            return replace(draft, area_id=found[0].id, city=found[0].city)
        return draft

    def with_scope(self, scope: Scope) -> ReportDraft:
        """The same report with neighbours and breaker told; what is not told now stays."""
        neighbours, breaker = scope.neighbours_out, scope.breaker_tripped
        return replace(
            self,
            neighbours_out=self.neighbours_out if neighbours is None else neighbours,
            breaker_tripped=self.breaker_tripped if breaker is None else breaker,
            scope_told=True,
        )

    @property
    def urgent(self) -> bool:
        """A life may hang on it: it is filed even where the outage is known."""
        return bool(self.danger) or self.medical

    def where(self) -> Where:
        """What `file_report` wants to know of the place."""
        named = (self.city, self.district) if self.area_id is None else ()
        words = " - ".join(part for part in (*named, self.landmark) if part)
        return Where(self.account, self.area_id, words or None)

    def answers(self) -> Answers:
        """What `file_report` wants to know of the rest."""
        return Answers(
            bool(self.danger), self.neighbours_out, self.breaker_tripped, medical=self.medical
        )


def _nowhere(draft: ReportDraft) -> ReportDraft:
    """The draft without any place."""
    return replace(
        draft,
        account=None,
        area_id=None,
        city=None,
        district=None,
        unlisted=False,
        landmark=None,
        landmark_skipped=False,
    )
