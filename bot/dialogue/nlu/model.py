"""A linear intent model over TF-IDF by group of features and a sentence vector.

Kept as plain NumPy arrays and a list of feature names, so that a model file is small, loads in
milliseconds and can run no code. A support vector machine scores each intent; a softmax turns the
scores into probabilities, its temperature fitted to held-out scores, so that 0.8 means right four
times in five.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.dialogue.nlu.encoder import SentenceEncoder, pruned
from bot.dialogue.nlu.features import GROUPS, Features
from bot.dialogue.nlu.known_words import KnownWords
from bot.dialogue.nlu.spelling import Speller
from bot.text.normalise import is_arabic

Floats = NDArray[np.float32]
_FILE = "intents.npz"
_NAMES = "features.txt"
_ENCODER = "encoder.npz"
_TOLERANCE = 0.01
"""Where the fit stops: the same predictions as at scikit-learn's default, a sixth less time."""


@dataclass(frozen=True)
class Message:
    """What the model sees of a message: its features, and its text for the sentence encoder."""

    features: Features
    text: str
    spoilt: bool = False
    """A copy with typos, for training only: it counts less, and its words are not known ones."""


@dataclass(frozen=True)
class Options:
    """Hyperparameters, chosen by cross-validation."""

    cost: float = 0.7
    """C of the support vector machine."""
    rarest: int = 2
    """Character n-grams seen in fewer messages are left out."""
    folds: int = 4
    """One of so many parts is held out to calibrate the probabilities."""
    encoder: bool = True
    """Whether sentence vectors are used: +1.6 points of accuracy, 45 MB and 3 ms a message."""
    meaning: float = 1.2
    """Weight of the sentence vector."""
    spoilt: float = 0.5
    """Weight of a spoilt copy."""
    weights: tuple[float, ...] = (1.0, 1.0, 0.8, 0.6, 0.8, 0.6)
    """Weight of each group of `GROUPS`."""


@dataclass(frozen=True)
class IntentModel:
    """A trained model. `coefficients` has a row a feature and a column an intent.

    With an encoder its last rows are for the sentence vector, from which `centre` is taken first.
    """

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    coefficients: Floats
    intercepts: Floats
    temperature: float
    weights: tuple[float, ...]
    encoder: SentenceEncoder | None = None
    centre: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    meaning: float = 0.0
    plain: int = 0
    """So many first columns of the vocabulary stand in messages that are not spoilt."""

    def probabilities(self, message: Message) -> Floats:
        """Probability of each of `labels`; they sum to one."""
        result: Floats = self.probabilities_of([message])[0]
        return result

    def probabilities_of(self, messages: Sequence[Message]) -> Floats:
        """The same of several messages, a row each; the encoder reads them together."""
        scores = np.array([self._scores(message.features) for message in messages])
        if self.encoder is not None:
            vectors = self.encoder.vectors([message.text for message in messages])
            meanings = _centred(vectors, self.centre) * self.meaning
            scores += meanings @ self.coefficients[len(self.vocabulary) :]
        return _softmax(scores, self.temperature)

    def read_meanings(self, texts: Sequence[str]) -> None:
        """Compute sentence vectors of texts that will be asked for: together takes half as long."""
        if self.encoder is not None:
            self.encoder.vectors(texts)

    def glances_of(self, several: Sequence[Features]) -> Floats:
        """Like `probabilities_of`, by the words alone: for a first look."""
        return _softmax(
            np.array([self._scores(features) for features in several]), self.temperature
        )

    def _scores(self, features: Features) -> Floats:
        columns, values = _weigh(features, self.vocabulary, self.idf, self.weights)
        result: Floats = values @ self.coefficients[columns] + self.intercepts
        return result

    @cached_property
    def speller(self) -> Speller:
        """Repairs words by those of the training data; its rarest word was seen once."""
        seen = 2 * np.exp(self.idf.max() - self.idf) - 1
        counts, pairs = {}, {}
        for name, column in self.vocabulary.items():
            if name[0] != GROUPS[0][0] or column >= self.plain:
                continue
            first, _, second = name[1:].partition(" ")
            if second:
                pairs[first, second] = float(seen[column])
            elif is_arabic(first[0]):
                counts[first] = float(seen[column])
        general = self.encoder.words() if self.encoder else frozenset[str]()
        return Speller(KnownWords(counts, pairs, general))

    def save(self, folder: Path) -> None:
        """Write its files into `folder`."""
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
            centre=self.centre,
            meaning=np.array(self.meaning),
            plain=np.array(self.plain),
        )
        if self.encoder is not None:
            np.savez(folder / _ENCODER, **self.encoder.arrays)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote. Raises OSError when there is nothing."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        encoder = None
        if (folder / _ENCODER).is_file():
            with np.load(folder / _ENCODER, allow_pickle=False) as arrays:
                encoder = SentenceEncoder({name: arrays[name] for name in arrays.files})
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(
                labels=tuple(str(label) for label in arrays["labels"]),
                vocabulary={name: i for i, name in enumerate(names)},
                idf=arrays["idf"],
                coefficients=arrays["coefficients"].astype(np.float32),
                intercepts=arrays["intercepts"],
                temperature=float(arrays["temperature"]),
                weights=tuple(float(w) for w in arrays["weights"]),
                encoder=encoder,
                centre=arrays["centre"],
                meaning=float(arrays["meaning"]),
                plain=int(arrays["plain"]),
            )


