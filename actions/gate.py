"""No personal figure before proof: the door that every action with records goes through."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.proof_waits import (
    put_off_question,
    put_off_until_updated,
    waits_behind_proof,
    waits_behind_update,
)
from actions.turn import Event, Turn, say
from bot.database import transaction
from bot.identity.links import current_link
from bot.identity.login import LoginStep, login_step, name_account
from bot.identity.mine import account_named


def named_account(session: Session, turn: Turn) -> str | None:
    """The account that this message names, by its number or by what the person calls it."""
    number = turn.entity("account_number")
    if number or turn.text.startswith("/"):
        return number
    return account_named(session, turn.conversation, turn.text)


def verified_account(
    turn: Turn, then: str, dispatcher: CollectingDispatcher | None = None
) -> tuple[int | None, list[Event]]:
    """The account whose records may be shown in this conversation.

    An account named in the message, by number or by its name, becomes the current account first;
    with a `dispatcher`, moving to another one by its name is said. Returns (account id, []) or
    (None, events that ask for proof first and then run action `then`); a form that is open
    meanwhile is suspended and comes back afterwards. In the middle of the update the question
    waits until that is done, if a `dispatcher` can say so.
    """
    with transaction() as session:
        named = named_account(session, turn) if turn.is_new_message else None
        before = current_link(session, turn.conversation) if named else None
        if named:
            name_account(session, turn.conversation, named)
            now_on = current_link(session, turn.conversation)
            moved = now_on and now_on.account_number != (before and before.account_number)
            if dispatcher and now_on and moved and now_on.name:
                say(dispatcher, "utter_accounts_now_on", account=now_on.called)
        if login_step(session, turn.conversation) is LoginStep.DONE:
            link = current_link(session, turn.conversation)
            return (link.account_id if link else None), []
    if waits_behind_proof(turn, then):
        return None, [put_off_question(dispatcher, turn), FollowupAction("identify_form")]
    if dispatcher and waits_behind_update(turn):
        return None, [put_off_until_updated(dispatcher, turn)]
    events = [SlotSet("after_identify", then), FollowupAction("identify_form")]
    if turn.active_form not in (None, "identify_form"):
        events.append(SlotSet("suspended_form", turn.active_form))
    return None, events
