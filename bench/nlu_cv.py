"""Cross-validation on the training messages, clean and spoilt: `python -m bench.nlu_cv`.

What the classifier's settings are chosen by; the held-out messages only measure what was chosen.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from random import Random

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from tqdm import tqdm

from bench import noise
from bench.table import Table
from bot.dialogue.nlu import ranking, understanding
from bot.dialogue.nlu.model import IntentModel
from bot.text.normalise import is_arabic
from bot.training_data import training_examples

PARTS = 5
_SEED = 77
_ALL = "all as written"
_SPOILT: dict[str, Callable[[str, Random], str]] = {
    _ALL: lambda text, random: text,
    "as written": lambda text, random: text,
    "two typos": lambda text, random: noise.typos(text, 2, random),
    "two words joined": noise.joined,
    "in Latin letters": noise.latin,
}
Example = tuple[str, str]
"""A message and its intent."""


def examples() -> list[Example]:
    """All training messages, those of the general questions too."""
    return [(each.text, each.intent) for each in training_examples()]


def run(parts: int = 1) -> list[Table]:
    """Figures of so many of five held-out parts, together."""
    data = examples()
    intents = np.array([intent for _, intent in data])
    splits = StratifiedKFold(PARTS, shuffle=True, random_state=1).split(data, intents)
    guessed: dict[str, list[tuple[str, str]]] = {name: [] for name in _SPOILT}
    for _, (fit, held) in zip(range(parts), splits, strict=False):
        model = understanding.train_model([data[i] for i in fit])
        for name in _SPOILT:
            guessed[name] += _guesses(model, [data[i] for i in held], name)
    return [_intents(guessed[_ALL]), _robustness(guessed)]


def _guesses(model: IntentModel, held: list[Example], spoilt: str) -> list[tuple[str, str]]:
    """True and guessed intents of all messages, or of those that can be spoilt."""
    random = Random(_SEED)
    rows = []
    for text, intent in tqdm(held, desc=spoilt, leave=False):
        if spoilt == _ALL or _can_be_spoilt(text):
            given = _SPOILT[spoilt](text, random)
            rows.append((intent, ranking.rank(model, given)[0][0]))
    return rows


def _can_be_spoilt(text: str) -> bool:
    return " " in text and sum(map(is_arabic, text)) > 3


def _intents(guesses: list[tuple[str, str]]) -> Table:
    table = Table(
        "Cross-validation on the training messages",
        ["intent", "messages", "recall %", "precision %"],
    )
    true, found = (np.array(side) for side in zip(*guesses, strict=True))
    for intent in sorted(set(true)):
        ours, taken = true == intent, found == intent
        right = (ours & taken).sum()
        cells = [f"{right / side.sum() * 100:.1f}" if side.any() else "" for side in (ours, taken)]
        table.add(intent, str(ours.sum()), *cells)
    macro = f1_score(true, found, average="macro") * 100
    table.notes.append(
        f"Accuracy {(true == found).mean() * 100:.1f} %, macro F1 {macro:.1f} % over {len(true):,}."
    )
    return table


def _robustness(guessed: dict[str, list[tuple[str, str]]]) -> Table:
    table = Table("Spoilt messages of the same parts", ["messages", "accuracy %"])
    for name, rows in guessed.items():
        table.add(name, f"{np.mean([true == found for true, found in rows]) * 100:.1f}")
    table.notes.append(
        "All rows but the first are of Arabic messages of several words, spoilt by bench/noise.py."
    )
    return table


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.nlu_cv", description=__doc__)
    parser.add_argument("--parts", type=int, default=1, choices=range(1, PARTS + 1))
    for table in run(parser.parse_args().parts):
        print(table.markdown())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
