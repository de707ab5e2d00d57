"""Whom a reference is asked of."""

from __future__ import annotations

import re

from bot.text.normalise import fold_text

_TAKE_BACK = re.compile(
    r"(?<!\S)(?:ابي\s+|ابغي\s+)?(?:[انت]?سحب|[انت]?لغ[ويا]|[انت]?كنسل|شيل|cancel|withdraw)"
)
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


def errand(text: str, reference: str | None) -> str | None:
    """What a message that was not understood wants of the reference in it: to take it back, or
    else to know its state. None without a reference."""
    if reference and _TAKE_BACK.search(fold_text(text)):
        return "action_withdraw_update"  # it knows who takes back which
    return status_action(reference)
