"""What a message means in its conversation: the model's reading, set right step by step.

The model reads words alone. Each step knows one way in which the form of the message, or what was
said before it, changes which words are answered or how they are meant.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import (
    after_danger,
    both_accounts,
    contact_note,
    following,
    many_accounts,
    several,
    update_first,
    waiting,
)
from bot.dialogue.pressing import typed_button
from bot.dialogue.taking_up import begun_offer, taken_up
from bot.text.denied import without_denied
from bot.text.first_of_all import first_of_all
from bot.text.greeting import after_greeting
from bot.text.next_step import asks_next_step

_GREET = "greet"
_NO_MATTER = frozenset({_GREET, "nlu_fallback", "out_of_scope", "inform", "thanks"})
"""What the words after a greeting may be taken for when they ask nothing."""

Parse = dict[str, Any]
ParseMessage = Callable[[UserMessage], Awaitable[Parse]]


@dataclass(frozen=True)
class Reading:
    """The words that are answered, and what they mean."""

    text: str
    parse: Parse


class TurnReader:
    """Reads one message of one conversation."""

    def __init__(self, parse_message: ParseMessage, tracker: DialogueStateTracker) -> None:
        self._parse_message = parse_message
        self._tracker = tracker

    async def read(self, message: UserMessage) -> None:
        """Put the words that are answered and their meaning into the message."""
        said = message.text or ""
        offered = typed_button(said, self._tracker) or begun_offer(said, self._tracker)
        message.text = offered or message.text
        reading = Reading(message.text, await self._parse_message(message))
        for step in (
            self._what_is_wanted,
            self._in_their_order,
            self._after_greeting,
            self._beside_account,
            self._after_what_was_said,
            self._answer_before_request,
        ):
            reading = await step(reading)
        message.text, message.parse_data = reading.text, reading.parse

    async def _parse(self, text: str) -> Parse:
        return await self._parse_message(UserMessage(text))

    async def _what_is_wanted(self, reading: Reading) -> Reading:
        """Of "not this but that" only that."""
        wanted = without_denied(reading.text)
        if wanted is None:
            return reading
        own = await self._parse(wanted)
        return Reading(wanted, own) if several.says_what_is_wanted(reading.parse, own) else reading

    async def _in_their_order(self, reading: Reading) -> Reading:
        """ "… but before it …" is turned round; in a form what comes first may have to wait."""
        turned = None if self._tracker.active_loop_name else first_of_all(reading.text)
        if turned is None:
            return reading
        own, then = await self._parse(turned.first), await self._parse(turned.then)
        if not several.are_requests(own, then):
            return reading
        return Reading(turned.first, several.in_turn(own, then, turned.then))

    async def _after_greeting(self, reading: Reading) -> Reading:
        """What follows a greeting, where it asks something."""
        greets = reading.parse["intent"].get("name") == _GREET
        matter = after_greeting(reading.text) if greets else None
        if matter is None:
            return reading
        own = await self._parse(matter)
        return reading if own["intent"].get("name") in _NO_MATTER else Reading(matter, own)

    async def _beside_account(self, reading: Reading) -> Reading:
        """A request beside an account's number is what is answered; the number stays a value."""
        rest = several.without_account(reading.parse)
        if rest is None:
            return reading
        return replace(reading, parse=several.of_account(reading.parse, await self._parse(rest)))

    async def _after_what_was_said(self, reading: Reading) -> Reading:
        """The request that leads; a few words mean what the last answer makes of them."""
        parse = update_first.lead(several.lead(reading.parse), self._tracker)
        to_note = contact_note.answered(reading.text, parse, self._tracker)
        return replace(reading, parse=to_note or await self._follow(reading.text, parse))

    async def _answer_before_request(self, reading: Reading) -> Reading:
        """In a form, an answer beside a request is taken before the request."""
        parse = reading.parse
        answer = several.answer_beside(parse) if self._tracker.active_loop_name else None
        if answer is None:
            return reading
        own = await self._parse(answer.text)
        return Reading(answer.text, several.after_answer(answer, own, parse, reading.text))

    async def _follow(self, text: str, parse: Parse) -> Parse:
        """Right after a general answer, or beside a service, read a few words as more about it."""
        tracker = self._tracker
        if after_danger.goes_on(text, tracker):
            return waiting.read_as(parse, after_danger.INTENT)
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
        return await self._follow_answer(text, parse)

    async def _follow_answer(self, text: str, parse: Parse) -> Parse:
        """Words that go on from the general answer just given."""
        key = following.just_answered(self._tracker)
        if key is None:
            return parse
        if self._tracker.active_loop_name is None and asks_next_step(text):
            return following.of_next_step(parse, key)
        if not following.goes_on(text, parse, key):
            return parse
        whole = following.together(text, key)
        if whole is None:
            return parse
        return following.followed(parse, await self._parse(whole), key)
