"""The list of answers in force: the shipped questions, and over them what staff published."""

from __future__ import annotations

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.questions.files import INTENT, button_titles, shipped
from bot.questions.question import Question
from bot.questions.tables import EditionState, QuestionEdition

Stamp = tuple[int, str]
"""Changes whenever something is published."""


def stamp(session: Session) -> Stamp:
    """What tells one state of the published editions from another."""
    counted, newest = session.execute(
        select(func.count(), func.max(QuestionEdition.published_at)).where(
            QuestionEdition.state == EditionState.PUBLISHED.value
        )
    ).one()
    return counted, str(newest)


def published(session: Session) -> dict[str, Question]:
    """The newest published edition of each question that staff edited or made."""
    rows = session.scalars(
        select(QuestionEdition)
        .where(QuestionEdition.state == EditionState.PUBLISHED.value)
        .order_by(QuestionEdition.published_at, QuestionEdition.id)
    )
    return {row.question: as_question(row) for row in rows}


def in_force(session: Session, key: str) -> Question | None:
    """What the bot says now: staff's edition, else the shipped one. None: none, or hidden."""
    row = session.scalars(
        select(QuestionEdition)
        .where(
            QuestionEdition.question == key,
            QuestionEdition.state == EditionState.PUBLISHED.value,
        )
        .order_by(QuestionEdition.published_at.desc(), QuestionEdition.id.desc())
        .limit(1)
    ).first()
    question = as_question(row) if row else shipped().get(key)
    return None if question is None or question.hidden else question


def everything(session: Session) -> dict[str, Question]:
    """Every question in force, hidden ones too: shipped ones first, then staff's new ones."""
    return {**shipped(), **published(session)}


def button_title(session: Session, name: str) -> str | None:
    """What stands on a button that leads to an intent or a question; None: it leads nowhere."""
    title = button_titles().get(name)
    if title is not None:
        return title
    question = in_force(session, name)
    return question.title if question else None


def payload(key: str) -> str:
    """What a button sends that leads to a question."""
    return f"/{INTENT}{json.dumps({'question': key}, separators=(',', ':'))}"


def is_intent(name: str) -> bool:
    """Whether a button of this name leads to an intent, not to a question."""
    return name in button_titles()


def as_question(row: QuestionEdition) -> Question:
    """The question of a row."""
    return Question.from_body(row.question, row.number, row.body)
