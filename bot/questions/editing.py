"""Staff's work on the list: a draft, its publication, its history, and the way back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.questions import book
from bot.questions.figures import problems
from bot.questions.files import button_titles, shipped
from bot.questions.question import LONGEST_KEY, Question
from bot.questions.tables import EditionState, QuestionEdition
from bot.text.normalise import fold_text

SHIPPED = 0
"""Number of the shipped edition in the history."""
FEWEST_PHRASINGS = 3
LONGEST_TITLE = 40
LONGEST_ANSWER = 400
_OWN_KEY = "staff_{number}"


class EditingError(Exception):
    """Nothing was changed; `why` is a key of the console's words, `about` a detail of it."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(f"{why}: {about}")
        self.why = why
        self.about = about


def draft_of(session: Session, key: str) -> QuestionEdition | None:
    """The draft that is being worked on, if any."""
    return session.scalars(
        select(QuestionEdition).where(
            QuestionEdition.question == key,
            QuestionEdition.state == EditionState.DRAFT.value,
        )
    ).first()


def history(session: Session, key: str) -> list[QuestionEdition]:
    """Every published edition, the newest first."""
    return list(
        session.scalars(
            select(QuestionEdition)
            .where(
                QuestionEdition.question == key,
                QuestionEdition.state == EditionState.PUBLISHED.value,
            )
            .order_by(QuestionEdition.published_at.desc(), QuestionEdition.id.desc())
        )
    )


def new_key(session: Session) -> str:
    """A key for a question of staff's own."""
    made = session.scalar(
        select(func.count(func.distinct(QuestionEdition.question))).where(
            QuestionEdition.question.like(_OWN_KEY.format(number="%"))
        )
    )
    return _OWN_KEY.format(number=(made or 0) + 1)


def save_draft(session: Session, question: Question, revision: int, by: str) -> QuestionEdition:
    """Keep a draft. `revision`: of the draft that was edited, 0 when there was none.

    Raises:
        EditingError: somebody saved meanwhile, or the question is not complete.
    """
    check(session, question)
    row = draft_of(session, question.key)
    if (row.revision if row else 0) != revision:
        raise EditingError("changed_meanwhile", row.written_by if row else "")
    if row is None:
        row = QuestionEdition(
            question=question.key,
            number=_next_number(session, question.key),
            state=EditionState.DRAFT.value,
            revision=0,
        )
        session.add(row)
    row.body = question.body()
    row.revision += 1
    row.written_by, row.written_at = by, now()
    session.flush()
    return row


def discard_draft(session: Session, key: str) -> None:
    """Throw the draft away.

    Raises:
        EditingError: there is none.
    """
    session.delete(_the_draft(session, key))


def publish(session: Session, key: str, revision: int, by: str) -> QuestionEdition:
    """Make the draft what the bot says from now on.

    Raises:
        EditingError: no draft, it was changed since it was looked at, or it cannot be said.
    """
    row = _the_draft(session, key)
    if row.revision != revision:
        raise EditingError("changed_meanwhile", row.written_by)
    check(session, book.as_question(row))
    row.state = EditionState.PUBLISHED.value
    row.published_by, row.published_at = by, now()
    session.flush()
    return row


def roll_back(session: Session, key: str, number: int, by: str) -> QuestionEdition:
    """Publish a copy of an older edition (`SHIPPED`: the shipped one).

    Raises:
        EditingError: no such edition, or it cannot be said any more.
    """
    old = _edition(session, key, number)
    check(session, old)
    row = QuestionEdition(
        question=key,
        number=_next_number(session, key),
        state=EditionState.PUBLISHED.value,
        body=old.body(),
        copied_from=number,
        revision=1,
        written_by=by,
        written_at=now(),
        published_by=by,
        published_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def check(session: Session, question: Question) -> None:
    """Whether a question could be published.

    Raises:
        EditingError: it could not; the first reason.
    """
    for missing in ("title", "answer", "source"):
        if not getattr(question, missing):
            raise EditingError(f"no_{missing}")
    if len(question.key) > LONGEST_KEY or len(question.title) > LONGEST_TITLE:
        raise EditingError("too_long", str(LONGEST_TITLE))
    if max(len(question.answer), len(question.unsure)) > LONGEST_ANSWER:
        raise EditingError("too_long", str(LONGEST_ANSWER))
    if len(question.phrasings) < FEWEST_PHRASINGS:
        raise EditingError("few_phrasings", str(FEWEST_PHRASINGS))
    if found := problems(question):
        raise EditingError("not_sayable", found[0])
    everything = book.everything(session)
    for name in question.next:
        if name == question.key or (name not in button_titles() and name not in everything):
            raise EditingError("no_such_button", name)
    _check_phrasings(question, everything)


def _check_phrasings(question: Question, everything: dict[str, Question]) -> None:
    taken = {
        fold_text(text): other.title
        for other in everything.values()
        if other.key != question.key and not other.hidden
        for text in other.phrasings
    }
    for text in question.phrasings:
        if fold_text(text) in taken:
            raise EditingError("phrasing_taken", f"{text} ({taken[fold_text(text)]})")


def _the_draft(session: Session, key: str) -> QuestionEdition:
    row = draft_of(session, key)
    if row is None:
        raise EditingError("no_draft")
    return row


def _edition(session: Session, key: str, number: int) -> Question:
    if number == SHIPPED and key in shipped():
        return shipped()[key]
    row = session.scalars(
        select(QuestionEdition).where(
            QuestionEdition.question == key,
            QuestionEdition.number == number,
            QuestionEdition.state == EditionState.PUBLISHED.value,
        )
    ).first()
    if row is None:
        raise EditingError("no_such_edition", str(number))
    return replace(book.as_question(row), key=key)


def _next_number(session: Session, key: str) -> int:
    newest = session.scalar(
        select(func.max(QuestionEdition.number)).where(QuestionEdition.question == key)
    )
    return (newest or 0) + 1
