"""What staff change in the list of answers: every edition is kept."""

from __future__ import annotations

from enum import Enum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Text, UniqueConstraint

from bot.database import Base, Id, UtcDateTime, enum_check


class EditionState(str, Enum):
    """A draft is staff's own; a published edition was or is what the bot says."""

    DRAFT = "draft"
    PUBLISHED = "published"


class QuestionEdition(Base):
    """One edition of one question. In force is the one published last; without any, the shipped
    one (`data/questions`). Rolling back publishes a copy, so that nothing is ever rewritten."""

    __tablename__ = "question_editions"
    id: Any = Column(Id, primary_key=True)
    question: Any = Column(String(40), nullable=False)
    number: Any = Column(Integer, nullable=False)
    """1, 2 … within the question; 0 would be the shipped one."""
    state: Any = Column(String(10), nullable=False)
    body: Any = Column(Text, nullable=False)
    """`bot.questions.question.Question.body`."""
    copied_from: Any = Column(Integer)
    """Number of the edition that was rolled back to."""
    revision: Any = Column(Integer, nullable=False, default=1)
    """Counts the saves of a draft: who saves an older one is told."""
    written_by: Any = Column(String(40), nullable=False)
    written_at: Any = Column(UtcDateTime, nullable=False)
    published_by: Any = Column(String(40))
    published_at: Any = Column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("question", "number"),
        Index(None, "state", "published_at"),
        CheckConstraint(enum_check("state", EditionState), name="state"),
    )
