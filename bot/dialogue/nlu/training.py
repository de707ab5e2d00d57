"""Fitting an intent model: features that the data have, a support vector machine, calibration."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import normalize

from bot.dialogue.nlu.encoder import pruned
from bot.dialogue.nlu.features import GROUPS, Features
from bot.dialogue.nlu.hyperplanes import Hyperplanes, Sample, fit
from bot.dialogue.nlu.model import Floats, IntentModel, Message, centred, softmax

_UNMEASURED = 4.0
"""Temperature where there are too few messages to measure it."""


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
    directions: int = 128
    """Principal directions of the sentence vector that the fit sees, of 512. On two folds 256 → 128
    changes accuracy by +0.1 and -0.1 points, that of spoilt copies by +0.8 and +1.2, and spares a
    quarter of the fit."""
    copied: float = 0.5
    """Weight of a copy of a message."""
    levelling: float = 0.5
    """How far intents of more examples than the mean count as if they had that many (0: not at all,
    1: wholly). More gives requests back what the general questions, a fifth of all examples, take:
    in cross-validation 0.35 → 0.6 changes the recall of how_to_pay by +4.1 points, of
    update_details by +2.3, of the questions by -3.9, and macro F1 by -0.3."""
    weights: tuple[float, ...] = (1.0, 1.0, 0.8, 0.6, 0.8, 0.6)
    """Weight of each group of `GROUPS`."""


def train(
    messages: Sequence[Message],
    intents: Sequence[str],
    options: Options | None = None,
    vectors: Callable[[], Floats] | None = None,
) -> IntentModel:
    """Train on messages and their intents; `vectors`: brings those of the messages, asked as late
    as possible, where somebody else computes them meanwhile.

    Raises:
        ValueError: fewer than two intents, so that there is nothing to tell apart.
    """
    options = options or Options()
    labels = tuple(sorted(set(intents)))
    if len(labels) < 2:
        raise ValueError("at least two intents are needed to train a classifier")
    vocabulary, idf, plain = _vocabulary(messages, options.rarest)
    matrix = _matrix([message.features for message in messages], vocabulary, idf, options.weights)
    encoder, centre = None, np.zeros(0, dtype=np.float32)
    directions = np.zeros((0, 0), dtype=np.float32)
    if options.encoder:
        encoder = pruned()
        known = vectors() if vectors else encoder.encode([message.text for message in messages])
        centre = known.mean(axis=0)
        meanings = centred(known, centre) * options.meaning
        directions = _principal(meanings, options.directions)
        seen = csr_matrix(meanings @ directions)
        matrix = hstack([matrix, seen], format="csr", dtype=np.float32)
    targets = np.array([labels.index(intent) for intent in intents])
    machine, temperature = _fitted(matrix, targets, messages, options)
    coefficients = _spread(machine.coefficients, directions)
    return IntentModel(
        labels=labels,
        vocabulary=vocabulary,
        idf=idf,
        coefficients=coefficients.astype(np.float16).astype(np.float32),
        intercepts=machine.intercepts,
        temperature=temperature,
        weights=options.weights,
        encoder=encoder,
        centre=centre,
        meaning=options.meaning,
        plain=plain,
    )


def _fitted(
    matrix: csr_matrix, targets: NDArray[np.int64], messages: Sequence[Message], options: Options
) -> tuple[Hyperplanes, float]:
    """The machine that learnt all messages, and the temperature of one that learnt a part."""
    copied = np.array([message.copied for message in messages])
    importance = np.where(copied, options.copied, 1.0) * _levels(targets, options.levelling)
    sample = Sample(matrix, targets, importance)
    classes = int(targets.max()) + 1
    halves = _held_out(sample.of(~copied), options.folds)
    if halves is None:
        return fit([sample], classes, options.cost)[0], _UNMEASURED
    machine, measured = fit([sample, halves[0]], classes, options.cost)
    return machine, _temperature(measured, halves[1])


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
    """What `weigh` says of one message, of all of them in a fraction of the time."""
    shape = len(messages), len(vocabulary)
    matrix = csr_matrix(shape, dtype=np.float32)
    for group, weight in zip(GROUPS, weights, strict=True):
        columns, counts, ends = _known([message[group] for message in messages], group, vocabulary)
        values = (1 + np.log(counts)) * idf[columns]
        part = csr_matrix((values.astype(np.float32), columns, ends), shape=shape)
        matrix += weight * normalize(part, copy=False)
    return matrix


def _known(
    messages: Sequence[Counter[str]], group: str, vocabulary: dict[str, int]
) -> tuple[list[int], list[int], list[int]]:
    """Columns of one group's known features, how often each is said, where each message ends."""
    columns, counts, ends = [], [], [0]
    for features in messages:
        for name, count in features.items():
            column = vocabulary.get(group[0] + name)
            if column is not None:
                columns.append(column)
                counts.append(count)
        ends.append(len(columns))
    return columns, counts, ends


def _held_out(sample: Sample, folds: int) -> tuple[Sample, Sample] | None:
    """A sample to fit on and one to calibrate on, or None where an intent has but one message."""
    parts = min(folds, int(np.bincount(sample.targets).min()))
    if parts < 2:
        return None
    splits = StratifiedKFold(parts, shuffle=True, random_state=0)
    fitted, held = next(iter(splits.split(sample.matrix, sample.targets)))
    return sample.of(fitted), sample.of(held)


def _temperature(machine: Hyperplanes, held: Sample) -> float:
    """The factor on the scores that makes held-out probabilities likeliest."""
    scores = machine.scores(held.matrix)

    def loss(log_temperature: float) -> float:
        right = np.arange(len(held.targets)), held.targets
        chosen = softmax(scores, math.exp(log_temperature))[right]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return math.exp(minimize_scalar(loss, bounds=(-1.0, 4.0), method="bounded").x)
