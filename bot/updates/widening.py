"""A contact-only update that turns out to be about more: "طيب وابي اكتب انا مستاجر"."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from bot.text.normalise import fold_text
from bot.updates.draft import CONTACT_FIELDS, is_done
from bot.updates.heard import Heard, Outcome
from bot.updates.known import take_record

_OF_ONESELF = re.compile(
    r"(?<!\S)و?(?:انا|احنا|حنا|اني|صفتي|[انتي]{0,2}(?:سجل|كتب|ضيف|حط|عدل|غير)\S*|i|i'?m|as)(?!\S)"
)
_ABOUT_OLD = frozenset({"old_mobile", "old_code"})
"""Questions whose answer may name whose mobile the old one is: "مع المالك"."""
_SURE = 0.6


def widen(session: Session, heard: Heard, outcome: Outcome) -> None:
    """Make the update one of all the data, if the message gives or wants more than contacts."""
    draft = outcome.draft
    if draft.kind != "contact" or not _is_about_more(heard):
        return
    draft.kind = "full"
    take_record(session, draft)
    for name in ("second_mobile", "email"):  # who came for one contact is not asked for others
        if name not in draft.wanted and not is_done(draft, name):
            draft.skip(name)
    outcome.say("utter_update_widened")


def _is_about_more(heard: Heard) -> bool:
    if heard.first("beneficiary") is not None:
        of_old = heard.step in _ABOUT_OLD
        return not of_old or bool(_OF_ONESELF.search(fold_text(heard.text)))
    fields = set(heard.all("field")) - {"account"}
    asked = heard.step is not None and heard.intent == "update_details"
    return asked and heard.confidence >= _SURE and not fields & set(CONTACT_FIELDS)
