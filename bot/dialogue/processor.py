"""A message processor that does a turn wholly or not at all.

Rasa logs what an action raises, goes on, and saves half a turn; and when the tracker store fails it
goes on in memory, where the next answer lands in the wrong slot. Here such a turn fails: nothing
is saved, the channel says so, and the gateway asks again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecutionRejected,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import contact_note, language_note, meanwhile, several, update_first
from bot.dialogue.beside import offer_question
from bot.dialogue.meanwhile import Said
from bot.dialogue.several import Request
from bot.dialogue.turn_reading import TurnReader

logger = logging.getLogger(__name__)


class TurnFailed(Exception):
    """The turn could not be completed; nothing of it was saved."""


def events_of_turn(tracker: DialogueStateTracker, message_id: str) -> list[Event] | None:
    """The user event with this message id and all that followed, up to the next user event.

    What else the message asked belongs to its turn. None when the tracker does not know it.
    """
    turn: list[Event] | None = None
    for event in tracker.events:
        if meanwhile.is_told(event):
            if turn is not None:
                break
            continue
        if isinstance(event, UserUttered) and not (
            turn is not None and several.is_part(event, message_id)
        ):
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

    async def answer(self, message: UserMessage, said: Sequence[Said] = ()) -> list[Event]:
        """The events of this message's turn: of the past if it was handled before, else new.

        Args:
            said: what clerk and subscriber said since the turn before; kept, not answered.

        Raises:
            TurnFailed: no end was reached, or nothing was said. Any other exception of an action,
                a policy or the tracker store likewise means that nothing was saved.
        """
        tracker = await self.get_tracker(message.sender_id)
        known = events_of_turn(tracker, message.message_id)
        if known is not None:
            return known
        await self._update_tracker_session(tracker, message.output_channel)
        meanwhile.tell(tracker, said, self.domain)
        form_before = tracker.active_loop_name
        await TurnReader(lambda each: self.parse_message(each, tracker), tracker).read(message)
        await self._do(message, tracker)
        tracker = await self._answer_the_rest(message, tracker, form_before)
        turn = events_of_turn(tracker, message.message_id) or []
        if form_before is None:  # in a form the message answers it
            offer_question(tracker, message.parse_data or {}, turn)
        channel = message.output_channel.name()
        await contact_note.say_note(tracker, turn, self.nlg, channel, self.domain)
        await self.save_tracker(tracker)
        return events_of_turn(tracker, message.message_id) or []

    async def _do(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """One message, up to the next `action_listen`, on this tracker."""
        await self._handle_message_with_tracker(message, tracker)
        if language_note.is_due(message.parse_data or {}, tracker):
            channel, parse = message.output_channel.name(), message.parse_data or {}
            await language_note.say_note(parse, tracker, self.nlg, channel, self.domain)
        await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        events = events_of_turn(tracker, message.message_id) or []
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            raise TurnFailed("the turn did not come to an end")
        if not any(isinstance(event, BotUttered) for event in events):
            raise TurnFailed("empty answer")

    async def _answer_the_rest(
        self, message: UserMessage, tracker: DialogueStateTracker, form_before: str | None
    ) -> DialogueStateTracker:
        """Answer what else the message asked and what had waited for a form to end.

        A part that fails is left out: the answer to the first one was given and must be kept.
        """
        now = time.time()
        put_off = []
        waited = tracker.get_slot(several.SLOT) or []
        requests = update_first.in_order(several.asked(tracker, now), tracker)
        for n, request in enumerate(requests, start=1):
            waits = update_first.says_it_waits(request, tracker, form_before)
            if not waits and not several.may_answer(request, tracker, form_before):
                put_off.append(request)
                continue
            before = tracker.copy()
            try:
                parse = await self.parse_message(UserMessage(request.text), tracker)
                part = several.as_message(request, parse, message, n)
                if request.since:
                    await self._say_what_comes(part, tracker)
                await self._do(part, tracker)
            except Exception:
                logger.exception("A further request of message %s failed.", message.message_id)
                tracker = before
        await self._say_what_waits(put_off, message, tracker)
        kept = [each for each in tracker.get_slot(several.SLOT) or [] if each not in waited]
        value = [*(several.put_off(put_off, now) or []), *kept] or None  # a part may put itself off
        if value != tracker.get_slot(several.SLOT):
            tracker.update(SlotSet(several.SLOT, value), self.domain)
        return tracker

    async def _say_what_waits(
        self, put_off: Sequence[Request], message: UserMessage, tracker: DialogueStateTracker
    ) -> None:
        """That what else was asked is not forgotten; the open question stands last."""
        waiting_now = "، ".join(f"«{each.text}»" for each in put_off if not each.since)
        asked = several.last_said(tracker)
        if not waiting_now or asked is None:
            return
        words = await self.nlg.generate(
            several.WAITS, tracker, message.output_channel.name(), requests=waiting_now
        )
        if words:
            tracker.update(BotUttered(words["text"]), self.domain)
            tracker.update(BotUttered(asked.text, asked.data, asked.metadata), self.domain)

    async def _say_what_comes(self, part: UserMessage, tracker: DialogueStateTracker) -> None:
        """Before an answer that had to wait: what it answers."""
        words = await self.nlg.generate(
            several.BACK_TO, tracker, part.output_channel.name(), question=part.text
        )
        if words:
            tracker.update(BotUttered(words["text"]), self.domain)

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
