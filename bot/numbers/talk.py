"""Figures of the conversations: how many, how well understood, which forms were left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process
from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from bot.counting.period import Period, bucket_of
from bot.numbers.days import HEARD, LOST, days_of, first_of, intents_of
from bot.numbers.questions import all_questions
from bot.numbers.report import Report, share
from bot.text.normalise import fold_text
from bot.training_data import forms as all_forms
from bot.transcripts import marks
from bot.transcripts.masking import ERASED
from bot.transcripts.tables import Conversation, ConversationMark, Message

_TOP = 30
_PHRASES_READ = 2000
"""Newest messages that are grouped …"""
_PHRASES_COMPARED = 500
"""… and the commonest of them that are compared with each other; a page must not wait for more."""
_ALIKE = 80
"""Likeness (0–100, RapidFuzz's ratio of the sorted words) from which two messages say the same."""
_FEW = 10_000
"""Conversations outside of a long period up to which these are listed, not those inside."""
_messages = Message.__table__.c
_conversations = Conversation.__table__.c
_marks = ConversationMark.__table__.c


def conversations(session: Session, period: Period) -> Report:
    """By day, week or month: how many talked, how much was not understood, how many needed a
    person. "Solved" is a conversation in which no person was asked for in that time.

    The period is to begin with its step: of a week cut at its beginning too few would be counted.
    """
    talked, handed = (first_of(period.step, what) for what in ("conversations", "handed_over"))
    added: dict[str, Counter[str]] = defaultdict(Counter)
    for day in days_of(session, period):
        row = added[str(bucket_of(day.day, period.step))]
        for name in {"messages", "misunderstood", talked, handed}:
            row[name] += getattr(day, name)
    rows = []
    for first, row in added.items():
        people, messages, lost = row[talked], row["messages"], row["misunderstood"]
        solved = share(people - row[handed], people)
        rows.append((first, people, messages, lost, share(lost, messages), row[handed], solved))
    columns = ("from", "conversations", "messages", "misunderstood", "misunderstood_share")
    return Report("conversations", (*columns, "handed_over", "solved_share"), rows)


def intents(session: Session, period: Period) -> Report:
    """What people wanted most, and how sure the bot was on average."""
    added = intents_of(session, period)
    found = sorted(added.items(), key=lambda each: (-each[1][0], each[0]))[:_TOP]
    rows = [(intent, count, round(100 * sure / count, 1)) for intent, (count, sure) in found]
    return Report("intents", ("intent", "messages", "confidence"), rows)


def phrases(session: Session, period: Period) -> Report:
    """What was not understood, grouped by likeness, the commonest first, masked as stored."""
    found = session.execute(
        select(_messages.text)
        .where(HEARD, LOST, period.has(_messages.at), _messages.text != ERASED)
        .order_by(_messages.at.desc(), _messages.id.desc())
        .limit(_PHRASES_READ)
    ).scalars()
    rows = [(said, count) for said, count in group(found)[:_TOP]]
    return Report("phrases", ("phrase", "messages"), rows)


def group(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Messages that say about the same under one of them, with how many they are."""
    groups: dict[str, tuple[str, int]] = {}
    for said, count in Counter(texts).most_common(_PHRASES_COMPARED):
        words = " ".join(sorted(fold_text(said).split()))
        near = process.extractOne(words, groups.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        key = near[0] if near else words
        first, before = groups.get(key, (said, 0))
        groups[key] = (first, before + count)
    return sorted(groups.values(), key=lambda each: (-each[1], each[0]))


def forms(session: Session, period: Period) -> Report:
    """Forms that conversations last active in the period began: how many of those conversations
    came to the end of it, left it at a question, or have it open still."""
    begun = {marks.action(form): form for form in all_forms()}
    of_ends = [mark(form) for form in all_forms() for mark in (marks.form, marks.finished)]
    asked = _asked()
    counts = _counted(session, period, [*begun, *of_ends, *asked])
    left: Counter[str] = Counter()
    for mark, (form, _) in asked.items():
        left[form] += counts[mark]
    rows = []
    for mark, form in begun.items():
        if count := counts[mark]:
            finished, still = counts[marks.finished(form)], counts[marks.form(form)]
            rows.append((form, count, finished, left[form], still, share(finished, count)))
    rows.sort(key=lambda row: (-row[1], row[0]))
    columns = ("form", "begun", "finished", "left", "left_open", "finished_share")
    return Report("forms", columns, rows)


def steps(session: Session, period: Period) -> Report:
    """The question at which people stopped: they left the form there, or it is open there."""
    asked, still = _asked(), _open(session, period)
    counts = _counted(session, period, list(asked))
    left = Counter({asked[mark]: count for mark, count in counts.items()})
    found = sorted(
        ((*at, left[at], still[at]) for at in left | still),
        key=lambda row: (-row[2] - row[3], row[0], row[1]),
    )
    rows = [(question, form, gone, waits) for form, question, gone, waits in found[:_TOP]]
    return Report("steps", ("question", "form", "left", "left_open"), rows)


def _open(session: Session, period: Period) -> Counter[tuple[str, str]]:
    """Conversations by the form that is open and what it asks for."""
    open_ = {marks.form(form): form for form in all_forms()}
    found = session.execute(
        select(_marks.mark, _conversations.form_question, func.count())
        .select_from(Conversation)
        .join(ConversationMark, _marks.conversation_id == _conversations.id)
        .where(_marks.mark.in_(list(open_)), period.has(_conversations.last_activity))
        .where(_conversations.form_question.is_not(None))
        .group_by(_marks.mark, _conversations.form_question)
    )
    return Counter({(open_[mark], question): count for mark, question, count in found})


def _asked() -> dict[str, tuple[str, str]]:
    """Every form and question, by the mark which says that the form was left there."""
    return {marks.left(form, question): (form, question) for form, question in all_questions()}


def _counted(session: Session, period: Period, wanted: list[str]) -> Counter[str]:
    """Conversations last active in the period, by each of the marks."""
    last = _conversations.last_activity
    others = select(_conversations.id).where((last < period.start) | (last >= period.end))
    # The sign keeps SQLite from looking up each of these conversations under each mark.
    number = literal_column(f"+{_marks.conversation_id}")
    few = session.execute(select(func.count()).select_from(others.limit(_FEW + 1).subquery()))
    if few.scalar_one() <= _FEW:
        among = number.not_in(others)
    else:
        among = number.in_(select(_conversations.id).where(period.has(last)))
    query = select(_marks.mark, func.count()).where(_marks.mark.in_(wanted), among)
    found = session.execute(query.group_by(_marks.mark))
    return Counter({mark: count for mark, count in found})
