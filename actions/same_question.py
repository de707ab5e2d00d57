"""The question just answered, asked again for another place, month or account."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.accounts import asks_other_account
from actions.notices import answers_notice
from actions.turn import Turn, ran_before
from actions.usage_question import follow_up
from bot.billing.asking import months_from_shown
from bot.database import reading
from bot.identity.mine import account_named
from bot.text.account_names import begins_with_naming

BILL_ACTIONS = frozenset({"action_bill", "action_explain_bill", "action_bill_history"})


def same_question(turn: Turn, tracker: Tracker) -> str | None:
    """The question just answered, when this message only names another place, month or account for
    it: "وفي جدة؟", "طيب ويوليو؟", "وبيت الوالد؟"."""
    if answers_notice(turn, tracker):
        return "action_notice_settings"
    ran = ran_before(tracker)
    if following := follow_up(turn, ran):
        return following
    asked = (turn.slots.get("outage_question") or {}).get("action")
    if (turn.entity("district") or turn.entity("city")) and asked in ran:
        return str(asked)
    if begins_with_naming(turn.text):
        return "action_rename_account"
    if names_account(turn) or asks_other_account(turn, ran):
        return "action_switch_account"
    other_month = turn.entity("month") or months_from_shown(turn.text)
    return "action_bill" if other_month and ran & BILL_ACTIONS else None


def names_account(turn: Turn) -> bool:
    """ "وبيت الوالد؟": what this person calls one of their accounts."""
    if turn.text.startswith("/"):
        return False
    with reading() as session:
        return account_named(session, turn.conversation, turn.text) is not None
