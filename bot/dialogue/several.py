"""A message that asks several things is answered as if they had been asked one after the other.

The NLU lists what else a message asks (`other_requests`), the most urgent first. Each becomes a
message of its own in the same turn, so that rules, forms and actions need to know nothing of it.
What cannot be answered yet, because a form has just asked something, is kept in a slot and answered
when the form is done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.clock import today
from bot.dialogue.nlu.classifier import ANSWER_PARTS, OTHER_REQUESTS
from bot.dialogue.nlu.question_search import FURTHER_QUESTIONS, QUESTIONS
from bot.outages.tense import Tense, read_tense
from bot.questions.choosing import SURE, is_sure
from bot.questions.files import INTENT as QUESTION

SLOT = "also_asked"
TAKEN_WHOLE = "taken_whole"
"""Slot: id of a message that a form has read to its end: "يشوف الفواتير ويحدث البيانات" is one
answer, although its parts sound like two requests."""
BACK_TO = "utter_general_back_to"
"""Said before an answer that had to wait."""
WAITS = "utter_general_rest_waits"
"""Said when something that a message asks has to wait for the form that it opened."""
KEPT_SECONDS = 30 * 60
"""A question that waited longer is no longer on anybody's mind."""
ALONE = frozenset(
    """affirm ask_bot cancel correct_detail danger deny go_back goodbye greet inform menu
    nlu_fallback out_of_scope repeat resend_code resume_update skip thanks upset""".split()
)
"""Intents that are no request of their own beside another: they answer the open question, steer
the dialogue, or are small talk."""
ENDING = frozenset({"cancel", "goodbye", "danger"})
"""Whoever says this has dropped what waited."""
WITHOUT_QUESTIONS = frozenset(
    {"ask_question", "ask_why_details", "escalate", "how_to_pay", "human"}
)
"""Answered from what everybody may know: no proof, no form. These need not wait for a form."""
LINK = "link_account"
_MY_ACCOUNT = re.compile(
    r"(?:و?(?:رقم\s+)?(?:ال|لل|ل)?حساب(?:ي|نا)?|(?:my\s+)?account)(?:\s+رقمه?)?\s*:?\s*$"
)
_SURE = 0.8
"""From this probability on, the words beside an account ask something of it."""
_WANTED = 0.5
"""From this probability on, the words after what is not wanted say what is."""
_OFF = frozenset({"report_outage", "outage_status"})
_UNCLEAR = frozenset({"nlu_fallback", "out_of_scope"})


@dataclass(frozen=True)
class Request:
    """One thing that was asked: its intent, the words that ask it, how certain that is."""

    intent: str
    text: str
    confidence: float
    since: float = 0.0
    """When it was put off, as seconds since 1970; 0 if it was not."""
    question: str = ""
    """Key of the question of the list, where the message asks several."""


