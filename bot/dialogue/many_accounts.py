"""Somebody who looks after many accounts and says so: "انا مدير مرافق وعندي 40 حساب".

The classifier hears the wish for a person in it, or for one account.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue.nlu.question_search import QUESTIONS
from bot.questions.choosing import SURE, is_sure
from bot.questions.files import INTENT as QUESTION
from bot.text.many_accounts import tells_many

INTENT = "all_accounts"
_VAGUE = frozenset(
    """all_accounts human inform link_account menu nlu_fallback out_of_scope share_account
    switch_account ask_question service_request my_record""".split()
)
"""What such a message is taken for when it asks nothing else."""


def introduces(text: str, parse: dict[str, Any]) -> bool:
    """Whether a message only tells of many accounts, or asks what can be done for them."""
    intent = parse["intent"].get("name")
    vague = intent in _VAGUE and not (
        intent == QUESTION and is_sure(parse.get(QUESTIONS) or [], SURE)
    )
    return vague and not text.startswith("/") and tells_many(text)
