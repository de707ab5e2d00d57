"""No personal figure before proof: the door that every action with records goes through."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.turn import Event, Turn
from bot.database import transaction
from bot.identity.links import current_link
from bot.identity.login import LoginStep, login_step, name_account


def verified_account(turn: Turn, then: str) -> tuple[int | None, list[Event]]:
    """The account whose records may be shown in this conversation.

    An account number in the message becomes the current account first. Returns (account id, [])
    or (None, events that ask for proof first and then run action `then`); a form that is open
    meanwhile is suspended and comes back afterwards.
    """
    with transaction() as session:
        named = turn.entity("account_number")
        if named and turn.is_new_message:
            name_account(session, turn.conversation, named)
        if login_step(session, turn.conversation) is LoginStep.DONE:
            link = current_link(session, turn.conversation)
            return (link.account_id if link else None), []
    events = [SlotSet("after_identify", then), FollowupAction("identify_form")]
    if turn.active_form not in (None, "identify_form"):
        events.append(SlotSet("suspended_form", turn.active_form))
    return None, events
