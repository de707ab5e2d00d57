"""Moving between the questions of an update: leaving one out, going back to the one before."""

from __future__ import annotations

from bot.updates import draft as drafts
from bot.updates.correcting import correct, is_open_again
from bot.updates.draft import step_before
from bot.updates.heard import Heard, Outcome
from bot.updates.hearing import is_code_step

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
    if step == "old_code":
        outcome.draft.values["old_mobile"] = "no"
    elif step in drafts.OPTIONAL:
        outcome.draft.skip(step)
    else:
        if step in _NEEDED:
            outcome.say(f"utter_update_{_NEEDED[step]}_{step}")
            outcome.say("utter_update_cannot_skip")
        return False
    return True


def mend_last(heard: Heard, outcome: Outcome) -> bool:
    """ "لا مو كذا": the answer before was not right; at a code, the number or address itself."""
    if is_code_step(heard.step):
        correct(heard, outcome)
        return True
    if step_before(outcome.draft, heard.step or "") is not None:
        outcome.say("utter_update_mend_last")
    return go_back(heard, outcome)


def go_back(heard: Heard, outcome: Outcome) -> bool:
    """Ask the question before once more, or the one that is named."""
    if any(is_open_again(outcome.draft, name) for name in heard.all("field")):
        correct(heard, outcome)  # "ارجع لسؤال الايميل"
        return True
    earlier = step_before(outcome.draft, heard.step or "")
    if earlier is None:
        outcome.say("utter_update_first_question")
    else:
        outcome.draft.drop(earlier)
    return True
