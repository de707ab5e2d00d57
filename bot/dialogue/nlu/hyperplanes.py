"""The support vector machine: one hyperplane an intent, against all others.

The hyperplanes of a machine share nothing, so two processes fit half of them each. (Threads would
share the solver's random numbers, and no two trainings would be alike.)
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.dialogue.nlu.model import Floats

_TOLERANCE = 0.1
"""Where the fit stops. Of 0.01 → 0.1, accuracy changes by less than 0.1 points on two folds, and a
quarter of the time is spared."""
_PROCESSES = 2
_ABSENT = -2.0
"""Score of an intent that a sample has no example of."""
_OTHERS = -1
"""Target of the messages whose intent the other process fits."""


@dataclass(frozen=True)
class Sample:
    """Messages to fit on: a row each, the number of its intent, and its weight."""

    matrix: csr_matrix
    targets: NDArray[np.int64]
    importance: NDArray[np.float64]

    def of(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Sample:
        """Some of its messages."""
        return Sample(self.matrix[rows], self.targets[rows], self.importance[rows])


@dataclass(frozen=True)
class Hyperplanes:
    """A column of `coefficients` and one of `intercepts` an intent."""

    coefficients: Floats
    intercepts: Floats

    def scores(self, matrix: csr_matrix) -> Floats:
        """A row a message, a column an intent."""
        result: Floats = matrix @ self.coefficients + self.intercepts
        return result


def fit(samples: Sequence[Sample], classes: int, cost: float) -> list[Hyperplanes]:
    """One machine a sample; `classes`: how many intents there are, `cost`: C of the machine."""
    shares = [range(first, classes, _PROCESSES) for first in range(_PROCESSES)]
    # Handed over as the processes begin: forked ones have the samples without a copy.
    with ProcessPoolExecutor(_PROCESSES, initializer=_keep, initargs=(samples, cost)) as pool:
        parts = [[pool.submit(_fit, n, share) for share in shares] for n in range(len(samples))]
        return [_joined([part.result() for part in each], classes) for each in parts]


_kept: tuple[Sequence[Sample], float] = ((), 0.0)


def _keep(samples: Sequence[Sample], cost: float) -> None:
    global _kept
    _kept = samples, cost


def _fit(number: int, share: Sequence[int]) -> Hyperplanes:
    """The hyperplanes of the intents of `share`."""
    samples, cost = _kept
    sample = samples[number]
    coefficients = np.zeros((sample.matrix.shape[1], len(share)), dtype=np.float32)
    intercepts = np.full(len(share), _ABSENT, dtype=np.float32)
    targets = np.where(np.isin(sample.targets, share), sample.targets, _OTHERS)
    if len(set(targets)) > 1:
        machine = LinearSVC(C=cost, random_state=0, tol=_TOLERANCE, max_iter=2000)
        machine.fit(sample.matrix, targets, sample_weight=sample.importance)
        weights, offsets = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, offsets = np.vstack([-weights, weights]), np.array([-1, 1]) * offsets
        for row, intent in enumerate(machine.classes_):
            if intent != _OTHERS:
                coefficients[:, share.index(intent)] = weights[row]
                intercepts[share.index(intent)] = offsets[row]
    return Hyperplanes(coefficients, intercepts)


def _joined(parts: Sequence[Hyperplanes], classes: int) -> Hyperplanes:
    rows = len(parts[0].coefficients)
    whole = Hyperplanes(np.empty((rows, classes), np.float32), np.empty(classes, np.float32))
    for first, part in enumerate(parts):
        whole.coefficients[:, first :: len(parts)] = part.coefficients
        whole.intercepts[first :: len(parts)] = part.intercepts
    return whole
