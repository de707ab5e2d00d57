"""What a message gives to a complaint that is being written: any order, several values at once."""

from __future__ import annotations

import re

from bot.complaints.catalogue import (
    OTHER,
    SUGGESTION,
    categories,
    category_of,
    is_bare,
    telling_words,
    tells_matter,
)
from bot.complaints.draft import TEXT_LENGTH, Draft, Question
from bot.complaints.said import Said, keep_values
from bot.complaints.summary import (
    answers_same,
    says_record,
    take_confirm,
    take_edit,
    take_same,
)
from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.text.skipping import declines

ANSWERS = frozenset(
    "inform complaint affirm deny skip go_back repeat nlu_fallback out_of_scope "
    "correct_detail".split()
)
"""Intents that may be an answer to any question; any other is another topic unless it fits."""
_ELSEWHERE = frozenset({"danger", "human", "cancel"})
_SMALL_TALK = frozenset("greet goodbye thanks menu ask_bot ask_why_details repeat".split())
_LONG = 6
"""Words from which a message is rather the story that was asked for than another topic."""
_CURT = 3
"""Words up to which a sure other topic is that topic, not the story."""
_CERTAIN = 0.85
_WORDS_LENGTH = 200
_MORE = re.compile(r"و?(?:بعد|بعدين|كمان|ايضا|زياده|تري|فوق|كذلك|للعلم|علما)(?!\S)")
"""How people go on with a story that they have told."""
_COMPLAINT = re.compile(r"(?<!\S)(?:ال)?(?:شكو|شكا|اشتك|بشتك)|complain|shakwa")
_NOW = re.compile(r"(?<!\S)(?:الحين|هالحين|الان|دحين|توها|تو|هاللحظه)(?!\S)")


def begin(draft: Draft, said: Said) -> None:
    """Take from the first sentence all that it tells."""
    category = said.category or (found.key if (found := category_of(said.text)) else "")
    draft.category = draft.category or category
    if said.words and telling_words(said.words) and not is_bare(said.words):
        draft.add_words(said.words)
        draft.told = draft.told or tells_matter(said.words)
    if draft.told and not draft.category:
        draft.category = OTHER
    keep_values(draft, said)


def hear(draft: Draft, question: Question, said: Said) -> bool:
    """Take what the message gives; False when it is about something else.

    A message that was taken and gave nothing leaves the draft as it was, but for `misses`.
    """
    if said.edits is not None:
        return _edit(draft, said.edits)
    if not _is_for(question, said):
        return False
    before = _mark(draft)
    _take(draft, question, said)
    draft.misses = 0 if _mark(draft) != before else draft.misses + 1
    return True


def _mark(draft: Draft) -> tuple[object, ...]:
    return (
        draft.category,
        draft.text,
        draft.told,
        tuple(sorted(draft.values.items())),
        tuple(draft.skipped),
        draft.editing,
        draft.confirmed,
        draft.same_as,
    )


def _edit(draft: Draft, name: str) -> bool:
    draft.editing = False
    if name == "proof":
        draft.wants_proof = True
    elif name in {q.value for q in draft.asked()}:
        draft.ask_again(Question(name))
    return True


def _is_for(question: Question, said: Said) -> bool:
    """Whether the pending question takes the message, whatever the classifier thought."""
    if said.intent in _ELSEWHERE or _is_outage_now(said):
        return False
    if said.intent in ANSWERS:
        return True
    if _fits(question, said):
        return True
    long = said.words is not None and len(said.words.split()) >= _LONG
    if question in (Question.TEXT, Question.CATEGORY):
        if said.intent in _SMALL_TALK:
            return long and said.confidence < _CERTAIN
        telling = said.intent == "upset" or said.confidence < _CERTAIN or _is_telling(said)
        return not said.asks and (long or telling)
    if question is Question.CONFIRM and said.words is not None:
        more = bool(_MORE.match(fold_text(said.words)))
        return not said.asks and (more or (long and said.confidence < _CERTAIN))
    if question in (Question.WHEN, Question.PLACE):
        return said.confidence < _CERTAIN and not said.asks
    return False


