"""No personal figure before proof: the door that every action with records goes through."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.turn import Event, Turn
from bot.database import transaction
from bot.identity.links import current_link
from bot.identity.tables import LinkLevel


def verified_account(turn: Turn, then: str) -> tuple[int | None, list[Event]]:
    """The account whose records may be shown in this conversation.

    Returns (account id, []) or (None, events that ask for proof first and then run action `then`).
    """
    with transaction() as session:
        link = current_link(session, turn.conversation)
    if link and link.level == LinkLevel.VERIFIED and link.account_id is not None:
        return link.account_id, []
    return None, [SlotSet("after_identify", then), FollowupAction("identify_form")]
