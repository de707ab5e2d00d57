"""Private notes on conversations. `@name` in one tells that member of staff."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import desc, func, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.review.reviewing import ReviewError
from bot.review.tables import Mention, Note
from bot.transcripts import marks
from bot.transcripts.masking import mask_text

LENGTH = 2000
_MENTION = re.compile(r"(?<![A-Za-z0-9_.@-])@([a-z][a-z0-9._-]{1,39})", re.I)
_mentions = Mention.__table__.c


def named_in(text: str, staff: Collection[str]) -> list[str]:
    """The sign-in names that a note mentions, of those that exist; a full stop may follow one."""
    found = (match.lower() for match in _MENTION.findall(text))
    known = (name if name in staff else name.rstrip("._-") for name in found)
    return list(dict.fromkeys(name for name in known if name in staff))


def write_note(
    session: Session, number: int, by: str, text: str, staff: Collection[str]
) -> tuple[Note, list[str]]:
    """Put a note on conversation `number`; the note, and who was mentioned in it.

    Personal numbers and addresses are masked before it is kept. `staff`: the sign-in names that
    can be mentioned. Who writes hears nothing of mentioning themselves.

    Raises:
        ReviewError: there is nothing in it.
    """
    # Names are found first: masking would take "@huda" after a word for an e-mail address.
    names = [name for name in named_in(text, staff) if name != by]
    words = mask_text(text.strip())[:LENGTH]
    if not words:
        raise ReviewError("note_empty")
    note = Note(conversation_id=number, by=by, at=now(), text=words)
    session.add(note)
    session.flush()
    session.add_all(Mention(note_id=note.id, name=name) for name in names)
    session.flush()
    marks.add(session, number, *(marks.mentioned(name) for name in names))
    return note, names


def notes_on(session: Session, number: int) -> list[Note]:
    """The notes on a conversation, oldest first."""
    query = select(Note).where(Note.__table__.c.conversation_id == number).order_by(Note.id)
    return list(session.execute(query).scalars())


def unseen(session: Session, name: str) -> int:
    """How many notes mention `name` that they have not opened."""
    query = select(func.count()).where(_mentions.name == name, _mentions.seen_at.is_(None))
    return int(session.execute(query.select_from(Mention.__table__)).scalar_one())


def mentions_of(session: Session, name: str, before: int | None, limit: int) -> list[Mention]:
    """The mentions of `name`, newest first, those of notes older than id `before`."""
    query = select(Mention).where(_mentions.name == name)
    if before is not None:
        query = query.where(_mentions.note_id < before)
    return list(session.execute(query.order_by(desc(_mentions.note_id)).limit(limit)).scalars())


def see(session: Session, number: int, name: str) -> None:
    """`name` has opened conversation `number`: what mentions them there is seen."""
    there = select(Note.id).where(Note.__table__.c.conversation_id == number)
    session.execute(
        update(Mention)
        .where(_mentions.name == name, _mentions.seen_at.is_(None), _mentions.note_id.in_(there))
        .values(seen_at=now())
        .execution_options(synchronize_session=False)
    )
