"""What a conversation has given so far for a service, and what is still to be asked."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.services.schema import Kind, ServiceType
from bot.services.tables import ServiceDraft

TYPE = "type"
DOCUMENTS = "documents"
CONFIRM = "confirm"


@dataclass
class Draft:
    """State of one request in work. Stored sealed; see `load` and `save`."""

    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    """Idempotency key of the request that it becomes."""
    type: str | None = None
    text: str = ""
    """The subscriber's first words about it."""
    answers: dict[str, str] = field(default_factory=dict)
    """Question → canonical value: a choice's id, E.164, an ISO date, digits, or words."""
    skipped: list[str] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    """Ids of attachments that come with it."""
    documents_done: bool = False
    editing: bool = False
    """The summary was not right: it asks what to change."""
    confirmed: bool = False
    misses: int = 0
    """Unusable answers in a row."""
    reference: str = ""
    """Set once it became a request."""
    next_type: str = ""
    """Another service of the same message; it is offered once this one is sent."""

    def put(self, name: str, value: str) -> None:
        """Keep an answer; what was left out before is wanted again."""
        self.answers[name] = value
        self.skipped = [one for one in self.skipped if one != name]

    def drop(self, name: str) -> None:
        """Forget an answer, so that it is asked again."""
        self.answers.pop(name, None)
        self.skipped = [one for one in self.skipped if one != name]
        if name == DOCUMENTS:
            self.documents_done = False

    def become(self, service: ServiceType) -> None:
        """Another service: what fits it too is kept."""
        self.type, self.editing = service.id, False
        kept = {one.id: one for one in service.questions}
        self.answers = {name: v for name, v in self.answers.items() if _fits(kept.get(name), v)}
        self.skipped = [name for name in self.skipped if name in kept]


def _fits(question: object, value: str) -> bool:
    choices = getattr(question, "choices", None)
    if choices is None:
        return False
    return not choices or value in {choice.id for choice in choices}


def steps(service: ServiceType) -> list[str]:
    """The ids of all questions in order, then the documents and the summary."""
    documents = [DOCUMENTS] if service.documents else []
    return [*(question.id for question in service.questions), *documents, CONFIRM]


def next_step(draft: Draft, service: ServiceType | None) -> str | None:
    """What is to be asked next; None: it is complete and confirmed."""
    if service is None:
        return TYPE
    for step in steps(service):
        if not _is_done(draft, service, step):
            return step
    return None


def _is_done(draft: Draft, service: ServiceType, step: str) -> bool:
    if step == CONFIRM:
        return draft.confirmed
    if step == DOCUMENTS:
        return draft.documents_done or len(draft.files) >= len(service.documents)
    return step in draft.answers or step in draft.skipped


def step_before(draft: Draft, service: ServiceType, step: str) -> str | None:
    """The question before `step`, for "go back"."""
    order = steps(service)
    earlier = order[: order.index(step)] if step in order else []
    return earlier[-1] if earlier else None


def file_questions(service: ServiceType) -> list[str]:
    """Ids of the questions that a file answers."""
    return [question.id for question in service.questions if question.kind is Kind.FILE]


def load(session: Session, conversation: str) -> Draft | None:
    """The draft of a conversation, or None."""
    row = _row(session, conversation)
    return Draft(**json.loads(row.data)) if row else None


def save(session: Session, conversation: str, draft: Draft) -> None:
    """Store the draft; one a conversation."""
    row = _row(session, conversation)
    if row is None:
        row = ServiceDraft(conversation=conversation)
        session.add(row)
    row.data = json.dumps(asdict(draft), ensure_ascii=False)
    row.updated_at = now()
    session.flush()


def _row(session: Session, conversation: str) -> ServiceDraft | None:
    query = select(ServiceDraft).where(ServiceDraft.conversation == conversation)
    return session.execute(query).scalar_one_or_none()


def discard(session: Session, conversation: str) -> bool:
    """Forget the draft; True if there was one that had not become a request."""
    draft = load(session, conversation)
    session.execute(delete(ServiceDraft).where(ServiceDraft.conversation == conversation))
    return draft is not None and not draft.reference


def unfinished(session: Session, conversation: str) -> Draft | None:
    """A draft of a known service that has not become a request yet."""
    draft = load(session, conversation)
    return draft if draft and draft.type and not draft.reference else None