def lead(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse with its most urgent request as intent, when the message as a whole is unclear but
    its parts are not; a power cut that is over only tells what a question beside it is about."""
    parse = _question_with_its_story(parse)
    others = _requests(parse)
    if parse["intent"].get("name") not in _UNCLEAR or len(others) < 2:
        return parse
    first = others[0]
    return {**parse, "intent": {"name": first.intent, "confidence": first.confidence}}


def without_account(parse: dict[str, Any]) -> str | None:
    """The words beside "حسابي 300…" in a message that was taken for nothing but an account; None
    when there are hardly any."""
    named = [each for each in parse["entities"] if each["entity"] == "account_number"]
    if parse["intent"].get("name") != LINK or len(named) != 1:
        return None
    text = parse["text"]
    before = _MY_ACCOUNT.sub("", text[: named[0]["start"]])
    rest = f"{before.strip()} {text[named[0]['end'] :].strip()}".strip(" \n.،,؛;!?؟:")
    return rest if len(rest.split()) > 1 else None


def of_account(parse: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The parse of a message that names an account, as the request that its other words (`own`)
    surely make: "نزل لي الفاتورة حسابي 300…"."""
    intent = own["intent"]
    if intent.get("confidence", 0.0) < _SURE or intent.get("name") in ALONE | {LINK}:
        return parse
    asked: dict[str, Any] = {k: own[k] for k in ("intent", "intent_ranking") if k in own}
    return {**parse, **asked, OTHER_REQUESTS: own.get(OTHER_REQUESTS) or []}


def says_what_is_wanted(parse: dict[str, Any], own: dict[str, Any]) -> bool:
    """Whether a message that begins with what is not wanted is to be read as its other words alone
    (`own`): "لا تسجلون شكوى بس ابي اعرف ليش فاتورتي غالية" asks why, and makes no complaint."""
    danger = parse["intent"].get("name") == "danger"
    sure = own["intent"].get("confidence", 0.0) >= _WANTED
    return sure and not danger and own["intent"].get("name") not in _UNCLEAR


def are_requests(*parses: dict[str, Any]) -> bool:
    """Whether each of these surely asks for something by itself."""
    intents = [parse["intent"] for parse in parses]
    return all(i.get("name") not in ALONE and i.get("confidence", 0.0) >= _WANTED for i in intents)


def in_turn(parse: dict[str, Any], then: dict[str, Any], text: str) -> dict[str, Any]:
    """The parse with what its writer wants after it: the parse `then` of the words `text`."""
    intent = then["intent"]
    after = {"intent": intent["name"], "text": text, "confidence": intent["confidence"]}
    return {**parse, OTHER_REQUESTS: [*(parse.get(OTHER_REQUESTS) or []), after]}


def _question_with_its_story(parse: dict[str, Any]) -> dict[str, Any]:
    """A general question that the whole message surely asks is asked in all its words: "كم التعويض"
    alone has lost which. Alone it is asked if the power cut that it tells of is over."""
    others = list(parse.get(OTHER_REQUESTS) or [])
    asked = next((each for each in others if each["intent"] == QUESTION), None)
    if asked is None or not is_sure(parse.get("questions") or [], SURE):
        return parse
    if parse["intent"].get("name") in _OFF and _is_over(parse):
        intent = {"name": QUESTION, "confidence": asked["confidence"]}
        return {**parse, "intent": intent, OTHER_REQUESTS: [e for e in others if e is not asked]}
    whole = {**asked, "text": parse["text"]}
    return {**parse, OTHER_REQUESTS: [whole if each is asked else each for each in others]}


def _is_over(parse: dict[str, Any]) -> bool:
    """Whether the power cut that a message tells of is no longer."""
    months = [each["value"] for each in parse["entities"] if each["entity"] == "month"]
    past = any(month < f"{today():%Y-%m}" for month in months)
    return past or read_tense(parse["text"]) is Tense.PAST


def answer_beside(parse: dict[str, Any]) -> Request | None:
    """The part of a request that may answer the open question: "انا مستأجر. كيف اسدد؟"."""
    answers = [Request(**each) for each in parse.get(ANSWER_PARTS) or []]
    return answers[0] if answers and parse["intent"].get("name") not in ALONE else None


def after_answer(
    answer: Request, own: dict[str, Any], whole: dict[str, Any], text: str
) -> dict[str, Any]:
    """The parse of an answer, with the request that stood beside it still to be answered.

    `own`: the parse of the answer's words, `whole`: of the whole message, whose words are `text`.
    """
    intent = whole["intent"]
    words = text.replace(answer.text, "").strip(" \n.،,؛;!?؟") or text
    request = {"intent": intent["name"], "text": words, "confidence": intent["confidence"]}
    return {
        **own,
        "intent": {"name": answer.intent, "confidence": answer.confidence},
        OTHER_REQUESTS: [request, *whole.get(OTHER_REQUESTS, [])],
    }


def asked(tracker: DialogueStateTracker, now: float) -> list[Request]:
    """What is still to be answered after the latest message: what waited, then what it asks."""
    message = tracker.latest_message
    if message is None or message.intent_name in ENDING:
        return []
    waited = [Request(**each) for each in tracker.get_slot(SLOT) or []]
    current = [each for each in waited if now - each.since < KEPT_SECONDS]
    once: dict[str, Request] = {}
    whole = tracker.get_slot(TAKEN_WHOLE) == message.message_id
    for each in (*current, *([] if whole else _requests(message.parse_data))):
        once.setdefault(each.intent, each)
    same = once.get(message.intent_name)
    if same and not (same.since and same.text == message.text):  # put off by this very message
        once.pop(same.intent)
    return [*([] if whole else _further_questions(message.parse_data)), *once.values()]


def _further_questions(parse: dict[str, Any]) -> list[Request]:
    """The general questions of a message after its first: "كيف اقسط وكم رسوم اعادة التيار"."""
    if parse["intent"].get("name") != QUESTION:
        return []
    return [
        Request(QUESTION, each["text"], 1.0, question=each["question"])
        for each in parse.get(FURTHER_QUESTIONS) or []
    ]


def _requests(parse: dict[str, Any]) -> list[Request]:
    found = [Request(**each) for each in parse.get(OTHER_REQUESTS) or []]
    named = any(entity["entity"] == "account_number" for entity in parse["entities"])
    # "… حسابي 300…" beside a request says whose bill is meant; it asks nothing.
    alone = ALONE | {LINK} if named else ALONE
    return [each for each in found if each.intent not in alone]


def may_answer(request: Request, tracker: DialogueStateTracker, form_before: str | None) -> bool:
    """Whether `request` can be answered now. `form_before`: the form that was open when the message
    came; a question inside it is answered and the form goes on."""
    form: str | None = tracker.active_loop_name
    if form is None or request.intent in WITHOUT_QUESTIONS:
        return True
    return request.since == 0.0 and form == form_before


def last_said(tracker: DialogueStateTracker) -> BotUttered | None:
    """What the bot said last in this turn, which is the question of the form that is open."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, BotUttered):
            return event
    return None


def put_off(requests: Sequence[Request], now: float) -> list[dict[str, Any]] | None:
    """The slot's value for what has to wait; None for nothing."""
    return [asdict(each if each.since else replace(each, since=now)) for each in requests] or None


def as_message(request: Request, parse: dict[str, Any], whole: UserMessage, n: int) -> UserMessage:
    """The `n`th further request of a message as a message; `parse`: of the request's words."""
    intent = {"name": request.intent, "confidence": request.confidence}
    known = {QUESTIONS: [[request.question, 1.0]]} if request.question else {}
    return UserMessage(
        text=request.text,
        output_channel=whole.output_channel,
        sender_id=whole.sender_id,
        input_channel=whole.input_channel,
        message_id=f"{whole.message_id}+{n}",
        metadata=whole.metadata,
        parse_data={**parse, **known, "intent": intent, OTHER_REQUESTS: [], FURTHER_QUESTIONS: []},
    )


def is_part(event: UserUttered, message_id: str) -> bool:
    """Whether the event is a further request of that message."""
    return str(event.message_id).startswith(f"{message_id}+")
