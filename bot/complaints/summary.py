"""What is said to the summary of a complaint, and to the question whether it is a new matter."""

from __future__ import annotations

import re

from bot.complaints.catalogue import OTHER, category_of, telling_words, tells_matter
from bot.complaints.draft import TEXT_LENGTH, Draft, Question
from bot.complaints.said import Said, keep_values
from bot.text.answers import yes_no
from bot.text.normalise import fold_text
from bot.text.skipping import declines

_SHORT = 3
"""Words of a message that says no more than "record it" or the name of a line."""
_FEW = 3
"""Telling words up to which a message that gives a value gives only that."""
_RECORD = re.compile(r"(?<!\S)(?:سجلها|سجلوها|سجله|ارفعها|ارفعوها|قدمها|ارسلها|اعتمدها)(?!\S)")
_SOFT = r"(?:(?:لا|خلاص|تمام|طيب|بس|اوك|يعطيك العافيه)\s+)*"
_THAT_IS_ALL = re.compile(
    rf"{_SOFT}(?:هذا|هذي|كذا|هاذا|ذا)\s*(?:بس\s*)?(?:هو\s+)?"
    r"(?:(?:كل\s+)?(?:ا?للي|شي|ما)\s*(?:ال)?(?:عندي|لدي|عندنا|صار|ابيه|ابغاه)?)?(?:\s+بس)?|"
    rf"{_SOFT}(?:ما\s?(?:عندي|عندنا|لدي)\s+(?:شي\s+)?(?:ثاني|غيره|زياده|اضافه|غير هذا)|"
    r"بس كذا|كذا بس|خلصت|كملت|انتهيت|هذا كل شي)"
)
"""Nothing is to be added: "خلاص هذا اللي عندي". What was written is not dropped for it."""
_CHANGE = re.compile(
    r"(?<!\S)(?:غير|غيرو?ا?|عدل|عدلو?ا?|اعدل|اغير|نعدل|نغير|بدل|صحح|اصحح|غلط|خطا)(?!\S)"
)
_LINES = (
    (Question.CATEGORY, re.compile(r"(?<!\S)(?:ال)?(?:نوع|تصنيف)(?:ها|ه)?(?!\S)")),
    (Question.TEXT, re.compile(r"(?<!\S)(?:ال)?(?:نص|كلام|وصف|شرح|تفاصيل)(?:ها|ه|ي)?(?!\S)")),
    (Question.MONTH, re.compile(r"(?<!\S)(?:ال)?شهر(?!\S)")),
    (Question.ACCOUNT, re.compile(r"(?<!\S)(?:ال)?حساب(?:ي)?(?!\S)")),
    (Question.REPORT, re.compile(r"(?<!\S)(?:ال)?بلاغ(?:ي)?(?!\S)")),
    (Question.PLACE, re.compile(r"(?<!\S)(?:ال)?(?:مكان|موقع|حي)(?!\S)")),
    (Question.WHEN, re.compile(r"(?<!\S)(?:ال)?(?:متي|تاريخ|وقت|يوم)(?!\S)")),
)
"""How people name a line of the summary."""
_ADD = re.compile(
    r"(?<!\S)(?:نفسها|نفس|عليها|عليه|اضفها?|اضيفها?|ضيفها?|ضيفوها|القديمه|الاولي|كملها)(?!\S)"
)
_NEW = re.compile(r"(?<!\S)(?:جديده?|ثانيه|غيرها|مستقله|منفصله|لوحدها|لحالها|تختلف)(?!\S)")


def says_record(said: Said) -> bool:
    """A short "record it", or that this is all, beside all the ways to say yes."""
    folded = fold_text(said.text).strip(" .!،")
    if _THAT_IS_ALL.fullmatch(folded):
        return True
    return len(said.text.split()) <= _SHORT and bool(_RECORD.search(folded))


def answers_same(said: Said) -> bool | None:
    """True: add it to the open complaint; False: it is another matter; None: neither was said."""
    if said.intent in ("affirm", "deny") and said.words is None:
        return said.intent == "affirm"
    folded = fold_text(said.text)
    if _NEW.search(folded):
        return False
    if _ADD.search(folded):
        return True
    return yes_no(said.text)


def take_same(draft: Draft, said: Said) -> None:
    """Decide whether the words go to the open complaint; a further story is kept meanwhile."""
    answer = answers_same(said)
    if answer is not None:
        draft.adds_to, draft.same_as = (str(draft.same_as) if answer else ""), ""
        return
    keep_values(draft, said)
    if said.words and tells_matter(said.words):
        draft.add_words(said.words)


def take_confirm(draft: Draft, said: Said) -> None:
    """Yes, no, a value that is to be another, the name of a line, or more of the story."""
    answer = yes_no(said.text)
    if said.intent == "affirm" or answer is True or (answer is None and says_record(said)):
        draft.confirmed = True
        return
    given = dict(draft.values)
    if _gives_value(draft, said):
        _keep_story_beside(draft, said, given)
        return
    if _names_line(draft, said):
        return
    if said.intent == "deny" or answer is False:
        draft.editing = True
    elif declines(said.text) and len(said.text.split()) <= _SHORT:  # "ما اعرف" tells nothing
        return
    elif said.words and tells_matter(said.words) and len(draft.text) < TEXT_LENGTH:
        draft.add_words(said.words)
        _learn_category(draft, said.words)


def _keep_story_beside(draft: Draft, said: Said, given: dict[str, str]) -> None:
    """ "كلمني يوم الاحد وقفل الخط بوجهي": the day is a value, the rest more of the story.

    A value that the summary does not show ("من أسبوع" of a bill) is not lost either.
    """
    changed = {name for name, value in draft.values.items() if given.get(name) != value}
    shown = changed & {question.value for question in draft.shown()}
    story = said.words is not None and telling_words(said.words) > _FEW and not said.corrects
    if said.words and (story or not shown) and len(draft.text) < TEXT_LENGTH:
        draft.add_words(said.words)


def _learn_category(draft: Draft, words: str) -> None:
    """What was of no category may be of one after all: its questions follow."""
    found = category_of(words)
    if draft.category == OTHER and found is not None:
        draft.category = found.key


def take_edit(draft: Draft, said: Said) -> None:
    """After "no": a new value, a line to be asked again, more words, or a yes after all."""
    if said.intent == "affirm" or yes_no(said.text) is True:
        draft.editing, draft.confirmed = False, True
        return
    if said.intent == "deny" or yes_no(said.text) is False:
        return
    draft.editing = False
    if _gives_value(draft, said) or _names_line(draft, said):
        return
    before = draft.text
    if said.words:
        draft.add_words(said.words)
    draft.editing = draft.text == before


def _gives_value(draft: Draft, said: Said) -> bool:
    before = dict(draft.values)
    keep_values(draft, said, again=True)
    return draft.values != before


def _names_line(draft: Draft, said: Said) -> bool:
    """ "غير النص", "النوع غلط، هي عن الفاتورة": that line is changed, or asked again."""
    folded = fold_text(said.words or "")
    changes = _CHANGE.search(folded) is not None
    if not changes and len(folded.split()) > _SHORT:
        return False
    asked = draft.asked()
    named = next((line for line, words in _LINES if line in asked and words.search(folded)), None)
    if named is None:
        return False
    draft.ask_again(named)
    if named is Question.CATEGORY:
        category = category_of(folded)
        draft.category = category.key if category else ""
    return True
