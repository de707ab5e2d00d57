"""How the forms of a conversation went, as marks: open, gone through, left at a question."""

from __future__ import annotations

from collections.abc import Collection

from bot.transcripts import marks
from bot.transcripts.trace import Trace

OPEN_QUESTION = "requested_slot"
"""The slot of a form that is asked for; set to nothing when the form ends."""
_FORM = "_form"


def turns_form(trace: Trace) -> bool:
    """Whether the turn says which form is open: it asked something, or ended asking."""
    return OPEN_QUESTION in trace.slots


def form_of(trace: Trace) -> str | None:
    """The form that is open after a turn that says so; None: none is."""
    ran = _ran(trace)
    return ran[-1] if trace.slots[OPEN_QUESTION] and ran else None


def after(before: Collection[str], question: str | None, trace: Trace) -> set[str]:
    """The marks of forms after a turn.

    Args:
        before: all marks of the conversation before it.
        question: what the form that was open asked for.

    A form that ends without having run in that turn was left: by "cancel", for another request.
    Begun again, it is left no more; that it once came to its end stays.
    """
    found = {mark for mark in before if marks.is_of_form(mark)}
    if not turns_form(trace):
        return found
    was = next((name for mark in found if (name := marks.open_form(mark))), None)
    found = {mark for mark in found if mark != marks.FORM and not marks.open_form(mark)}
    now, ran = form_of(trace), _ran(trace)
    if now:
        found = {mark for mark in found if not mark.startswith(marks.left(now, ""))}
        return found | {marks.FORM, marks.form(now)}
    if was and was not in ran and question:
        found.add(marks.left(was, question))
    return found | {marks.finished(name) for name in ran}


def _ran(trace: Trace) -> list[str]:
    return [name for name in trace.actions if name.endswith(_FORM)]
