"""The slips of the finger by which a word is most often missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_GROUPS = "جحخ بتثن سش صض طظ ضظ عغ فق دذ رز".split()
LOOK_ALIKE = {letter: "".join(g for g in _GROUPS if letter in g) for letter in "".join(_GROUPS)}
"""Letter → those that differ from it by their dots only, or sound the same (ض, ظ)."""
_SHORTEST, _SHORTEST_WITH_ARTICLE = 5, 4
"""Letters (without the article) of the shortest words whose slips are known again."""


def slips(word: str) -> set[str]:
    """A folded word with one letter left out, doubled, swapped with the next, or mistaken.

    The article stays, and a first letter without one: other words begin there.
    """
    article = 2 if word.startswith("ال") else 0
    if len(word) - article < (_SHORTEST_WITH_ARTICLE if article else _SHORTEST):
        return set()
    first = LOOK_ALIKE.get(word[article], "") if article else ""
    dotted = {word[:article] + other + word[article + 1 :] for other in first}
    return {*changed(word, article + 1), *dotted} - {word}


def changed(word: str, first: int = 1) -> Iterator[str]:
    """Every such slip of the letters from `first` on, however short the word."""
    for i in range(first, len(word)):
        head, letter, tail = word[:i], word[i], word[i + 1 :]
        if tail:
            yield head + tail
            yield head + tail[0] + letter + tail[1:]
        yield head + letter + letter + tail
        yield from (head + other + tail for other in LOOK_ALIKE.get(letter, "") if other != letter)


def misspelt(words: Iterable[str], but: frozenset[str]) -> list[str]:
    """Slips of single Arabic words, without those that are words themselves."""
    known = {word for word in words if word.isalpha() and not word.isascii()}
    return sorted({slip for word in known for slip in slips(word)} - known - but)
