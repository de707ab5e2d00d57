"""What became of an update request, and taking it back."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.references import status_action
from actions.turn import Event, read_turn, say
from actions.update import leave_form
from bot.cases.records import cases_of
from bot.clock import RIYADH
from bot.database import reading, transaction
from bot.rendering.words import date_words
from bot.services import draft as service_drafts
from bot.updates import draft as drafts
from bot.updates.requests import latest, withdraw

_CASES = "CS"
_OFFER: Event = SlotSet("offered_action", "action_start_update")
"""A yes to "shall we go on?" starts the update."""


def _other_case(conversation: str) -> str | None:
    """ "What became of my request?" of somebody who has none but a complaint or another request."""
    with reading() as session:
        found = cases_of(session, conversation)
        begun = service_drafts.unfinished(session, conversation)
    if not found:
        return status_action("S") if begun else None
    return status_action(found[0].reference)


class ActionUpdateStatus(Action):  # type: ignore[misc]
    """What became of the last request of this conversation, or of the one that is named."""

    def name(self) -> str:
        return "action_update_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        following = status_action(turn.entity("reference"), own=self.name())
        if following is not None:
            return [FollowupAction(following)]
        with reading() as session:
            request = latest(session, turn.conversation, turn.entity("reference"))
            left = drafts.unfinished(session, turn.conversation)
        if request is not None:
            say(
                dispatcher,
                f"utter_update_status_{request.state}",
                reference=request.reference,
                date=date_words(request.created_at.astimezone(RIYADH).date()),
                reason=request.decision_reason or "",
            )
        elif left:
            say(dispatcher, "utter_update_status_unfinished")
            return [_OFFER]
        elif following := _other_case(turn.conversation):
            return [FollowupAction(following)]
        else:
            say(dispatcher, "utter_update_status_none")
            return [_OFFER]
        return []


class ActionWithdrawUpdate(Action):  # type: ignore[misc]
    """Take back what is not decided yet: the draft, else the pending request."""

    def name(self) -> str:
        return "action_withdraw_update"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Event) -> list[Event]:
        turn = read_turn(tracker)
        if turn.active_form == "update_form" and not turn.text.startswith("/"):
            # Typed in the middle it may be misheard: stop, keep all, and leave wiping to a button.
            say(dispatcher, "utter_general_cancelled_kept")
            return leave_form(turn)
        if (turn.entity("reference") or "U")[0] in _CASES:
            return [FollowupAction("action_withdraw_service")]
        with transaction() as session:
            left = drafts.unfinished(session, turn.conversation)
            request = None if left else withdraw(session, turn.conversation)
            if left:
                drafts.discard(session, turn.conversation)
        if left:
            say(dispatcher, "utter_update_draft_discarded")
        elif request:
            say(dispatcher, "utter_update_withdrawn", reference=request.reference)
        elif _other_case(turn.conversation):
            return [FollowupAction("action_withdraw_service")]
        else:
            say(dispatcher, "utter_update_nothing_to_withdraw")
        return leave_form(turn)
