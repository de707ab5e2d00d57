"""Optional answers that are left out, or taken out again, in the middle of something else."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from bot.accounts.records import find_account, on_file
from bot.text.normalise import fold_text
from bot.text.skipping import declines, withholds
from bot.updates import draft as drafts
from bot.updates.draft import REMOVABLE, is_done
from bot.updates.heard import Heard, Outcome
from bot.updates.moving import say_needed
from bot.updates.steering import left_out_in, taken_out

_THEIR_IDENTITY = re.compile(r"(?<!\S)و?(?:هويت|اقامت)(?:ه|ها|هم)(?!\S)")
_OF_PAPERS = frozenset({"account", "identity"})
"""Needed values that may not be at hand, whatever is being asked: "ما اعرف رقم هويته"."""


def take_out(session: Session, heard: Heard, outcome: Outcome) -> bool:
    """ "شيل الجوال الثاني": what this update gave is left out, what may stand on record goes."""
    draft = outcome.draft
    account = find_account(session, draft.values.get("account", ""))
    recorded = on_file(account) if account and "account" in draft.proved else {}
    named = taken_out(heard, draft)
    for name in named:
        if name not in REMOVABLE or draft.values.get(name) not in (None, recorded.get(name)):
            draft.drop(name)
            draft.skip(name)
            outcome.say("utter_update_removed")
        else:
            draft.take_off(name)
            outcome.say(f"utter_update_takes_off_{name}")
    return bool(named)


def leave_out_named(heard: Heard, outcome: Outcome) -> bool:
    """ "ما عندي ايميل" while something else is asked: the field that is named is left out."""
    draft, named = outcome.draft, set(heard.all("field"))
    if _THEIR_IDENTITY.search(fold_text(heard.text)):
        named.add("identity")
    if heard.step in {*named, "confirm"}:
        return False
    said = {*left_out_in(heard.text), *(named if declines(heard.text) else ())} - {heard.step}
    left = [s for s in drafts.steps(draft) if s in said & drafts.OPTIONAL and not is_done(draft, s)]
    for step in left:
        draft.skip(step)
    if left:
        outcome.say("utter_update_left_out")
    needed = named if withholds(heard.text) else named & _OF_PAPERS
    if declines(heard.text) and not left and not named & drafts.OPTIONAL:
        return any([say_needed(name, outcome) for name in sorted(needed)])
    return bool(left)
