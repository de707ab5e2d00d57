"""A word put into the name that was given: "الاسم ناقص زيدوا عبدالله بعد تركي"."""

from __future__ import annotations

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
    """What stands between the last word of adding and the side: the words to be put in."""
    verbs = [i for i, word in enumerate(folded) if word.startswith(_ADDING)]
    if not verbs:
        return None
    new = [words[i] for i in range(verbs[-1] + 1, len(words)) if folded[i] not in _FILLER]
    if not 0 < len(new) <= _MOST_ADDED:
        return None
    return person_name(" ".join(new), least=1)
