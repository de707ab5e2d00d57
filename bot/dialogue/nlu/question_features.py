"""What the search in the list of answers sees of a message: cheap groups of features.

Fewer than the classifier's (no values are looked for: they tell no question from another), and with
the subjects of `bot/text/question_words.py`, alone and in pairs with each other and with meanings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from bot.dialogue.nlu.features import skeleton
from bot.text.arabizi import fold_latin, is_mainly_latin
from bot.text.normalise import normalise
from bot.text.question_words import question_subjects
from bot.text.synonyms import concepts
from bot.text.tokens import folded_words, split_clitics

WEIGHTS = {
    "words": 1.0,
    "characters": 1.0,
    "bones": 0.6,
    "meanings": 0.8,
    "subjects": 0.6,
    "together": 1.4,
    "pairs": 0.5,
}
"""Groups and how much each counts; chosen on the training phrasings, each left out in turn."""
_GRAMS = (3, 4)


def question_features(text: str) -> dict[str, Counter[str]]:
    """Counted features of a message by group."""
    folded = normalise(text).text
    if is_mainly_latin(folded):
        folded = fold_latin(folded)
    words = [word.rstrip("\u0621") or word for word in folded_words(folded)]
    stems = [split_clitics(word)[1] for word in words]
    subjects = {subject for word in words for subject in question_subjects(word)}
    meanings = {meaning for word in words for meaning in concepts(word)}
    said = sorted(subjects | {f":{meaning}" for meaning in meanings})
    return {
        "words": Counter(stems),
        "characters": Counter(_grams(stems)),
        "bones": Counter(skeleton(stem) for stem in stems),
        "meanings": Counter(sorted(meanings)),
        "subjects": Counter(sorted(subjects)),
        "together": Counter(f"{a} {b}" for a, b in combinations(said, 2)),
        "pairs": Counter(f"{a} {b}" for a, b in pairwise(stems)),
    }


def _grams(stems: Sequence[str]) -> Iterable[str]:
    for stem in stems:
        padded = f" {stem} "
        for size in _GRAMS:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]
