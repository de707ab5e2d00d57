"""Reviewing conversations: done or not, flagged turns, labels, kept for later.

Nothing here commits or writes the audit log: the page's transaction does both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.review.tables import Colour, ConversationLabel, FlagReason, Label, Review, TurnFlag
from bot.transcripts import marks
from bot.transcripts.masking import mask_text
from bot.transcripts.tables import Conversation, Message

COMMENT_LENGTH = 300
LABEL_LENGTH = 40
LABELS_MOST = 100
"""More could not be chosen from by anybody."""


class ReviewError(ValueError):
    """It cannot be done like that; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def set_reviewed(session: Session, number: int, by: str, done: bool) -> None:
    """Mark conversation `number` reviewed as far as it goes now, or not reviewed."""
    conversation = session.get(Conversation, number)
    review = session.get(Review, number) or Review(conversation_id=number)
    if not done:
        marks.remove(session, number, marks.REVIEWED)
        if review in session:
            session.delete(review)
        return
    review.by, review.at, review.seq = by, now(), conversation.last_seq
    session.add(review)
    session.flush()
    marks.add(session, number, marks.REVIEWED)


def set_saved(session: Session, number: int, name: str, keep: bool) -> None:
    """Keep the conversation for later in the list of the staff account `name`, or no longer."""
    (marks.add if keep else marks.remove)(session, number, marks.saved(name))


def flag(
    session: Session, message: Message, reason: FlagReason, comment: str, by: str
) -> TurnFlag | None:
    """Flag a turn; None: it has an open flag already."""
    if open_flags(session, [message.id]):
        return None
    row = TurnFlag(
        conversation_id=message.conversation_id,
        message_id=message.id,
        reason=reason.value,
        comment=mask_text(comment)[:COMMENT_LENGTH],
        by=by,
        at=now(),
    )
    session.add(row)
    session.flush()
    marks.add(session, message.conversation_id, marks.FLAGGED)
    return row


def clear_flag(session: Session, message: Message, by: str) -> bool:
    """Take the open flag off a turn; False: it has none."""
    row = open_flags(session, [message.id]).get(message.id)
    if row is None:
        return False
    row.cleared_by, row.cleared_at = by, now()
    session.flush()
    columns = TurnFlag.__table__.c
    query = select(func.count()).where(
        columns.conversation_id == message.conversation_id, columns.cleared_at.is_(None)
    )
    if not session.execute(query).scalar_one():
        marks.remove(session, message.conversation_id, marks.FLAGGED)
    return True


def open_flags(session: Session, messages: Iterable[int]) -> dict[int, TurnFlag]:
    """The open flags of messages, by the message's id."""
    columns = TurnFlag.__table__.c
    query = select(TurnFlag).where(
        columns.message_id.in_(list(messages)), columns.cleared_at.is_(None)
    )
    return {row.message_id: row for row in session.execute(query).scalars()}


def all_labels(session: Session) -> list[Label]:
    """Every label, by name."""
    return list(session.execute(select(Label).order_by(Label.name)).scalars())


def make_label(session: Session, name: str, colour: str, by: str) -> Label:
    """A new label.

    Raises:
        ReviewError: no name, no such colour, a name that is taken, or too many labels.
    """
    name = mask_text(" ".join(name.split()))[:LABEL_LENGTH]
    if not name or colour not in {each.value for each in Colour}:
        raise ReviewError("label_unclear")
    there = all_labels(session)
    if name.casefold() in {label.name.casefold() for label in there}:
        raise ReviewError("label_taken")
    if len(there) >= LABELS_MOST:
        raise ReviewError("label_too_many")
    label = Label(name=name, colour=colour, by=by, at=now())
    session.add(label)
    session.flush()
    return label


def put_label(session: Session, number: int, label: Label, by: str) -> None:
    """Put a label on a conversation; twice is once."""
    if session.get(ConversationLabel, (label.id, number)) is None:
        session.add(ConversationLabel(label_id=label.id, conversation_id=number, by=by, at=now()))
        session.flush()
    marks.add(session, number, marks.label(label.id))


def take_label(session: Session, number: int, label: Label) -> None:
    """Take a label off a conversation."""
    columns = ConversationLabel.__table__.c
    session.execute(
        delete(ConversationLabel.__table__).where(
            columns.label_id == label.id, columns.conversation_id == number
        )
    )
    marks.remove(session, number, marks.label(label.id))


@dataclass(frozen=True)
class State:
    """What the review of a conversation has come to, as one member of staff sees it."""

    reviewed: bool
    review: Review | None
    """The last one, though more was said since."""
    saved: bool
    flagged: bool
    labels: list[Label]


def states(session: Session, numbers: Sequence[int], name: str) -> dict[int, State]:
    """The state of each of these conversations, for the staff account `name`."""
    of = marks.of(session, numbers)
    reviews = {
        row.conversation_id: row
        for row in session.execute(
            select(Review).where(Review.__table__.c.conversation_id.in_(list(numbers)))
        ).scalars()
    }
    labels = all_labels(session)
    return {
        number: State(
            reviewed=marks.REVIEWED in has,
            review=reviews.get(number),
            saved=marks.saved(name) in has,
            flagged=marks.FLAGGED in has,
            labels=[label for label in labels if marks.label(label.id) in has],
        )
        for number, has in of.items()
    }