def _is_outage_now(said: Said) -> bool:
    """Power that is off at this moment is no story of a complaint."""
    sure = said.intent == "report_outage" and said.confidence >= _CERTAIN
    return sure and (said.account is not None or bool(_NOW.search(fold_text(said.text))))


def _is_telling(said: Said) -> bool:
    """More than the two words with which another topic is usually named: "فاتورتي كم"."""
    return said.words is not None and len(said.words.split()) > _CURT


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
        return yes_no(said.text) is not None or says_record(said)
    return question is not Question.TEXT and declines(said.text)


def _take(draft: Draft, question: Question, said: Said) -> None:
    if said.intent == "go_back":
        _back(draft, question)
        return
    take = _TAKERS.get(question)
    if take is not None:
        take(draft, said)
    else:
        _value(draft, question, said)


def _value(draft: Draft, question: Question, said: Said) -> None:
    """The answer to a question of the category, or that it is left out."""
    given = dict(draft.values)
    keep_values(draft, said, again=question is Question.WHEN)
    gave = draft.values != given
    if gave and question is Question.ACCOUNT and said.place:
        draft.skipped.append(question.value)  # where it is does as well
    if gave and (question.value in (*draft.values, *draft.skipped) or not _is_story(said)):
        return
    if _leaves_out(said):
        draft.skipped.append(question.value)
    elif question in (Question.WHEN, Question.PLACE) and said.words and said.intent != "affirm":
        draft.put(question, said.words[:_WORDS_LENGTH])
    elif said.words and tells_matter(said.words) and said.intent in ANSWERS - {"affirm"}:
        draft.add_words(said.words)
        draft.skipped.append(question.value)


def _is_story(said: Said) -> bool:
    """Whether it tells of the matter beside the values that it gives."""
    return said.words is not None and telling_words(said.words) > _CURT


def _leaves_out(said: Said) -> bool:
    return said.intent in ("skip", "deny") or yes_no(said.text) is False or declines(said.text)


def _category(draft: Draft, said: Said) -> None:
    """A button, or the story itself."""
    if said.category in categories():
        draft.category = str(said.category)
        return
    begin(draft, said)
    if _leaves_out(said) and not draft.category:
        draft.category = OTHER


def _text(draft: Draft, said: Said) -> None:
    given = dict(draft.values)
    keep_values(draft, said)
    if said.category in categories():
        draft.category = str(said.category)
    if said.words is None or said.intent in ("affirm", "skip", "deny", "repeat"):
        return
    if _turns_to_other_kind(draft, said):
        return
    if draft.values != given and not telling_words(said.words):
        return  # "حسابي 300…": a value, not the story
    if len(draft.text) < TEXT_LENGTH:
        draft.add_words(said.words)
    draft.told = True


def _turns_to_other_kind(draft: Draft, said: Said) -> bool:
    """ "شكوى" while a suggestion is written, "لا، اقتراح" while a complaint is."""
    if telling_words(said.text):
        return False
    found, writes_suggestion = category_of(said.text), draft.category == SUGGESTION
    if found is None:
        turns = writes_suggestion and bool(_COMPLAINT.search(fold_text(said.text)))
    else:
        turns = (found.key == SUGGESTION) is not writes_suggestion
    if turns:
        draft.category = found.key if found else ""
    return turns


def _back(draft: Draft, question: Question) -> None:
    """The question before this one, asked again."""
    draft.editing = False
    if question is Question.SAME:
        draft.ask_again(Question.TEXT)
        return
    asked = [q for q in draft.asked() if q is not Question.CATEGORY]
    index = asked.index(question) if question in asked else len(asked)
    if index > 0:
        draft.ask_again(asked[index - 1])


_TAKERS = {
    Question.CATEGORY: _category,
    Question.TEXT: _text,
    Question.SAME: take_same,
    Question.CONFIRM: take_confirm,
    Question.EDIT: take_edit,
}
