"""Answers in several messages: "حسابي" before its number, a family name after the name."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text.given_names import is_name_word
from bot.text.normalise import fold_text
from bot.updates.draft import Draft
from bot.updates.heard import Heard

_LEADS_IN = re.compile(
    r"و?(?:انا|احنا|حنا|(?:رقم\s+)?(?:حسابي|حسابنا|هويتي|اقامتي|عقدي|صكي|جوالي|رقمي|اسمي|ايميلي)"
    r"|my\s+(?:name|account|id|mobile|number|email)(?:\s+is)?)"
    r"(?:\s+(?:هو|هي))?\s*[:.،,\-…]*"
)
_OF_CHOICES = frozenset({"confirm", "notice_channel", "contact_choice"})
"""Questions at which the bare name of a field is an answer."""


def only_leads_in(heard: Heard, draft: Draft) -> bool:
    """Whether the message only says what the next one will give: "اسمي", "انا"."""
    who_uses = heard.step == "beneficiary" and draft.lets  # "انا" is an answer
    if draft.editing or who_uses or heard.step in _OF_CHOICES:
        return False
    given = any(name in draft.values for name in heard.all("field"))
    return not given and bool(_LEADS_IN.fullmatch(fold_text(heard.text.strip())))


def with_family_name(heard: Heard, draft: Draft) -> Heard:
    """The name that was just given together with the family name that comes by itself after it."""
    name, word = draft.values.get("name"), heard.text.strip(" .،,")
    follows = name and draft.latest == "name" and heard.step == "identity"
    if not follows or len(word.split()) != 1 or not word.startswith("ال"):
        return heard
    if not is_name_word(word) or heard.found or word in str(name).split():
        return heard
    return replace(heard, text=f"{name} {word}", step="name", intent="inform", confidence=1.0)
