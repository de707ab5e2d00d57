""" "Why?" right after an answer means that answer, not the data update."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.turn import previous_turn

_EXPLAINED_BY = {
    "action_bill": "action_explain_bill",
    "action_bill_history": "action_explain_bill",
    "action_explain_bill": "action_explain_bill",
    "action_consumption_chart": "action_explain_bill",
    "action_my_usage": "action_explain_bill",
    "action_compare_usage": "action_explain_bill",
    "action_bill_forecast": "action_explain_bill",
    "action_report_outage": "action_outage_status",
    "action_outage_status": "action_outage_status",
    "action_planned_outage": "action_planned_outage",
}
"""What an action showed → the action that says the reason for it."""


def explaining_action(tracker: Tracker) -> str | None:
    """The action that gives the reason for what was shown in the turn before; None: nothing was."""
    ran = [e.get("name") for e in previous_turn(tracker) if e.get("event") == "action"]
    return next((_EXPLAINED_BY[name] for name in reversed(ran) if name in _EXPLAINED_BY), None)
