"""ArBanking77: the project's classifier on public data, beside published figures.

Jarrar et al., ArBanking77 (ArabicNLP 2023, 2023.arabicnlp-1.22), CC BY-SA 4.0: 77 banking intents
in Modern Standard Arabic (MSA) and Palestinian (PAL). The data is read where it lies and is no part
of this project. Nothing is tuned on it: the classifier is trained with its own settings.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.metrics import accuracy_score, f1_score
from tqdm import tqdm

from bench.table import Table
from bot.dialogue.nlu.features import extract
from bot.dialogue.nlu.model import IntentModel, Message
from bot.dialogue.nlu.training import train
from bot.settings import ROOT

DEFAULT_FOLDER = ROOT.parent / "shared" / "data" / "arbanking77"
SIZES = (None, 40, 20)
"""Examples an intent, the first of the file; None: all."""
PUBLISHED = {"MSA": "92.1", "PAL": "90.0"}
"""F1 of AraBERT trained on all (the paper's best)."""
_TRAIN = "Banking77_Arabized_MSA_PAL_train.csv"
_TESTS = {name: f"Banking77_Arabized_{name}_test.csv" for name in PUBLISHED}


@dataclass(frozen=True)
class Examples:
    """Messages and their intents."""

    messages: list[Message]
    intents: list[str]

    def first(self, an_intent: int) -> Examples:
        """The first examples of each intent."""
        seen: dict[str, int] = defaultdict(int)
        kept = []
        for index, intent in enumerate(self.intents):
            seen[intent] += 1
            if seen[intent] <= an_intent:
                kept.append(index)
        return Examples([self.messages[i] for i in kept], [self.intents[i] for i in kept])


def read(path: Path) -> Examples:
    """A CSV with the columns `label,text`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [row["text"] for row in tqdm(rows, desc=path.stem, leave=False)]
    messages = [Message(extract(text), text) for text in texts]
    return Examples(messages, [row["label"] for row in rows])


def predict(model: IntentModel, messages: Sequence[Message]) -> list[str]:
    """The likeliest intent of each message."""
    return [model.labels[int(model.probabilities(message).argmax())] for message in messages]


def run(folder: Path | None) -> Table:
    """A row for each size of training set; says so when the data is not there."""
    folder = folder or DEFAULT_FOLDER
    columns = ["trained on"]
    for name in PUBLISHED:
        columns += [f"{name}: accuracy %", f"{name}: macro F1 %", f"{name}: AraBERT (published)"]
    table = Table("ArBanking77 (public, 77 intents)", columns)
    if not (folder / _TRAIN).is_file():
        table.notes.append("Not measured: the data is not here. Say where with --arbanking.")
        return table
    everything = read(folder / _TRAIN)
    tests = {name: read(folder / file) for name, file in _TESTS.items()}
    for size in SIZES:
        examples = everything if size is None else everything.first(size)
        model = train(examples.messages, examples.intents)
        table.add(*_row(model, examples, size, tests))
    table.notes.append(
        "Trained on the train file alone with the project's settings; validation data is not used, "
        "nothing is tuned. Accuracy is micro F1. The published figures are for all of the data. "
        "The file begins with MSA, so the small samples hold little PAL."
    )
    return table


def _row(
    model: IntentModel, examples: Examples, size: int | None, tests: dict[str, Examples]
) -> list[str]:
    count = len(examples.intents)
    cells = [f"all ({count:,})" if size is None else f"{size} an intent ({count:,})"]
    for name, test in tests.items():
        guessed = predict(model, test.messages)
        cells.append(f"{accuracy_score(test.intents, guessed) * 100:.1f}")
        cells.append(f"{f1_score(test.intents, guessed, average='macro') * 100:.1f}")
        cells.append(PUBLISHED[name] if size is None else "")
    return cells
