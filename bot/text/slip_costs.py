"""How likely one word was meant where another is written: keys missed, weighed.

Costs are like negative natural logarithms of how often people slip so: the letter beside, or one
that sounds or looks alike, is hit far more often than any other. Chosen by cross-validation.
"""

from __future__ import annotations

from collections.abc import Iterable

_BESIDE = (
    "ضص صث ثق قف فغ غع عه هخ خح حج جد شس سي يب بل لا ات تن نم مك كط ءر رو وز زظ رل يء ئء شض سص سث "
    "يث يق بق بف لف لغ اغ اع تع ته نه نخ مخ مح كح كج طج طد وه هز"
)
"""Keys that touch on the Arabic keyboard of phones; folded letters (ى is ي, ة is ه)."""
_ALIKE = "جحخ بتثني سش صض طظ ضظ عغ فق دذ رز سص تط ثس ثت زذ دض هح كق غق قج اع اه يا وا اء وء ذظ"
"""Letters that differ by dots or sound alike in some dialect."""
SLIP, OTHER = 2.0, 4.5
"""A letter for one beside or like it; for any other."""
MISSED, ADDED, TWICE, SWAPPED = 2.6, 3.4, 1.8, 2.2
"""A letter left out, one too many, one written twice (or once for twice), two in wrong order."""
VOWEL = 1.6
"""A long vowel left out or added: dialects and people differ by them."""
_VOWELS = frozenset("اوي")


def _pairs(groups: Iterable[str]) -> frozenset[str]:
    return frozenset(a + b for group in groups for a in group for b in group if a != b)


_NEAR = _pairs(_BESIDE.split()) | _pairs(_ALIKE.split())


def near_letters(letter: str) -> str:
    """Folded letters that are written for this one by a slip, in a fixed order."""
    return "".join(sorted(pair[1] for pair in _NEAR if pair[0] == letter))


def slip_cost(written: str, meant: str) -> float:
    """Of writing one folded word for another: a weighed Damerau-Levenshtein distance."""
    before: list[float] = []
    row = [0.0]
    for j, letter in enumerate(meant):
        row.append(row[j] + _left_out(letter, meant[j - 1 : j]))
    for i, letter in enumerate(written):
        older, before = before, row
        added = _added(letter, written[i - 1 : i])
        row = [before[0] + added]
        for j, wanted in enumerate(meant):
            best = min(
                before[j] + _mistaken(letter, wanted),
                before[j + 1] + added,
                row[j] + _left_out(wanted, meant[j - 1 : j]),
            )
            if i and j and letter == meant[j - 1] and written[i - 1] == wanted:
                best = min(best, older[j - 1] + SWAPPED)
            row.append(best)
    return row[-1]


def _mistaken(written: str, meant: str) -> float:
    if written == meant:
        return 0.0
    return SLIP if written + meant in _NEAR else OTHER


def _left_out(letter: str, before: str) -> float:
    if letter == before:
        return TWICE
    return VOWEL if letter in _VOWELS else MISSED


def _added(letter: str, before: str) -> float:
    if letter in _VOWELS:
        return VOWEL
    return TWICE if letter == before else ADDED
