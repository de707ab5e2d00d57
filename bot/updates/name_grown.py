"""A word put into the name that was given: "الاسم ناقص زيدوا عبدالله بعد تركي"."""

from __future__ import annotations

from bot.text.given_names import is_given_name
from bot.text.names import person_name
from bot.text.normalise import fold_text

_ADDING = (
    *("زيد", "زود", "ضيف", "اضيف", "اضف", "نضيف", "حط", "دخل", "كتب", "اكتب", "ناقص", "نقص"),
    *("نسيت", "add", "missing"),
)
"""Beginnings of words that want more in the name."""
_SIDES = {"بعد": 1, "قبل": 0, "after": 1, "before": 0}
"""Where the new word stands → how far behind the word of the name that is told with it."""
_FILLER = frozenset(
    "اسم الاسم الاب ابوي جدي الجد كلمه لي عليه فيه له فيها بس و هو للاسم the name".split()
)
_MOST_ADDED = 3


def grown_name(text: str, current: str) -> str | None:
    """The name `current` with the words that a message puts before or behind one of its words, as
    they are spelt; None where the message does no such thing."""
    words = text.replace("،", " ").replace(",", " ").split()
    folded = [fold_text(word).strip(".!؟?") for word in words]
    name = [fold_text(word) for word in current.split()]
    for i, word in enumerate(folded[1:-1], start=1):
        if word not in _SIDES:
            continue
        beside = next((each for each in folded[i + 1 : i + 3] if each not in _FILLER), "")
        added = _added(words[:i], folded[:i])
        if beside in name and added is not None:
            place = name.index(beside) + _SIDES[word]
            kept = current.split()
            return " ".join([*kept[:place], added, *kept[place:]])
    return None


def _added(words: list[str], folded: list[str]) -> str | None:
    """The name behind a word of adding, looked for from the last one on ("زيد" is both)."""
    for verb in reversed([i for i, word in enumerate(folded) if word.startswith(_ADDING)]):
        behind = range(verb + 1, len(words))
        new = [words[i] for i in behind if folded[i] not in _FILLER and not _only_adds(folded[i])]
        if 0 < len(new) <= _MOST_ADDED:
            return person_name(" ".join(new), least=1)
    return None


def _only_adds(folded: str) -> bool:
    """Whether a word of adding is no name: "حطوه", not "زيد"."""
    return folded.startswith(_ADDING) and not is_given_name(folded)
