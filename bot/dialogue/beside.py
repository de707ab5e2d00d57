"""The general answer that a request may have meant, as one more button below its own answer.

"ذبذبة بالتيار" reports trouble, and may as well ask what to do about it. Which of the two the
classifier hears is a matter of a few words, so the answer stands one tap away from the request.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.database import reading
from bot.dialogue.following import SLOT as ANSWERED
from bot.dialogue.nlu.question_search import QUESTIONS
from bot.dialogue.several import ALONE
from bot.questions import book
from bot.questions.choosing import Ranked
from bot.questions.files import INTENT

NEAR = 0.5
"""Score from which a request may have meant a question …"""
AHEAD = 0.25
"""… if the next question is so far behind. Of 62 phrasings of questions that were taken for a
request 33 get their question so and none a wrong one; so does one request in ten of `data/nlu`,
most of them about the same matter."""
PLAIN = 0.9995
"""Above this probability of the request it means nothing else: of 21 plain requests ("ابغى احدث
بياناتي") all are above it, of 22 phrasings of questions heard as a request one is."""
TITLE = "معلومة: {title}"
"""What stands on the button: it tells, and answers none of our questions."""


def question_beside(parse: dict[str, Any]) -> str | None:
    """The question that a message taken for a request resembles enough; None: none does."""
    heard = parse.get("intent") or {}
    intent = heard.get("name")
    ranked: Ranked = parse.get(QUESTIONS) or []
    if intent == INTENT or intent in ALONE or heard.get("confidence", 0.0) > PLAIN or not ranked:
        return None
    behind = ranked[1][1] if len(ranked) > 1 else 0.0
    near = ranked[0][1] >= NEAR and ranked[0][1] - behind >= AHEAD
    return ranked[0][0] if near else None


def offer_question(
    tracker: DialogueStateTracker, parse: dict[str, Any], turn: Sequence[Event]
) -> None:
    """Put the button below the last words, once, unless this turn has answered the question.

    Args:
        parse: of the message.
        turn: the events that it brought.
    """
    key = question_beside(parse)
    answer = _last_words(tracker)
    if key is None or answer is None or SlotSet(ANSWERED, key) in turn:
        return
    with reading() as session:
        question = book.in_force(session, key)
    buttons = list(answer.data.get("buttons") or [])
    if question and all(button.get("payload") != book.payload(key) for button in buttons):
        more = {"title": TITLE.format(title=question.title), "payload": book.payload(key)}
        answer.data["buttons"] = [*buttons, more]


def _last_words(tracker: DialogueStateTracker) -> BotUttered | None:
    """What the bot said last in this turn."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, BotUttered):
            return event
    return None
