"""`python -m tools.check_nlu`: duplicate training examples, and leaks into what measures them.

Fails (1) when one message has two intents, or when a message of the held-out or the development set
is also trained on: then their figures would be flattery. Near-duplicates across intents are only
counted: a few are right ("ابي رقمي" / "غير رقمي"), many mean that two intents are not told apart.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.training_data import (
    Example,
    development_examples,
    held_out_examples,
    training_examples,
)

NEAR = 93.0
"""Indel ratio of RapidFuzz (0-100) from which two folded messages are nearly the same."""
_BLOCK = 500
"""Messages compared with all others at a time: keeps the table of ratios at a few megabytes."""


def same(examples: Iterable[Example]) -> list[list[Example]]:
    """Groups of examples with the same key."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        groups[one.key].append(one)
    return [group for group in groups.values() if len(group) > 1]


def contradictory(groups: Iterable[list[Example]]) -> list[list[Example]]:
    """Groups whose examples do not all have the same intent."""
    return [group for group in groups if len({e.intent for e in group}) > 1]


def near_across_intents(examples: Iterable[Example]) -> list[tuple[Example, Example]]:
    """Pairs of different intents that are nearly, but not exactly, the same."""
    unique = list({e.key: e for e in examples}.values())
    keys = [e.key for e in unique]
    pairs = []
    for start in range(0, len(keys), _BLOCK):
        block = keys[start : start + _BLOCK]
        ratios = process.cdist(block, keys[start:], scorer=fuzz.ratio, score_cutoff=NEAR)
        for row, column in zip(*ratios.nonzero(), strict=True):
            one, other = unique[start + row], unique[start + column]
            if column > row and one.intent != other.intent:
                pairs.append((one, other))
    return pairs


def leaks(training: Iterable[Example], measuring: Iterable[Example]) -> list[Example]:
    """Messages of a set that measures, which are trained on too."""
    trained = {e.key for e in training}
    return [e for e in measuring if e.key in trained]


def main(arguments: list[str] | None = None) -> int:
    """Print the counts and what must be mended; 1 if anything must."""
    parser = argparse.ArgumentParser(prog="python -m tools.check_nlu", description=__doc__)
    parser.add_argument("--pairs", action="store_true", help="list near-duplicates and repetitions")
    options = parser.parse_args(arguments)
    training = training_examples()
    measuring = {"held-out set": held_out_examples(), "development set": development_examples()}
    wrong = _check("data/nlu", training, options.pairs)
    for name, examples in measuring.items():
        wrong += _check(name, examples, options.pairs)
        leaked = leaks(training, examples)
        print(f"leaks: {len(leaked)} messages of the {name} are also trained on")
        _list(f"{e.intent}: {e.text}" for e in leaked)
        wrong += len(leaked)
    return 1 if wrong else 0


def _check(name: str, examples: list[Example], with_pairs: bool) -> int:
    """Print one set's counts; the number of messages with several intents."""
    groups = same(examples)
    contradictions = contradictory(groups)
    pairs = near_across_intents(examples)
    repeated = sum(len(group) - 1 for group in groups) - sum(len(g) - 1 for g in contradictions)
    print(
        f"{name}: {len(examples)} messages, {repeated} repeated in their intent, "
        f"{len(contradictions)} with several intents, {len(pairs)} pairs nearly the same across "
        "intents"
    )
    _list(" | ".join(f"{e.intent}: {e.text}" for e in group) for group in contradictions)
    if with_pairs:
        _list(f"near: {a.intent}: {a.text} | {b.intent}: {b.text}" for a, b in pairs)
        _list(f"again: {g[0].intent}: {g[0].text}" for g in groups if g not in contradictions)
    return len(contradictions)


def _list(lines: Iterable[str]) -> None:
    for line in lines:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
