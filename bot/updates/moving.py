"""Moving between the questions of an update: leaving one out, going back to the one before."""

from __future__ import annotations

import re

from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.updates import draft as drafts
from bot.updates.correcting import correct, is_open_again
from bot.updates.draft import Draft, step_before
from bot.updates.heard import Heard, Outcome
from bot.updates.hearing import is_code_step, refuses
from bot.updates.steering import is_not_so, moves_on

_SAME = re.compile(
    r"^(?:(?:خله|خلها|خليه|خليها|اتركه|اتركها)\S*(?:\s+(?:زي|مثل)\s+ما\s+(?:هو|هي))?"
    r"|(?:زي|مثل)\s+ما\s+(?:هو|هي|كان\S*)|(?:هو\s+)?نفس(?:ه|ها|\s+(?:الشي|الاول|السابق|الرقم|الجواب))|same)"
    r"[\s.!،]*$"
)
_NEEDED = {
    "account": "help",
    "name": "why",
    "identity": "why",
    "mobile": "why",
    "mobile_code": "why",
}
"""Steps that cannot be left out, and what is told to who would: where to find it, or why."""


def skip_question(heard: Heard, outcome: Outcome) -> bool:
    """Leave the pending question out; False, with the reason, where it is needed."""
    step = heard.step or ""
    if _is_all_that_changes(outcome.draft, step):
        outcome.draft, outcome.pauses = Draft(kind="contact"), True
        outcome.say("utter_general_cancelled")
    elif step == "old_code":
        outcome.draft.values["old_mobile"] = "no"
    elif step in drafts.OPTIONAL:
        outcome.draft.skip(step)
    else:
        say_needed(step, outcome)
        return False
    return True


def _is_all_that_changes(draft: Draft, step: str) -> bool:
    """Whether the contact left out is all that a short update is about."""
    others = any(name in draft.values for name in drafts.CONTACT_FIELDS) or draft.removed
    return draft.kind == "contact" and draft.wanted == [step] and not others


def say_needed(step: str, outcome: Outcome) -> bool:
    """Say why a step cannot be left out and what can be done without it; False if it can."""
    if step in _NEEDED:
        outcome.say(f"utter_update_{_NEEDED[step]}_{step}")
        outcome.say("utter_update_cannot_skip")
    return step in _NEEDED


def mend_last(heard: Heard, outcome: Outcome) -> bool:
    """ "لا مو كذا": the answer before was not right; at a code, the number or address itself."""
    if is_code_step(heard.step):
        correct(heard, outcome)
        return True
    earlier = step_before(outcome.draft, heard.step or "")
    if earlier is None:
        return go_back(heard, outcome)
    outcome.say("utter_update_mend_last")
    outcome.draft.drop(earlier)
    return True


def go_back(heard: Heard, outcome: Outcome) -> bool:
    """Ask the question before once more, or the one that is named."""
    if any(is_open_again(outcome.draft, name) for name in heard.all("field")):
        correct(heard, outcome)  # "ارجع لسؤال الايميل"
        return True
    earlier = step_before(outcome.draft, heard.step or "")
    if earlier is None:
        outcome.say("utter_update_first_question")
    else:
        aside = outcome.draft.values.get(earlier)
        outcome.draft.drop(earlier)
        if aside is not None:
            outcome.draft.set_aside[earlier] = aside
            outcome.say("utter_update_back_to")
    return True


def keep_set_aside(heard: Heard, draft: Draft) -> bool:
    """Put the answer that "go back" asked again back in its place; False if there is none."""
    value = draft.set_aside.pop(heard.step or "", None)
    if value is not None and heard.step not in draft.values:
        draft.put(heard.step or "", value)
    return value is not None


def is_same_as_before(heard: Heard, draft: Draft) -> bool:
    """Whether the answer that "go back" asked again stays as it was: "كمل", "نفسه", "صح"."""
    if (heard.step or "") not in draft.set_aside or is_not_so(heard):
        return False
    said = moves_on(heard) or yes_no(heard.text) is True or refuses(heard)
    return said or bool(_SAME.search(fold_text(heard.text.strip())))
