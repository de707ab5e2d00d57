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

from bot.dialogue import (
    both_accounts,
    contact_note,
    following,
    language_note,
    many_accounts,
    meanwhile,
    several,
    update_first,
    waiting,
)
from bot.dialogue.beside import offer_question
from bot.dialogue.meanwhile import Said
from bot.dialogue.pressing import typed_button
from bot.dialogue.several import Request
from bot.dialogue.taking_up import begun_offer, taken_up
from bot.text.denied import without_denied
from bot.text.first_of_all import first_of_all
from bot.text.greeting import after_greeting
from bot.text.next_step import asks_next_step

logger = logging.getLogger(__name__)
_GREET = "greet"
_NO_MATTER = frozenset({_GREET, "nlu_fallback", "out_of_scope", "inform", "thanks"})
"""What the words after a greeting may be taken for when they ask nothing."""


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
        await self._understand(message, tracker)
        await self._do(message, tracker)
        tracker = await self._answer_the_rest(message, tracker, form_before)
        turn = events_of_turn(tracker, message.message_id) or []
        if form_before is None:  # in a form the message answers it
            offer_question(tracker, message.parse_data or {}, turn)
        channel = message.output_channel.name()
        await contact_note.say_note(tracker, turn, self.nlg, channel, self.domain)
        await self.save_tracker(tracker)
        return events_of_turn(tracker, message.message_id) or []

    async def _understand(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """Parse the message; in a form, an answer beside a request is taken before the request."""
        said = message.text or ""
        message.text = typed_button(said, tracker) or begun_offer(said, tracker) or message.text
        parse = await self.parse_message(message, tracker)
        wanted = without_denied(message.text)
        if wanted is not None:
            own = await self.parse_message(UserMessage(wanted), tracker)
            if several.says_what_is_wanted(parse, own):
                parse, message.text = own, wanted
        # In a form what comes first may have to wait for its end: then nothing is turned round.
        turned = None if tracker.active_loop_name else first_of_all(message.text)
        if turned is not None:
            own = await self.parse_message(UserMessage(turned.first), tracker)
            then = await self.parse_message(UserMessage(turned.then), tracker)
            if several.are_requests(own, then):
                parse, message.text = several.in_turn(own, then, turned.then), turned.first
        matter = after_greeting(message.text) if parse["intent"].get("name") == _GREET else None
        if matter is not None:
            own = await self.parse_message(UserMessage(matter), tracker)
            if own["intent"].get("name") not in _NO_MATTER:
                parse, message.text = own, matter
        rest = several.without_account(parse)
        if rest is not None:
            beside = await self.parse_message(UserMessage(rest), tracker)
            parse = several.of_account(parse, beside)
        parse = update_first.lead(several.lead(parse), tracker)
        to_note = contact_note.answered(message.text, parse, tracker)
        parse = to_note or await self._follow(message.text, parse, tracker)
        answer = several.answer_beside(parse) if tracker.active_loop_name else None
        if answer is not None:
            own = await self.parse_message(UserMessage(answer.text), tracker)
            parse = several.after_answer(answer, own, parse, message.text)
            message.text = answer.text
        message.parse_data = parse

    async def _follow(
        self, text: str, parse: dict[str, Any], tracker: DialogueStateTracker
    ) -> dict[str, Any]:
        """Right after a general answer, or beside a service, read a few words as more about it."""
        if following.asks_papers_of_answer(text, parse, tracker) or (
            following.of_service(tracker)
            and (following.asks_more(text, parse) or following.takes_up(text, tracker))
        ):
            return following.of_that_service(parse)
        if (about := waiting.meant(text, parse, tracker)) is not None:
            return waiting.read_as(parse, about)
        if tracker.active_loop_name is None and many_accounts.introduces(text, parse):
            return waiting.read_as(parse, many_accounts.INTENT)
        if both_accounts.asks_several(text, parse, tracker):
            return waiting.read_as(parse, both_accounts.INTENT)
        if (more := taken_up(text, parse, tracker)) is not None:
            return more
        if following.asks_another_price(text, tracker):
            return following.of_prices(parse)
        key = following.just_answered(tracker)
        if key is not None and tracker.active_loop_name is None and asks_next_step(text):
            return following.of_next_step(parse, key)
        if key is None or not following.goes_on(text, parse, key):
            return parse
        whole = following.together(text, key)
        if whole is None:
            return parse
        both = await self.parse_message(UserMessage(whole), tracker)
        return following.followed(parse, both, key)

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
