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
from bot.complaints.fitting import ANSWERS, CURT, is_for, means_every_month
from bot.complaints.happened import when_in
from bot.complaints.said import Said, keep_values
from bot.complaints.summary import take_confirm, take_edit, take_same
from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.text.skipping import declines

_WORDS_LENGTH = 200
_COMPLAINT = re.compile(r"(?<!\S)(?:ال)?(?:شكو|شكا|اشتك|بشتك)|complain|shakwa")

_WISH = re.compile(
    r"\s*و?(?:ابي|ابغي|ابغا|ابيكم|ابغاكم|نبي|نبغي|ودي|اريد|اطلب|اطالب|لازم|عايز|i want)(?!\S)"
)


def begin(draft: Draft, said: Said) -> None:
    """Take from the first sentence all that it tells."""
    category = said.category or _named_category(said.text)
    draft.category = draft.category or category
    if said.words and telling_words(said.words) and not is_bare(said.words):
        draft.add_words(said.words)
        draft.told = draft.told or tells_matter(said.words)
    if draft.told and not draft.category:
        draft.category = OTHER
    keep_values(draft, said)


def _named_category(text: str) -> str:
    """Key of the category that a message is about; none if it wants to complain and to suggest."""
    found = category_of(text)
    if found is None or (found.key == SUGGESTION and _is_both(text)):
        return ""
    return found.key


def _is_both(text: str) -> bool:
    return not telling_words(text) and bool(_COMPLAINT.search(fold_text(text)))


def hear(draft: Draft, question: Question, said: Said) -> bool:
    """Take what the message gives; False when it is about something else.

    A message that was taken and gave nothing leaves the draft as it was, but for `misses`.
    """
    if said.edits is not None:
        return _edit(draft, said.edits)
    if not is_for(question, said):
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
    every = question is Question.MONTH and means_every_month(said.text)
    if _leaves_out(said) or every:
        draft.skipped.append(question.value)
    elif said.intent == "complaint" and not telling_words(said.text) and is_bare(said.text):
        return  # "ابي اشتكي" once more
    elif question is Question.WHEN and said.words and _only_wishes(said.words):
        draft.add_words(said.words)  # "ابي تعويض" is no time: asked once more
    elif question in (Question.WHEN, Question.PLACE) and said.words and said.intent != "affirm":
        draft.put(question, said.words[:_WORDS_LENGTH])
    elif said.words and tells_matter(said.words) and said.intent in ANSWERS - {"affirm"}:
        draft.add_words(said.words)
        draft.skipped.append(question.value)


def _only_wishes(words: str) -> bool:
    """Whether it says what is wanted and names no time."""
    return bool(_WISH.match(fold_text(words))) and when_in(words) is None


def _is_story(said: Said) -> bool:
    """Whether it tells of the matter beside the values that it gives."""
    return said.words is not None and telling_words(said.words) > CURT


def _leaves_out(said: Said) -> bool:
    return said.intent in ("skip", "deny") or yes_no(said.text) is False or declines(said.text)


def _category(draft: Draft, said: Said) -> None:
    """A button, or the story itself."""
    if said.category in categories():
        draft.category = str(said.category)
        return
    if said.intent == "affirm":  # "ايه سجلها" says neither of what nor what happened
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
    if draft.values != given and not telling_words(_without_time(said.words)):
        return  # "حسابي 300…", "من أسبوع": a value, not the story
    if len(draft.text) < TEXT_LENGTH:
        draft.add_words(said.words)
    draft.told = True


def _without_time(words: str) -> str:
    return words.replace(when_in(words) or "", "")


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
