"""What a conversation has given so far for a complaint, and what is still to be asked."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.complaints.catalogue import Category, categories
from bot.complaints.tables import ComplaintDraft

TEXT_LENGTH = 6000
"""Letters of a story from which on no more is kept."""
KEPT = timedelta(hours=24)
"""How long an unfinished complaint is gone on with."""


class Question(str, Enum):
    """Questions of a complaint; Rasa's requested slots are these with `complaint_` before them."""

    CATEGORY = "category"
    TEXT = "text"
    SAME = "same"
    """An open complaint is about the same matter: add to it, or record another?"""
    MONTH = "month"
    ACCOUNT = "account"
    REPORT = "report"
    PLACE = "place"
    WHEN = "when"
    EDIT = "edit"
    """The summary was not right: what is to be changed?"""
    CONFIRM = "confirm"


@dataclass
class Draft:
    """State of one complaint in work. Stored sealed; see `load` and `save`."""

    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    """Idempotency key of the case that it becomes."""
    begun_by: str = ""
    """Message that began it, so that a replay begins nothing new."""
    category: str = ""
    text: str = ""
    """What was said of the matter, a line a message."""
    told: bool = False
    """The matter itself was said."""
    values: dict[str, str] = field(default_factory=dict)
    """Question → canonical value or words."""
    skipped: list[str] = field(default_factory=list)
    editing: bool = False
    confirmed: bool = False
    adds_to: str = ""
    """Reference of a case that this only adds words to."""
    same_as: str | None = None
    """Reference of an open complaint that may be the same matter; None: not looked for yet, empty:
    there is none, or it is another matter."""
    wants_proof: bool = False
    """The subscriber wants to prove the account before it is recorded."""
    interrupted: str | None = None
    """Form that the complaint broke into, to go on with afterwards."""
    misses: int = 0
    reference: str = ""
    """Set once it became a case."""

    @property
    def kind(self) -> Category | None:
        """The category, once it is known."""
        return categories().get(self.category)

    def put(self, question: Question, value: str) -> None:
        """Keep a value; one that was left out before is wanted again."""
        self.values[question.value] = value
        self.skipped = [name for name in self.skipped if name != question.value]

    def ask_again(self, question: Question) -> None:
        """Forget an answer."""
        if question is Question.CATEGORY:
            self.category, self.same_as = "", None
        elif question is Question.TEXT:
            self.text, self.told = "", False
        self.values.pop(question.value, None)
        self.skipped = [name for name in self.skipped if name != question.value]

    def add_words(self, words: str) -> None:
        """Keep what was said of the matter."""
        if words not in self.text.split("\n"):
            self.text = f"{self.text}\n{words}".strip()

    def asked(self) -> list[Question]:
        """Everything that this complaint asks, in order, the summary apart."""
        further = self.kind.ask if self.kind else ()
        return [Question.CATEGORY, Question.TEXT, *(Question(name) for name in further)]

    def shown(self) -> list[Question]:
        """What the summary shows beside category and matter: what was asked, and what was given
        unasked, but for a day or month that only stood in the story of a bill."""
        asked = self.asked()[2:]
        needless = {Question.WHEN if Question.MONTH in asked else Question.MONTH}
        if self.kind is None:
            needless.clear()
        if Question.ACCOUNT.value in self.values and Question.PLACE.value not in self.values:
            needless.add(Question.PLACE)
            asked = [question for question in asked if question is not Question.PLACE]
        given = [Question(name) for name in self.values]
        return [*asked, *(q for q in given if q not in asked and q not in needless)]

    def next_question(self) -> Question | None:
        """What comes next; None: it can be recorded."""
        if self.adds_to:
            return None if self.told else Question.TEXT
        if self.told and self.same_as:
            return Question.SAME
        missing = [question for question in self.asked() if not self._has(question)]
        if missing:
            return missing[0]
        if self.editing:
            return Question.EDIT
        return None if self.confirmed else Question.CONFIRM

    def _has(self, question: Question) -> bool:
        if question is Question.CATEGORY:
            return self.kind is not None
        if question is Question.TEXT:
            return self.told
        if question is Question.PLACE and Question.ACCOUNT.value in self.values:
            return True
        return question.value in self.values or question.value in self.skipped


def load(session: Session, conversation: str) -> Draft | None:
    """The draft of a conversation, recorded or not."""
    row = _row(session, conversation)
    if row is None:
        return None
    known = {one.name for one in fields(Draft)}
    return Draft(**{name: value for name, value in row.data.items() if name in known})


def unfinished(session: Session, conversation: str) -> Draft | None:
    """The draft that can be gone on with: young enough and no case yet."""
    row = _row(session, conversation)
    if row is None or row.updated_at < now() - KEPT:
        return None
    draft = load(session, conversation)
    return draft if draft and not draft.reference else None


def save(session: Session, conversation: str, draft: Draft) -> None:
    """Store the draft in the place of the one before."""
    row = _row(session, conversation)
    if row is None:
        row = ComplaintDraft(conversation=conversation)
        session.add(row)
    row.data, row.updated_at = asdict(draft), now()
    session.flush()


def _row(session: Session, conversation: str) -> ComplaintDraft | None:
    query = select(ComplaintDraft).where(ComplaintDraft.conversation == conversation)
    return session.execute(query).scalar_one_or_none()
