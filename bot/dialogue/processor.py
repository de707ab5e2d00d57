"""A message processor that does a turn wholly or not at all.

Rasa logs what an action raises, goes on, and saves half a turn; and when the tracker store fails it
goes on in memory, where the next answer lands in the wrong slot. Here such a turn fails: nothing
is saved, the channel says so, and the gateway asks again.
"""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecutionRejected, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class TurnFailed(Exception):
    """The turn could not be completed; nothing of it was saved."""


def events_of_turn(tracker: DialogueStateTracker, message_id: str) -> list[Event] | None:
    """The user event with this message id and all that followed, up to the next user event.

    None when the tracker does not know the message.
    """
    turn: list[Event] | None = None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if turn is not None:
                break
            turn = [] if event.message_id == message_id else None
        if turn is not None:
            turn.append(event)
    return turn


class StrictProcessor(MessageProcessor):
    """Takes the place of Rasa's processor in every Rasa process (`bot/dialogue/plugin.py`)."""

    tracker_store: TrackerStore

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.tracker_store, FailSafeTrackerStore):
            self.tracker_store = self.tracker_store._tracker_store

    async def answer(self, message: UserMessage) -> list[Event]:
        """The events of this message's turn: of the past if it was handled before, else new.

        Raises:
            TurnFailed: no end was reached, or nothing was said. Any other exception of an action,
                a policy or the tracker store likewise means that nothing was saved.
        """
        tracker = await self.get_tracker(message.sender_id)
        known = events_of_turn(tracker, message.message_id)
        if known is not None:
            return known
        await self._update_tracker_session(tracker, message.output_channel)
        await self._handle_message_with_tracker(message, tracker)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        events = events_of_turn(tracker, message.message_id) or []
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            raise TurnFailed("the turn did not come to an end")
        if not any(isinstance(event, BotUttered) for event in events):
            raise TurnFailed("empty answer")
        await self.save_tracker(tracker)
        return events

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As in Rasa, except that an error of the action is not swallowed."""
        before = tracker
        if prediction.events:  # they are dropped when the action is rejected
            before = tracker.copy()
            before.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, before, self.domain)
        except ActionExecutionRejection:
            tracker.update(
                ActionExecutionRejected(
                    action.name(), prediction.policy_name, prediction.max_confidence
                )
            )
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        if any(isinstance(event, UserUttered) for event in events):
            await self.run_action_extract_slots(output_channel, tracker)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))
