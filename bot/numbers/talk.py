"""Figures of the conversations: how many, how well understood, which forms were left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz
from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from bot.numbers.period import Period, bucket
from bot.numbers.report import Report, share
from bot.text.normalise import fold_text
from bot.transcripts import marks
from bot.transcripts.record import NOT_UNDERSTOOD
from bot.transcripts.tables import Author, Conversation, ConversationMark, Message

_TOP = 30
_PHRASES_READ = 2000
"""Newest messages that are grouped; a page must not wait for more."""
_ALIKE = 80
"""Likeness (0–100, RapidFuzz's token-sort ratio) from which two messages say the same."""
_FORM = "_form"
_messages = Message.__table__.c
_conversations = Conversation.__table__.c
_marks = ConversationMark.__table__.c
_FROM_PEOPLE = _messages.author == Author.SUBSCRIBER.value


def conversations(session: Session, period: Period) -> Report:
    """By day, week or month: how many talked, how much was not understood, how many needed a
    person. "Solved" is a conversation in which no person was ever asked for."""
    step = bucket(session, _messages.at, period.step)
    misunderstood = func.count().filter(_messages.intent == NOT_UNDERSTOOD)
    talked = func.count(distinct(_messages.conversation_id))
    handed = select(_marks.conversation_id).where(_marks.mark == marks.HANDOFF)
    with_person = func.count(distinct(_messages.conversation_id)).filter(
        _messages.conversation_id.in_(handed)
    )
    found = {
        row[0]: row[1:]
        for row in session.execute(
            select(step, talked, func.count(), misunderstood, with_person)
            .where(_FROM_PEOPLE, period.has(_messages.at))
            .group_by(step)
        )
    }
    rows = []
    for first in map(str, period.buckets()):
        people, messages, lost, handed_over = found.get(first, (0, 0, 0, 0))
        solved = share(people - handed_over, people)
        rows.append((first, people, messages, lost, share(lost, messages), handed_over, solved))
    columns = ("from", "conversations", "messages", "misunderstood", "misunderstood_share")
    return Report("conversations", (*columns, "handed_over", "solved_share"), rows)


def intents(session: Session, period: Period) -> Report:
    """What people wanted most, and how sure the bot was on average."""
    found = session.execute(
        select(_messages.intent, func.count(), func.avg(_messages.confidence))
        .where(_FROM_PEOPLE, period.has(_messages.at), _messages.intent.is_not(None))
        .group_by(_messages.intent)
        .order_by(func.count().desc(), _messages.intent)
        .limit(_TOP)
    )
    rows = [(intent, count, round(100 * (sure or 0.0), 1)) for intent, count, sure in found]
    return Report("intents", ("intent", "messages", "confidence"), rows)


def phrases(session: Session, period: Period) -> Report:
    """What was not understood, grouped by likeness, the commonest first, masked as stored."""
    found = session.execute(
        select(_messages.text)
        .where(_FROM_PEOPLE, period.has(_messages.at), _messages.intent == NOT_UNDERSTOOD)
        .order_by(_messages.id.desc())
        .limit(_PHRASES_READ)
    ).scalars()
    rows = [(said, count) for said, count in group(found)[:_TOP]]
    return Report("phrases", ("phrase", "messages"), rows)


def group(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Messages that say about the same under the first of them, with how many they are."""
    groups: dict[str, tuple[str, int]] = {}
    for said in texts:
        folded = fold_text(said)
        near = (key for key in groups if fuzz.token_sort_ratio(folded, key) >= _ALIKE)
        key = folded if folded in groups else next(near, folded)
        first, count = groups.get(key, (said, 0))
        groups[key] = (first, count + 1)
    return sorted(groups.values(), key=lambda each: (-each[1], each[0]))


def forms(session: Session, period: Period) -> Report:
    """Forms that conversations last active in the period opened, and how many are still open."""
    active = select(_conversations.id).where(period.has(_conversations.last_activity))
    prefix, left = marks.action(""), marks.form("")
    counts = dict(
        session.execute(
            select(_marks.mark, func.count())
            .where(_marks.conversation_id.in_(active))
            .where(
                _marks.mark.startswith(left)
                | (
                    _marks.mark.startswith(prefix)
                    & _marks.mark.endswith(_FORM, autoescape=True)
                    & ~_marks.mark.startswith(marks.action("validate"))
                )
            )
            .group_by(_marks.mark)
        ).all()
    )
    begun = {m.removeprefix(prefix): n for m, n in counts.items() if m.startswith(prefix)}
    rows = []
    for form, count in sorted(begun.items(), key=lambda each: (-each[1], each[0])):
        still = counts.get(marks.form(form), 0)
        rows.append((form, count, still, share(count - still, count)))
    return Report("forms", ("form", "begun", "left_open", "ended_share"), rows)


def steps(session: Session, period: Period) -> Report:
    """The question at which people stopped, of the forms that are still open."""
    # The newest answer of each such conversation, looked for from its end: few rows are read.
    newest = (
        select(_messages.slots)
        .where(_messages.conversation_id == _conversations.id)
        .where(_FROM_PEOPLE, _messages.slots.is_not(None))
        .order_by(_messages.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    stopped = (
        select(newest)
        .select_from(Conversation)
        .join(ConversationMark, _marks.conversation_id == _conversations.id)
        .where(_marks.mark == marks.FORM, period.has(_conversations.last_activity))
    )
    questions = Counter(
        str(slots["requested_slot"])
        for slots in session.execute(stopped).scalars()
        if slots and slots.get("requested_slot")
    )
    return Report("steps", ("question", "conversations"), questions.most_common(_TOP))
