"""Whom a reference is asked of."""

from __future__ import annotations

_STATUS = {
    "U": "action_update_status",
    "O": "action_report_status",
    "C": "action_complaint_status",
    "S": "action_service_status",
    "P": "action_my_data",
}
"""The action that knows the references that begin with a letter."""


def status_action(reference: str | None, *, own: str = "") -> str | None:
    """The action that tells the state of a reference; None if nobody does, or `own` would itself.

    Args:
        own: name of the action that asks.
    """
    action = _STATUS.get((reference or "")[:1])
    return None if action == own else action
