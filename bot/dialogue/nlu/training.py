"""Fitting an intent model: features that the data have, a support vector machine, calibration."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.dialogue.nlu.encoder import pruned
from bot.dialogue.nlu.features import GROUPS, Features
from bot.dialogue.nlu.model import Floats, IntentModel, Message, centred, softmax, weigh

_TOLERANCE = 0.01
"""Where the fit stops: the same predictions as at scikit-learn's default, a sixth less time."""


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
    directions: int = 256
    """Principal directions of the sentence vector that the fit sees, of 512: a third of the time
    spared, and between +0.2 and -0.4 points on one fold, clean and spoilt."""
    copied: float = 0.5
    """Weight of a copy of a message."""
    levelling: float = 0.35
    """How far intents of more examples than the mean count as if they had that many (0: not at all,
    1: wholly). In cross-validation 0 → 0.5 changes accuracy by -0.1 and macro F1 by +0.2 points:
    the general questions, a seventh of all examples, take less from the intents beside them."""
    weights: tuple[float, ...] = (1.0, 1.0, 0.8, 0.6, 0.8, 0.6)
    """Weight of each group of `GROUPS`."""


def train(
    messages: Sequence[Message],
    intents: Sequence[str],
    options: Options | None = None,
    vectors: Floats | None = None,
) -> IntentModel:
    """Train on messages and their intents; `vectors`: of the messages, if they are known already.

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
    directions = np.zeros((0, 0), dtype=np.float32)
    if options.encoder:
        encoder = pruned()
        if vectors is None:
            vectors = encoder.encode([message.text for message in messages])
        centre = vectors.mean(axis=0)
        meanings = centred(vectors, centre) * options.meaning
        directions = _principal(meanings, options.directions)
        seen = csr_matrix(meanings @ directions)
        matrix = hstack([matrix, seen], format="csr", dtype=np.float32)
    targets = np.array([labels.index(intent) for intent in intents])
    copied = np.array([message.copied for message in messages])
    importance = np.where(copied, options.copied, 1.0) * _levels(targets, options.levelling)
    # The solver lets go of Python's lock: the two fits share nothing and take two cores.
    with ThreadPoolExecutor(1) as other:
        measured = other.submit(
            _temperature,
            matrix[~copied],
            targets[~copied],
            importance[~copied],
            len(labels),
            options,
        )
        coefficients, intercepts = _fit(matrix, targets, importance, len(labels), options.cost)
        temperature = measured.result()
    return IntentModel(
        labels=labels,
        vocabulary=vocabulary,
        idf=idf,
        coefficients=_spread(coefficients, directions).astype(np.float16).astype(np.float32),
        intercepts=intercepts,
        temperature=temperature,
        weights=options.weights,
        encoder=encoder,
        centre=centre,
        meaning=options.meaning,
        plain=plain,
    )


def _levels(targets: NDArray[np.int64], levelling: float) -> NDArray[np.float64]:
    """Weight of each message, less than one where its intent has more of them than the mean."""
    counts = np.bincount(targets)
    shares: NDArray[np.float64] = (
        np.minimum(counts.mean() / np.maximum(counts, 1), 1.0) ** levelling
    )
    return shares[targets]


def _principal(vectors: Floats, directions: int) -> Floats:
    """The directions in which vectors differ most, a column each."""
    _, ordered = np.linalg.eigh(vectors.T @ vectors)
    result: Floats = ordered[:, -directions:].astype(np.float32)
    return result


def _spread(coefficients: Floats, directions: Floats) -> Floats:
    """Coefficients of the whole sentence vector, from those of its principal directions."""
    words = len(coefficients) - directions.shape[1]
    return np.vstack([coefficients[:words], directions @ coefficients[words:]])


def _vocabulary(messages: Sequence[Message], rarest: int) -> tuple[dict[str, int], Floats, int]:
    """Features with their columns, how telling each is (smoothed inverse frequency), and how many
    of them, the first ones, stand in messages that are no copies.
    """
    plain, seen = Counter[str](), Counter[str]()
    for message in messages:
        names = [f"{group[0]}{name}" for group in GROUPS for name in message.features[group]]
        seen.update(names)
        if not message.copied:
            plain.update(names)
    known = sorted(n for n, times in plain.items() if times >= rarest or n[0] == "w")
    kept = [*known, *sorted(n for n in seen.keys() - set(known) if seen[n] >= max(rarest, 2))]
    frequencies = np.array([seen[name] for name in kept], dtype=np.float32)
    idf = np.log((1 + len(messages)) / (1 + frequencies)) + 1
    return {name: i for i, name in enumerate(kept)}, idf.astype(np.float32), len(known)


def _matrix(
    messages: Sequence[Features],
    vocabulary: dict[str, int],
    idf: Floats,
    weights: Sequence[float],
) -> csr_matrix:
    rows = [weigh(message, vocabulary, idf, weights) for message in messages]
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
    matrix: csr_matrix,
    targets: NDArray[np.int64],
    importance: NDArray[np.float64],
    classes: int,
    options: Options,
) -> float:
    """The factor on the scores that makes held-out probabilities likeliest."""
    parts = min(options.folds, int(np.bincount(targets).min()))
    if parts < 2:
        return 4.0
    splits = StratifiedKFold(parts, shuffle=True, random_state=0).split(matrix, targets)
    fit, held = next(iter(splits))
    coefficients, intercepts = _fit(
        matrix[fit], targets[fit], importance[fit], classes, options.cost
    )
    scores = matrix[held] @ coefficients + intercepts

    def loss(log_temperature: float) -> float:
        chosen = softmax(scores, math.exp(log_temperature))[np.arange(len(held)), targets[held]]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return math.exp(minimize_scalar(loss, bounds=(-1.0, 4.0), method="bounded").x)
