"""What happens to a case: each step is written to its history and told, in one transaction.

Staff steps take `expected`, the version of the case that the clerk had before their eyes: of two
clerks (or two presses of one button) the second is refused. Steps of a subscriber take the `key`
of the message that asks for them: the same message again changes nothing.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cases.tables import Case, CaseEntry, CaseState
from bot.cases.telling import tell
from bot.clock import now, today

_cases = Case.__table__.c
_entries = CaseEntry.__table__.c

WITH_STAFF = frozenset({CaseState.RECEIVED, CaseState.ASSIGNED, CaseState.REOPENED})
"""Staff are to act."""
UNANSWERED = WITH_STAFF | {CaseState.NEEDS_INFORMATION}
ANSWERED = frozenset({CaseState.ANSWERED, CaseState.CLOSED})
_NOT_OVER = UNANSWERED | {CaseState.ANSWERED}
_BEFORE = {
    CaseState.NEEDS_INFORMATION: UNANSWERED,
    CaseState.ANSWERED: _NOT_OVER,
    CaseState.CLOSED: _NOT_OVER,
}
"""States in which words of staff may lead to that one."""


class StepError(Exception):
    """The step cannot be taken; the message says why, for staff and the log."""


class NoWordsError(StepError):
    """Words for the subscriber are missing."""


class OutdatedError(StepError):
    """Somebody changed the case meanwhile, or its state does not allow the step."""


def assign(session: Session, reference: str, *, by: str, expected: int | None = None) -> Case:
    """A clerk takes the case; the subscriber is told that somebody is on it.

    Raises:
        StepError: no such case, or it needs no clerk any more.
    """
    case = _locked(session, reference, UNANSWERED, expected)
    case.clerk = by
    state = CaseState(case.state)
    waits = state is CaseState.NEEDS_INFORMATION
    return _staff_step(session, case, state if waits else CaseState.ASSIGNED, by, None)


def ask_information(
    session: Session, reference: str, *, by: str, words: str, expected: int | None = None
) -> Case:
    """A clerk asks the subscriber for something; the case waits for it.

    Raises:
        StepError: no such case, it was answered already, or there are no words.
    """
    return _say(session, reference, CaseState.NEEDS_INFORMATION, by, words, expected)


def answer(
    session: Session, reference: str, *, by: str, words: str, expected: int | None = None
) -> Case:
    """A clerk answers; the subscriber may say that it does not satisfy.

    Raises:
        StepError: no such case, it is over, or there are no words.
    """
    return _say(session, reference, CaseState.ANSWERED, by, words, expected)


def close(
    session: Session, reference: str, *, by: str, words: str, expected: int | None = None
) -> Case:
    """A clerk closes the case and says why: never without words for the subscriber.

    Raises:
        StepError: no such case, it is over, or there are no words.
    """
    return _say(session, reference, CaseState.CLOSED, by, words, expected)


def add_information(session: Session, reference: str, *, actor: str, words: str, key: str) -> Case:
    """The subscriber adds something; a case that waited for it goes back to staff.

    Raises:
        StepError: no such case, or it is over.
    """
    done = _done(session, key)
    if done:
        return done
    case = _locked(session, reference, _NOT_OVER)
    state = CaseState(case.state)
    if state is CaseState.NEEDS_INFORMATION:
        state = CaseState.ASSIGNED if case.clerk else CaseState.RECEIVED
    return _write(session, case, state, actor, words, key)


def accept(session: Session, reference: str, *, actor: str, key: str) -> Case:
    """The subscriber is content with the answer: the case is closed by their word.

    Raises:
        StepError: no such case, or there is no answer to be content with.
    """
    done = _done(session, key)
    if done:
        return done
    case = _locked(session, reference, frozenset({CaseState.ANSWERED}))
    return _write(session, case, CaseState.CLOSED, actor, None, key)


def withdraw(
    session: Session, reference: str, *, actor: str, key: str, words: str | None = None
) -> Case:
    """The subscriber takes the case back.

    Raises:
        StepError: no such case, or it is over.
    """
    done = _done(session, key)
    if done:
        return done
    case = _locked(session, reference, _NOT_OVER)
    return _write(session, case, CaseState.WITHDRAWN, actor, words, key)


def reopen(
    session: Session, reference: str, *, actor: str, key: str, words: str | None = None
) -> Case:
    """The answer does not satisfy: staff look again, the clerk who had it keeps it.

    Raises:
        StepError: no such case, or it was neither answered nor closed.
    """
    done = _done(session, key)
    if done:
        return done
    case = _locked(session, reference, ANSWERED)
    return _write(session, case, CaseState.REOPENED, actor, words, key)


def is_overdue(case: Case, day: date | None = None) -> bool:
    """Whether the promised day has passed (by today in Riyadh) without an answer."""
    if case.promised_on is None or CaseState(case.state) not in UNANSWERED:
        return False
    return case.promised_on < (day or today())


def last_words_of_staff(case: Case) -> str | None:
    """What staff said to the subscriber last, or None."""
    said = [e.words for e in case.history if e.words and e.actor.startswith("staff:")]
    return said[-1] if said else None


def _done(session: Session, key: str) -> Case | None:
    """The case that the step of that key changed already."""
    entry = session.execute(select(CaseEntry).where(_entries.key == key)).scalar_one_or_none()
    return entry.case if entry else None


def _locked(
    session: Session,
    reference: str,
    allowed: frozenset[CaseState],
    expected: int | None = None,
) -> Case:
    case: Case | None = session.execute(
        select(Case)
        .where(_cases.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if case is None:
        raise StepError(f"there is no case {reference}")
    if CaseState(case.state) not in allowed:
        raise OutdatedError(f"{reference} is {case.state}")
    if expected is not None and case.version != expected:
        raise OutdatedError(f"{reference} was changed meanwhile")
    return case


def _say(
    session: Session, reference: str, state: CaseState, by: str, words: str, expected: int | None
) -> Case:
    """Words of a clerk to the subscriber, and the state that they lead to; the first clerk who
    says something has the case."""
    if not words.strip():
        raise NoWordsError("the subscriber has to be told in words")
    case = _locked(session, reference, _BEFORE[state], expected)
    case.clerk = case.clerk or by
    return _staff_step(session, case, state, by, words)


def _staff_step(session: Session, case: Case, state: CaseState, by: str, words: str | None) -> Case:
    said = words.strip() if words else None
    _write(session, case, state, f"staff:{by}", said, None)
    tell(session, case, case.history[-1])
    return case


def _write(
    session: Session, case: Case, state: CaseState, actor: str, words: str | None, key: str | None
) -> Case:
    moment = now()
    case.history.append(
        CaseEntry(
            at=moment,
            actor=actor,
            from_state=case.state,
            to_state=state.value,
            words=words,
            key=key,
        )
    )
    case.state, case.updated_at = state.value, moment
    session.flush()
    return case
