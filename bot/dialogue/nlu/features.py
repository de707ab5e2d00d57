"""What the intent classifier sees of a message: named groups of features, counted.

Values become placeholders, so that the classifier learns "here stands a mobile" and never a
particular number. Latin messages are folded to Arabic first. Each word is seen as
written, without clitics, as character n-grams, as its bare consonants and by its meaning, so
that a typo, a glued particle, another vowel or another dialect does not hide it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

from bot.dialogue.nlu.reading import values_of
from bot.text.answers import yes_no
from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.names import person_name
from bot.text.normalise import is_arabic, normalise
from bot.text.subjects import subject_of
from bot.text.synonyms import concepts
from bot.text.tokens import folded_words, split_clitics
from bot.text.values import Value

GROUPS = ("words", "characters", "bones", "signs", "meanings", "topics")
"""Names of the groups; their first letters differ (they tell features apart in a model)."""
Features = dict[str, Counter[str]]

_PLACEHOLDERS = {
    "account_number": "\ue001",
    "national_id": "\ue002",
    "mobile": "\ue003",
    "email": "\ue004",
    "reference": "\ue005",
    "number": "\ue006",
    "month": "\ue007",
    "date": "\ue008",
    "city": "\ue009",
    "district": "\ue00a",
}
"""A private character for each kind of value that is replaced; the other kinds stay as words."""
_LETTER_CLASSES = str.maketrans("طصثضذظحقآة", "تسسدددهكاه")
"""Letters that Arabizi and hurried typing confuse."""
_WEAK_LETTERS = re.compile("[اوي\u0621]")
_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST_GRAM, _LONGEST_GRAM = 2, 5
_WORDS_KEPT = 4096
"""Words whose parts are remembered: people use the same ones again and again."""
_MOST_MEANINGS = 9
"""In longer messages pairs of meanings say little."""


def extract(text: str) -> Features:
    """Features of one message by group."""
    values = values_of(text)
    words = _words(text, values)
    return {
        "words": Counter(_word_features(words)),
        "characters": Counter(_character_features(words)),
        "bones": Counter(_consonant_features(words)),
        "signs": Counter(_signs(text, values, words)),
        "meanings": Counter(_meaning_features(words)),
        "topics": Counter(_topic_features(words)),
    }


def skeleton(word: str) -> str:
    """The consonants of a folded word, confusable letters made one: فاتورة, fatora → فتر."""
    bare = _WEAK_LETTERS.sub("", word.translate(_LETTER_CLASSES))
    return _DOUBLED.sub(r"\1", bare) or word[:1]


def _words(text: str, values: Sequence[Value]) -> list[str]:
    """Folded words with values as placeholders, hamza at the end dropped."""
    chars = list(text)
    for value in values:
        placeholder = _PLACEHOLDERS.get(value.kind)
        if placeholder:
            chars[value.start : value.end] = [f" {placeholder} "] + [""] * (
                value.end - value.start - 1
            )
    folded = normalise("".join(chars)).text
    if is_mainly_latin(folded):
        folded = fold_latin(folded)
    return [word.rstrip("\u0621") or word for word in folded_words(folded)]


def _word_features(words: Sequence[str]) -> Iterable[str]:
    for word in words:
        yield word
        stem = split_clitics(word)[1]
        if stem != word:
            yield f"+{stem}"
    letters = [w for w in words if w.isalnum() or w >= "\ue000"]
    for pair in zip(["^", *letters], [*letters, "$"], strict=True):
        yield " ".join(pair)


def _character_features(words: Sequence[str]) -> Iterable[str]:
    return chain.from_iterable(map(_grams, words))


@lru_cache(maxsize=_WORDS_KEPT)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        padded[start : start + size]
        for size in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1)
        for start in range(max(1, len(padded) - size + 1))
    )


@lru_cache(maxsize=_WORDS_KEPT)
def _bone(word: str) -> str:
    return skeleton(split_clitics(word)[1]) if is_arabic(word[0]) else word


def _consonant_features(words: Sequence[str]) -> Iterable[str]:
    bones = [_bone(word) for word in words]
    yield from bones
    for pair in pairwise(bones):
        yield " ".join(pair)


def _meaning_features(words: Sequence[str]) -> Iterable[str]:
    """Meanings that dialects share, and which of them come together."""
    meanings = sorted({meaning for word in words for meaning in concepts(word)})
    yield from meanings
    if len(meanings) <= _MOST_MEANINGS:
        yield from (f"{a} {b}" for a, b in combinations(meanings, 2))


def _topic_features(words: Sequence[str]) -> Iterable[str]:
    """What else than electricity is spoken of; nothing in most messages."""
    subjects = {subject for word in words if (subject := subject_of(word))}
    if subjects:
        yield "elsewhere"
        yield from sorted(subjects)


def _signs(text: str, values: Sequence[Value], words: Sequence[str]) -> Iterable[str]:
    """What kind of message it is: kinds of values, a bare name, a bare yes, its length."""
    for value in values:
        yield f"kind:{value.kind}"
        if value.role:
            yield f"role:{value.role}"
        if value.kind in ("field", "beneficiary", "notice_channel"):
            yield f"{value.kind}:{value.value}"
    answer = yes_no(text)
    if answer is not None:
        yield "yes" if answer else "no"
    if person_name(text):
        yield "name"
    yield f"length:{min(len(words), 12) // 2}"
