"""A value that was just sent is wrong: "الاسم غلط" right after the reference was told."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.updates import draft as drafts
from bot.updates.correcting import correct
from bot.updates.draft import OPTIONAL, Draft, is_done, steps
from bot.updates.heard import Heard, Outcome
from bot.updates.requests import latest
from bot.updates.tables import RequestState


def draft_of_sent(session: Session, heard: Heard) -> Draft | None:
    """A new draft with all that the conversation sent, if the message calls a field of it wrong.

    The request that is still pending is taken back when the new one is sent (`Draft.replaces`).
    """
    sent = drafts.load(session, heard.conversation)
    if sent is None or not sent.reference or not _names_wrong_field(heard):
        return None
    request = latest(session, heard.conversation, sent.reference)
    if request is None or request.state == RequestState.APPLIED:
        return None  # it stands in the record, which is newer
    return Draft(
        kind=sent.kind,
        values=dict(sent.values),
        proved=dict(sent.proved),
        skipped=list(sent.skipped),
        removed=list(sent.removed),
        wanted=list(sent.wanted),
        replaces=sent.reference,
    )


def correct_known(heard: Heard, outcome: Outcome) -> None:
    """Ask the wrong field alone, where all that is needed is known; else the questions come in
    their order."""
    draft = outcome.draft
    needed = [step for step in steps(draft) if step not in OPTIONAL and step != "confirm"]
    if not _names_wrong_field(heard) or not all(is_done(draft, step) for step in needed):
        return
    named = heard.all("field")
    for step in steps(draft):
        if step in OPTIONAL and step not in named and not is_done(draft, step):
            draft.skip(step)
    correct(heard, outcome)


def _names_wrong_field(heard: Heard) -> bool:
    return heard.intent == "correct_detail" and bool(heard.all("field"))
