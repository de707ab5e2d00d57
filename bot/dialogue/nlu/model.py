"""A linear intent model: TF-IDF by group of features, a support vector machine, probabilities.

Kept as plain NumPy arrays and a list of feature names, so that a model file is small, loads in
milliseconds and can run no code. The scores are turned into probabilities by a softmax whose
temperature is fitted to scores of held-out folds, so that 0.8 means right four times in five.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.dialogue.nlu.features import GROUPS, Features

Floats = NDArray[np.float32]
_FILE = "intents.npz"
_NAMES = "features.txt"


@dataclass(frozen=True)
class Options:
    """Hyperparameters, chosen by cross-validation."""

    cost: float = 0.7
    """C of the support vector machine."""
    rarest: int = 2
    """Character n-grams seen in fewer messages are left out."""
    folds: int = 4
    """Parts for the calibration of probabilities."""
    weights: tuple[float, ...] = (1.0, 1.0, 0.8, 0.6, 0.8, 0.6)
    """Weight of each group of `GROUPS`."""


@dataclass(frozen=True)
class IntentModel:
    """A trained model. `coefficients` has a row a feature and a column an intent."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    coefficients: Floats
    intercepts: Floats
    temperature: float
    weights: tuple[float, ...]

    def probabilities(self, features: Features) -> Floats:
        """Probability of each of `labels`; they sum to one."""
        columns, values = _weigh(features, self.vocabulary, self.idf, self.weights)
        scores = values @ self.coefficients[columns].astype(np.float32) + self.intercepts
        return _softmax(scores[None, :], self.temperature)[0]

    def save(self, folder: Path) -> None:
        """Write two files into `folder`."""
        names = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / _FILE,
            labels=np.array(self.labels),
            idf=self.idf,
            coefficients=self.coefficients.astype(np.float16),
            intercepts=self.intercepts,
            temperature=np.array(self.temperature),
            weights=np.array(self.weights),
        )

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote. Raises OSError when there is nothing."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(
                labels=tuple(str(label) for label in arrays["labels"]),
                vocabulary={name: i for i, name in enumerate(names)},
                idf=arrays["idf"],
                coefficients=arrays["coefficients"].astype(np.float32),
                intercepts=arrays["intercepts"],
                temperature=float(arrays["temperature"]),
                weights=tuple(float(w) for w in arrays["weights"]),
            )


def train(
    messages: Sequence[Features], intents: Sequence[str], options: Options | None = None
) -> IntentModel:
    """Train on messages' features and their intents.

    Raises:
        ValueError: fewer than two intents, so that there is nothing to tell apart.
    """
    options = options or Options()
    labels = tuple(sorted(set(intents)))
    if len(labels) < 2:
        raise ValueError("at least two intents are needed to train a classifier")
    vocabulary, idf = _vocabulary(messages, options.rarest)
    matrix = _matrix(messages, vocabulary, idf, options.weights)
    targets = np.array([labels.index(intent) for intent in intents])
    coefficients, intercepts = _fit(matrix, targets, len(labels), options.cost)
    return IntentModel(
        labels=labels,
        vocabulary=vocabulary,
        idf=idf,
        coefficients=coefficients.astype(np.float16).astype(np.float32),
        intercepts=intercepts,
        temperature=_temperature(matrix, targets, len(labels), options),
        weights=options.weights,
    )


def _vocabulary(messages: Sequence[Features], rarest: int) -> tuple[dict[str, int], Floats]:
    """Features with their columns, and how telling each is (smoothed inverse frequency)."""
    seen: Counter[str] = Counter()
    for message in messages:
        for group in GROUPS:
            seen.update(f"{group[0]}{name}" for name in message[group])
    kept = sorted(n for n, count in seen.items() if count >= rarest or n[0] == "w")
    frequencies = np.array([seen[name] for name in kept], dtype=np.float32)
    idf = np.log((1 + len(messages)) / (1 + frequencies)) + 1
    return {name: i for i, name in enumerate(kept)}, idf.astype(np.float32)


def _weigh(
    features: Features, vocabulary: dict[str, int], idf: Floats, weights: Sequence[float]
) -> tuple[NDArray[np.int64], Floats]:
    """Columns and values of one message; each group has length `weight`."""
    columns: list[int] = []
    values: list[float] = []
    for group, weight in zip(GROUPS, weights, strict=True):
        prefix = group[0]
        known = [
            (column, (1 + math.log(count)) * idf[column])
            for name, count in features[group].items()
            if (column := vocabulary.get(prefix + name)) is not None
        ]
        length = math.sqrt(sum(value * value for _, value in known)) or 1.0
        columns.extend(column for column, _ in known)
        values.extend(value * weight / length for _, value in known)
    return np.array(columns, dtype=np.int64), np.array(values, dtype=np.float32)


def _matrix(
    messages: Sequence[Features],
    vocabulary: dict[str, int],
    idf: Floats,
    weights: Sequence[float],
) -> csr_matrix:
    rows = [_weigh(message, vocabulary, idf, weights) for message in messages]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    data = np.concatenate([values for _, values in rows])
    columns = np.concatenate([columns for columns, _ in rows])
    return csr_matrix((data, columns, ends), shape=(len(messages), len(vocabulary)))


def _fit(
    matrix: csr_matrix, targets: NDArray[np.int64], classes: int, cost: float
) -> tuple[Floats, Floats]:
    """One hyperplane an intent, against all others; rows for intents that are absent stay low."""
    machine = LinearSVC(C=cost, class_weight=None, random_state=0, max_iter=2000)
    machine.fit(matrix, targets)
    weights, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        weights, intercepts = np.vstack([-weights, weights]), np.array([-1, 1]) * intercepts
    coefficients = np.zeros((matrix.shape[1], classes), dtype=np.float32)
    all_intercepts = np.full(classes, -2.0, dtype=np.float32)
    coefficients[:, machine.classes_] = weights.T
    all_intercepts[machine.classes_] = intercepts
    return coefficients, all_intercepts


def _temperature(
    matrix: csr_matrix, targets: NDArray[np.int64], classes: int, options: Options
) -> float:
    """The factor on the scores that makes held-out probabilities likeliest."""
    smallest = int(np.bincount(targets).min())
    folds = min(options.folds, smallest)
    if folds < 2:
        return 4.0
    scores = np.zeros((len(targets), classes), dtype=np.float32)
    for fit, held in StratifiedKFold(folds, shuffle=True, random_state=0).split(matrix, targets):
        coefficients, intercepts = _fit(matrix[fit], targets[fit], classes, options.cost)
        scores[held] = matrix[held] @ coefficients + intercepts

    def loss(log_temperature: float) -> float:
        chosen = _softmax(scores, math.exp(log_temperature))[np.arange(len(targets)), targets]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return math.exp(minimize_scalar(loss, bounds=(-1.0, 4.0), method="bounded").x)


def _softmax(scores: Floats, temperature: float) -> Floats:
    scaled = scores * temperature
    exponents = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return result