def train(
    messages: Sequence[Message], intents: Sequence[str], options: Options | None = None
) -> IntentModel:
    """Train on messages and their intents.

    Raises:
        ValueError: fewer than two intents, so that there is nothing to tell apart.
    """
    options = options or Options()
    labels = tuple(sorted(set(intents)))
    if len(labels) < 2:
        raise ValueError("at least two intents are needed to train a classifier")
    features = [message.features for message in messages]
    vocabulary, idf, plain = _vocabulary(messages, options.rarest)
    matrix = _matrix(features, vocabulary, idf, options.weights)
    encoder, centre = None, np.zeros(0, dtype=np.float32)
    if options.encoder:
        encoder = pruned()
        vectors = encoder.encode([message.text for message in messages])
        centre = vectors.mean(axis=0)
        meanings = _centred(vectors, centre) * options.meaning
        matrix = hstack([matrix, csr_matrix(meanings)], format="csr", dtype=np.float32)
    targets = np.array([labels.index(intent) for intent in intents])
    spoilt = np.array([message.spoilt for message in messages])
    importance = np.where(spoilt, options.spoilt, 1.0)
    # The solver lets go of Python's lock: the two fits share nothing and take two cores.
    with ThreadPoolExecutor(1) as other:
        measured = other.submit(
            _temperature, matrix[~spoilt], targets[~spoilt], len(labels), options
        )
        coefficients, intercepts = _fit(matrix, targets, importance, len(labels), options.cost)
        temperature = measured.result()
    return IntentModel(
        labels=labels,
        vocabulary=vocabulary,
        idf=idf,
        coefficients=coefficients.astype(np.float16).astype(np.float32),
        intercepts=intercepts,
        temperature=temperature,
        weights=options.weights,
        encoder=encoder,
        centre=centre,
        meaning=options.meaning,
        plain=plain,
    )


def _centred(vectors: Floats, centre: Floats) -> Floats:
    """Sentence vectors of unit length around the centre of the training data."""
    moved = vectors - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Floats = moved / np.maximum(lengths, 1e-9)
    return result


def _vocabulary(messages: Sequence[Message], rarest: int) -> tuple[dict[str, int], Floats, int]:
    """Features with their columns, how telling each is (smoothed inverse frequency), and how many
    of them, the first ones, stand in messages that are not spoilt.
    """
    plain, seen = Counter[str](), Counter[str]()
    for message in messages:
        names = [f"{group[0]}{name}" for group in GROUPS for name in message.features[group]]
        seen.update(names)
        if not message.spoilt:
            plain.update(names)
    known = sorted(n for n, times in plain.items() if times >= rarest or n[0] == "w")
    kept = [*known, *sorted(n for n in seen.keys() - set(known) if seen[n] >= max(rarest, 2))]
    frequencies = np.array([seen[name] for name in kept], dtype=np.float32)
    idf = np.log((1 + len(messages)) / (1 + frequencies)) + 1
    return {name: i for i, name in enumerate(kept)}, idf.astype(np.float32), len(known)


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
    matrix: csr_matrix,
    targets: NDArray[np.int64],
    importance: NDArray[np.float64],
    classes: int,
    cost: float,
) -> tuple[Floats, Floats]:
    """One hyperplane an intent, against all others; rows for intents that are absent stay low."""
    machine = LinearSVC(C=cost, random_state=0, tol=_TOLERANCE, max_iter=2000)
    machine.fit(matrix, targets, sample_weight=importance)
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
    parts = min(options.folds, int(np.bincount(targets).min()))
    if parts < 2:
        return 4.0
    splits = StratifiedKFold(parts, shuffle=True, random_state=0).split(matrix, targets)
    fit, held = next(iter(splits))
    coefficients, intercepts = _fit(
        matrix[fit], targets[fit], np.ones(len(fit)), classes, options.cost
    )
    scores = matrix[held] @ coefficients + intercepts

    def loss(log_temperature: float) -> float:
        chosen = _softmax(scores, math.exp(log_temperature))[np.arange(len(held)), targets[held]]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return math.exp(minimize_scalar(loss, bounds=(-1.0, 4.0), method="bounded").x)


def _softmax(scores: Floats, temperature: float) -> Floats:
    scaled = scores * temperature
    exponents = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return result
