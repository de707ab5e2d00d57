"""What a message really meant: proposed by one clerk, approved by another.

Nobody approves what only they themselves proposed, unless no other account may approve at all: a
company with one clerk is not stopped. The same correction by two people needs no third one.
Messages that differ in spelling only are decided together when they were given the same meaning.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import asc, desc, func, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.review.reviewing import COMMENT_LENGTH, ReviewError
from bot.review.tables import Correction, CorrectionState
from bot.sealing import fingerprint
from bot.text.values import find_values
from bot.training_data import entity_kinds, intents, key_of
from bot.transcripts.masking import mask_text
from bot.transcripts.record import content_of
from bot.transcripts.tables import Author, Message

GROUPS_SHOWN = 30
_LONGEST = 500
"""Nobody learns a meaning from a longer message."""
_VALUE_LENGTH = 100
_columns = Correction.__table__.c


@dataclass(frozen=True)
class Entity:
    """A value of a message; `start` and `end` point into it as it was said."""

    entity: str
    value: str
    start: int
    end: int


def text_of(message: Message) -> str:
    """The message as it was said."""
    return str(content_of(message).get("text") or "")


def entities_of(correction: Correction) -> list[Entity]:
    """The values that the correction names."""
    return [Entity(**one) for one in json.loads(correction.entities)]


def value_of(kind: str, text: str, start: int, end: int, given: str = "") -> str:
    """The canonical value of a span: as given, else as the software reads it, else its words."""
    if given:
        return given[:_VALUE_LENGTH]
    said = text[start:end]
    return next((found.value for found in find_values(said) if found.kind == kind), said)


def propose(
    session: Session,
    message: Message,
    intent: str,
    entities: Sequence[Entity],
    comment: str,
    by: str,
) -> Correction:
    """Put what a message meant into the queue; a second thought replaces one's first.

    Raises:
        ReviewError: not a subscriber's words, no such intent or kind of value, or values whose
            words overlap or are not in the message.
    """
    text = text_of(message)
    _check(message, text, intent, entities)
    row = session.execute(
        select(Correction).where(
            _columns.message_id == message.id,
            _columns.corrected_by == by,
            _columns.state == CorrectionState.PENDING.value,
        )
    ).scalar_one_or_none()
    if row is None:
        row = Correction(conversation_id=message.conversation_id, message_id=message.id, by=by)
        session.add(row)
    row.intent_before, row.intent = message.intent, intent
    row.entities = json.dumps([asdict(one) for one in entities], ensure_ascii=False)
    row.comment = mask_text(comment)[:COMMENT_LENGTH]
    row.likeness = fingerprint("correction", key_of(text))
    row.at, row.state = now(), CorrectionState.PENDING.value
    session.flush()
    return row


def _check(message: Message, text: str, intent: str, entities: Sequence[Entity]) -> None:
    if (
        message.author != Author.SUBSCRIBER.value
        or not any(map(str.isalnum, text))
        or len(text) > _LONGEST
    ):
        raise ReviewError("correction_no_words")
    if intent not in intents():
        raise ReviewError("correction_no_intent")
    if any(one.entity not in entity_kinds() for one in entities):
        raise ReviewError("correction_no_kind")
    ends = 0
    for one in sorted(entities, key=lambda one: one.start):
        if not ends <= one.start < one.end <= len(text):
            raise ReviewError("correction_overlap")
        ends = one.end


@dataclass(frozen=True)
class Group:
    """Corrections of messages that say the same, newest first."""

    rows: list[Correction]

    @property
    def disagree(self) -> bool:
        """Whether people gave them different meanings."""
        return len({row.intent for row in self.rows}) > 1


def queue(session: Session, state: CorrectionState, after: str = "") -> tuple[list[Group], str]:
    """Groups in a state, and where the next ones begin (empty: there are no more).

    Those that wait come the longest wait first, those that were decided the newest first.
    """
    waits = state is CorrectionState.PENDING
    first = func.min(_columns.id) if waits else func.max(_columns.id)
    query = select(_columns.likeness, first.label("place")).where(_columns.state == state.value)
    query = query.group_by(_columns.likeness)
    if after.isdecimal() and len(after) < 15:
        query = query.having(first > int(after) if waits else first < int(after))
    query = query.order_by(asc("place") if waits else desc("place")).limit(GROUPS_SHOWN + 1)
    found = session.execute(query).all()
    shown = found[:GROUPS_SHOWN]
    rows: dict[str, list[Correction]] = defaultdict(list)
    of_these = select(Correction).where(
        _columns.state == state.value, _columns.likeness.in_([one[0] for one in shown])
    )
    for row in session.execute(of_these.order_by(desc(_columns.id))).scalars():
        rows[row.likeness].append(row)
    more = str(shown[-1][1]) if len(found) > GROUPS_SHOWN else ""
    return [Group(rows[one[0]]) for one in shown], more


def corrections_of(session: Session, messages: Iterable[int]) -> dict[int, list[Correction]]:
    """The corrections of messages, by the message's id, newest first."""
    found: dict[int, list[Correction]] = defaultdict(list)
    query = select(Correction).where(_columns.message_id.in_(list(messages)))
    for row in session.execute(query.order_by(desc(_columns.id))).scalars():
        found[row.message_id].append(row)
    return found


def alike(session: Session, correction: Correction) -> list[Correction]:
    """Those that wait and say the same of the same words, itself among them."""
    query = select(Correction).where(
        _columns.likeness == correction.likeness,
        _columns.intent == correction.intent,
        _columns.state == CorrectionState.PENDING.value,
    )
    return list(session.execute(query.order_by(_columns.id)).scalars())


def may_decide(rows: Sequence[Correction], name: str, others: int) -> bool:
    """Whether `name` may approve these. `others`: how many other accounts may approve."""
    return not others or any(row.by != name for row in rows)


def decide(
    session: Session, number: int, approve: bool, by: str, reason: str, others: int
) -> list[Correction]:
    """Approve or reject a correction and those alike; what was decided.

    One's own may always be taken back (rejected).

    Args:
        others: how many other accounts may approve.

    Raises:
        ReviewError: it does not wait (any more), or it is one's own.
    """
    row = session.get(Correction, number)
    if row is None or row.state != CorrectionState.PENDING.value:
        raise ReviewError("correction_decided")
    rows = alike(session, row)
    if approve and not may_decide(rows, by, others):
        raise ReviewError("correction_own")
    for one in rows:
        one.state = (CorrectionState.APPROVED if approve else CorrectionState.REJECTED).value
        one.decided_by, one.decided_at = by, now()
        one.decision_reason = mask_text(reason)[:COMMENT_LENGTH] or None
    session.flush()
    return rows


def approved(session: Session) -> list[Correction]:
    """All that were approved, oldest first: of two about the same words the later one holds."""
    query = select(Correction).where(_columns.state == CorrectionState.APPROVED.value)
    return list(session.execute(query.order_by(_columns.decided_at, _columns.id)).scalars())
