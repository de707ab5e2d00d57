"""What a conversation has given so far for an update, and what is still to be asked."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.updates.tables import UpdateDraft

CONTACT_FIELDS = ("mobile", "email", "second_mobile", "notice_channel")
"""What the short update may change; mobile and email are proved by a code."""

REMOVABLE = ("email", "second_mobile")
"""Contacts that a record can do without."""

OPTIONAL = frozenset({"second_mobile", "email", "email_code", "deed", "ejar", "ejar_end"})
"""Steps that may be skipped; staff ask for a missing deed or contract when they need it."""


@dataclass
class Draft:
    """State of one update in work. Stored sealed; see `load` and `save`."""

    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    """Idempotency key of the request that it becomes."""
    kind: str = "full"
    """`full`, or `contact`: only `CONTACT_FIELDS`."""
    values: dict[str, str] = field(default_factory=dict)
    """Field → canonical value (fields of docs/dialogue.md)."""
    proved: dict[str, str] = field(default_factory=dict)
    """mobile / email / account → the value that a code proved."""
    skipped: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    """Of `REMOVABLE`: to be taken off the record, whatever stands there."""
    wanted: list[str] = field(default_factory=list)
    """Contact updates: which of `CONTACT_FIELDS` are to change."""
    latest: str = ""
    """Field that was given last: the one that "no, that is wrong" means."""
    again: list[str] = field(default_factory=list)
    """Steps to be asked before the others: what the subscriber wants to correct now."""
    editing: bool = False
    """The summary was not right: it asks which field to change."""
    misses: int = 0
    """Bad values in a row at the present step."""
    said: str = ""
    """Words that were no name yet: the same ones said again are believed."""
    piece: str = ""
    """Digits too few for the number asked for, or a first name: the rest may come by itself."""
    last_miss: str = ""
    """Message of the last miss, so that a replay does not count twice."""
    reference: str = ""
    """Set once it became a request."""
    lets: bool = False
    """A landlord who lets: it is asked who uses the supply."""
    set_aside: dict[str, str] = field(default_factory=dict)
    """Field → value that "go back" asks again: it stays unless another one is given."""
    corrected: dict[str, str] = field(default_factory=dict)
    """Field → value that was to be corrected: "no, leave it" brings it back."""
    replaces: str = ""
    """The pending request that this one corrects: it is taken back when this one is sent."""

    def put(self, name: str, value: str) -> None:
        """Keep a value; a value once skipped is wanted again."""
        self.values[name] = value
        self.latest = name
        self.set_aside.pop(name, None)
        self.corrected.pop(name, None)
        self._keep(name)
        self.skipped = [step for step in self.skipped if step not in (name, f"{name}_code")]
        if self.needs_email():
            self._keep("email")
            self.skipped = [step for step in self.skipped if step not in ("email", "email_code")]
        if name == "beneficiary":
            for stranger in ("deed",) if value == "tenant" else ("ejar", "ejar_end"):
                self.values.pop(stranger, None)

    def drop(self, name: str) -> None:
        """Forget a value, so that its step is asked again."""
        self.values.pop(name, None)
        self.set_aside.pop(name, None)
        self._keep(name)
        if name == "account":
            self.proved.pop("account", None)
        self.skipped = [step for step in self.skipped if step not in (name, f"{name}_code")]

    def skip(self, step: str) -> None:
        """Leave an optional step out; without an e-mail, notices need another way."""
        if self.kind == "contact" and step in self.wanted:
            self.wanted.remove(step)
            self.values.pop(step, None)
            return
        if step == "email" and self.needs_email():
            self.values.pop("notice_channel")
        if step not in self.skipped:
            self.skipped.append(step)

    def take_off(self, name: str) -> None:
        """Have a contact taken off the record; notices that went there need another way."""
        self.values.pop(name, None)
        if name == "email" and self.needs_email():
            self.values.pop("notice_channel")
        if name not in self.removed:
            self.removed.append(name)

    def _keep(self, name: str) -> None:
        self.removed = [taken_off for taken_off in self.removed if taken_off != name]

    def needs_email(self) -> bool:
        """Whether notices are wanted by an e-mail that was not given."""
        return self.values.get("notice_channel") == "email" and "email" not in self.values

    def is_proved(self, name: str) -> bool:
        """Whether the present value of mobile or email was proved by a code."""
        return name in self.values and self.proved.get(name) == self.values[name]


def steps(draft: Draft) -> list[str]:
    """All steps of this update in the order in which they are asked."""
    if draft.kind == "contact":
        given = [f for f in CONTACT_FIELDS if f in draft.values and f not in draft.wanted]
        chosen = [*(draft.wanted or given), *(f for f in draft.removed if f not in draft.wanted)]
        proofs = [s for name in chosen for s in _with_proof(name)]
        choice = [] if chosen else ["contact_choice"]
        return ["account", *choice, *proofs, "old_mobile", "old_code", "confirm"]
    proof = {"owner": ["deed"], "tenant": ["ejar", "ejar_end"]}
    return [
        "account",
        "beneficiary",
        "name",
        "identity",
        *proof.get(draft.values.get("beneficiary", ""), []),
        "mobile",
        "mobile_code",
        "second_mobile",
        "email",
        "email_code",
        "notice_channel",
        "confirm",
    ]


def _with_proof(name: str) -> list[str]:
    return [name, f"{name}_code"] if name in ("mobile", "email") else [name]


def is_done(draft: Draft, step: str) -> bool:
    """Whether a step needs no question any more."""
    if step in draft.skipped or step.removesuffix("_code") in draft.removed:
        return True
    if step == "old_code":
        return "account" in draft.proved or draft.values.get("old_mobile") != "yes"
    if step.endswith("_code"):
        name = step.removesuffix("_code")
        return name in draft.skipped or draft.is_proved(name)
    if step == "ejar_end":
        return step in draft.values or "ejar" in draft.skipped
    if step == "old_mobile":
        return "account" in draft.proved or "old_mobile" in draft.values
    return step in draft.values


def next_step(draft: Draft) -> str:
    """The step to be corrected, else the first that is still open; `confirm` when all are done."""
    order = steps(draft)
    wanted = [step for step in draft.again if step in order]
    return next((step for step in (*wanted, *order) if not is_done(draft, step)), "confirm")


def steps_left(draft: Draft) -> int:
    """How many questions are still to come, the present one too; codes and the summary apart."""
    asked = [step for step in steps(draft) if step != "confirm" and not step.endswith("_code")]
    return sum(not is_done(draft, step) for step in asked)


def changes_nothing(draft: Draft) -> bool:
    """Whether a contact update is left without any contact to change."""
    left = draft.wanted or draft.removed or any(name in draft.values for name in CONTACT_FIELDS)
    return draft.kind == "contact" and not left


def step_before(draft: Draft, step: str) -> str | None:
    """The question before `step` that was answered or skipped, for "go back"."""
    order = steps(draft)
    earlier = order[: order.index(step)] if step in order else []
    asked = [s for s in earlier if not s.endswith("_code")]
    return asked[-1] if asked else None


def load(session: Session, conversation: str) -> Draft | None:
    """The draft of a conversation, or None."""
    row = session.execute(
        select(UpdateDraft).where(UpdateDraft.conversation == conversation)
    ).scalar_one_or_none()
    return Draft(**json.loads(row.data)) if row else None


def save(session: Session, conversation: str, draft: Draft) -> None:
    """Store the draft; one a conversation."""
    row = session.execute(
        select(UpdateDraft).where(UpdateDraft.conversation == conversation)
    ).scalar_one_or_none()
    if row is None:
        row = UpdateDraft(conversation=conversation)
        session.add(row)
    row.data = json.dumps(asdict(draft), ensure_ascii=False)
    row.updated_at = now()
    session.flush()


def discard(session: Session, conversation: str) -> bool:
    """Forget the draft; True if there was one that had not become a request."""
    draft = load(session, conversation)
    session.execute(delete(UpdateDraft).where(UpdateDraft.conversation == conversation))
    return draft is not None and not draft.reference


def unfinished(session: Session, conversation: str) -> Draft | None:
    """A draft with something in it that has not become a request yet."""
    draft = load(session, conversation)
    given = draft and (draft.values or draft.wanted or draft.removed)
    return draft if draft and not draft.reference and given else None
