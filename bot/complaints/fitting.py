"""Whether a message is meant for the question of a complaint, whatever the classifier heard."""

from __future__ import annotations

import re

from bot.complaints.catalogue import tells_matter
from bot.complaints.draft import Question
from bot.complaints.happened import when_in
from bot.complaints.said import Said
from bot.complaints.summary import answers_same, says_record
from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.text.skipping import declines

ANSWERS = frozenset(
    "inform complaint affirm deny skip go_back repeat nlu_fallback out_of_scope "
    "correct_detail".split()
)
"""Intents that may be an answer to any question; any other is another topic unless it fits."""
CURT = 3
"""Words up to which a sure other topic is that topic, not the story."""
_LONG = 6
"""Words from which a message is rather the story that was asked for than another topic."""
_FEW = 4
"""Words of a message that may be a mere value."""
_CERTAIN = 0.85
_ELSEWHERE = frozenset({"danger", "human", "cancel"})
_SMALL_TALK = frozenset("greet goodbye thanks menu repeat".split())
_ERRANDS = frozenset(
    """complaint_status reopen_complaint escalate service_status update_status withdraw_service
    my_record call_back""".split()
)
"""Requests about what was filed before, or for a person: no story even in many words."""
_MATTERS = frozenset(
    """ask_bill explain_bill bill_history payment_missing report_outage outage_status
    power_restored my_usage compare_usage ask_question ask_bot ask_why_details upset""".split()
)
"""Topics whose words are the stuff of complaints: told and not asked, they are the story."""
_REQUEST = re.compile(
    r"(?<!\S)(?:و|ف)?(?:ليش|ليه|لماذا|وش|ايش|هل|مين|منو|انت|انتم|why|who|what|ابي|ابغي|ابغا|ودي|اريد|"
    r"عطني|عطوني|اعطني|ارسل\S*|ورني|وروني|قولي|قول|علمني|احسب\S*)(?!\S)"
)
_MORE = re.compile(r"و?(?:بعد|بعدين|كمان|ايضا|زياده|تري|فوق|كذلك|للعلم|علما)(?!\S)")
"""How people go on with a story that they have told."""
_EVERY_MONTH = re.compile(
    r"(?<!\S)(?:كل|جميع|اغلب|معظم|اكثر\s+من)\s+(?:ال)?(?:شهر|شهور|اشهر|فواتير|فاتوره)(?!\S)"
)
_NOW = re.compile(r"(?<!\S)(?:الحين|هالحين|الان|دحين|توها|تو|هاللحظه)(?!\S)")


def _is_value(said: Said) -> bool:
    """Only when or where it was: "امس", "حي الصفا جدة"."""
    if said.asks or said.words is None or len(said.words.split()) > _FEW:
        return False
    return said.place is not None or when_in(said.words) is not None


def means_every_month(text: str) -> bool:
    """ "كل الشهور": no one month is to be given."""
    return _EVERY_MONTH.search(fold_text(text)) is not None


def is_for(question: Question, said: Said) -> bool:
    """Whether the pending question takes the message."""
    if said.intent == "cancel" and question is Question.CONFIRM and says_record(said):
        return True
    if said.intent in _ELSEWHERE or _is_outage_now(said):
        return False
    if question is Question.CONFIRM and said.intent == "nlu_fallback" and said.asks:
        return False  # "طيب وكم ياخذ الرد؟" is no part of the story
    if said.intent in ANSWERS or _fits(question, said):
        return True
    if question in (Question.TEXT, Question.CATEGORY):
        return _may_be_story(said)
    if question in (Question.CONFIRM, Question.EDIT) and said.words is not None:
        return _goes_on(said)
    if question in (Question.WHEN, Question.PLACE):
        return said.confidence < _CERTAIN and not said.asks
    return False


def _may_be_story(said: Said) -> bool:
    """Where the story was asked for."""
    long = said.words is not None and len(said.words.split()) >= _LONG
    if said.intent in _SMALL_TALK:
        return long and said.confidence < _CERTAIN
    if said.intent in _ERRANDS and said.confidence >= _CERTAIN:
        return False
    if said.intent in ("ask_bot", "ask_why_details"):
        return _tells(said)
    telling = said.intent == "upset" or said.confidence < _CERTAIN or _is_telling(said)
    return not said.asks and (long or telling or _tells(said))


def _goes_on(said: Said) -> bool:
    """Where the story was told already and is shown."""
    words = said.words or ""
    if said.asks:
        return False
    unsure = len(words.split()) >= _LONG and said.confidence < _CERTAIN
    return unsure or bool(_MORE.match(fold_text(words))) or _tells(said)


def _tells(said: Said) -> bool:
    """A statement about what people complain of: neither a question nor a request."""
    if said.words is None or said.asks or _REQUEST.search(fold_text(said.words)):
        return False
    return said.intent in _MATTERS and tells_matter(said.words)


def _is_outage_now(said: Said) -> bool:
    """Power that is off at this moment is no story of a complaint."""
    sure = said.intent == "report_outage" and said.confidence >= _CERTAIN
    return sure and (said.account is not None or bool(_NOW.search(fold_text(said.text))))


def _is_telling(said: Said) -> bool:
    """More than the two words with which another topic is usually named: "فاتورتي كم"."""
    return said.words is not None and len(said.words.split()) > CURT


def _fits(question: Question, said: Said) -> bool:
    """A value of just the kind that was asked for, or a plain refusal to give it."""
    value = {
        Question.MONTH: said.month or said.day,
        Question.ACCOUNT: said.account,
        Question.REPORT: said.reference,
        Question.PLACE: said.place or said.account,
        Question.CATEGORY: said.category,
    }.get(question)
    if value is not None or said.account is not None:  # a bare account is never a topic of its own
        return not said.asks
    if question is Question.SAME:
        return answers_same(said) is not None
    if question in (Question.CONFIRM, Question.EDIT):
        return yes_no(said.text) is not None or says_record(said) or _is_value(said)
    if question is Question.MONTH and means_every_month(said.text):
        return True
    return question is not Question.TEXT and declines(said.text)
