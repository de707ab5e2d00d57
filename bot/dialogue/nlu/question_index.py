"""Which question of the list a message asks: ridge regression on its words and its meaning.

Each phrasing is a point of words (TF-IDF by group of features) and of its sentence vector. How near
two points are is squared, so that what they have in common counts together (words in the same
meaning, pairs of words); a ridge regression on that with one target a question is fitted in closed
form. So a new question takes part as soon as its phrasings are known, without training anything
else, and the score of a message is near 1 for a question that it surely asks and near 0 for what
the list does not know.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.dialogue.nlu.question_features import WEIGHTS, question_features

Floats = NDArray[np.float32]
Phrasings = Mapping[str, Sequence[str]]
"""Key of a question → how people ask it."""
MEANING = 1.0
"""Weight of the sentence vector beside the words."""
_RIDGE = 0.1
"""Chosen with the weights of the features, each training phrasing left out in turn: 87.9 % of them
find their question first (86.2 % by a plain ridge regression), and with the thresholds of
`bot/questions/choosing.py` 78.2 % are answered rightly and 3.9 % wrongly (73.9 and 3.6 %)."""
_ARRAYS = "questions.npz"
_NAMES = "questions.json"


@dataclass(frozen=True)
class QuestionIndex:
    """A fitted index."""

    keys: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    """One more than the vocabulary: the last is that of an unknown feature."""
    words: csr_matrix
    """A row a feature, a column a phrasing."""
    meanings: Floats
    """A row a phrasing; without columns when there are no vectors."""
    centre: Floats
    pulls: Floats
    """What each phrasing (row) says for each question (column)."""

    def rank(self, text: str, vector: Floats | None) -> list[tuple[str, float]]:
        """Every question with its score, the likeliest first. `vector`: of the message, if any."""
        columns, values = _weigh(question_features(text), self.vocabulary, self._rarity)
        shared = self.words[columns].T @ values
        if vector is not None and len(self.centre):
            shared = shared + self.meanings @ _around(vector[None, :], self.centre)[0]
        scores = _nearness(shared) @ self.pulls
        order = np.argsort(-scores)
        return [(self.keys[i], float(scores[i])) for i in order]

    @cached_property
    def _rarity(self) -> list[float]:
        """`idf` as plain numbers: one by one they are read in a third of the time."""
        plain: list[float] = self.idf.tolist()
        return plain

    def save(self, folder: Path) -> None:
        """Write its files into `folder`."""
        names = {"keys": self.keys, "features": list(self.vocabulary)}
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / _ARRAYS,
            idf=self.idf,
            words=self.words.data.astype(np.float16),
            places=self.words.indices,
            ends=self.words.indptr,
            meanings=self.meanings.astype(np.float16),
            centre=self.centre,
            pulls=self.pulls.astype(np.float16),
        )

    @classmethod
    def load(cls, folder: Path) -> QuestionIndex:
        """Read what `save` wrote. Raises OSError when there is nothing."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            return cls(
                keys=tuple(names["keys"]),
                vocabulary={name: i for i, name in enumerate(names["features"])},
                idf=arrays["idf"],
                words=csr_matrix(
                    (arrays["words"].astype(np.float32), arrays["places"], arrays["ends"]),
                    shape=(len(names["features"]), len(arrays["pulls"])),
                ),
                meanings=arrays["meanings"].astype(np.float32),
                centre=arrays["centre"],
                pulls=arrays["pulls"].astype(np.float32),
            )


def fit(phrasings: Phrasings, vectors: Mapping[str, Floats] | None) -> QuestionIndex:
    """An index of these phrasings, as precise as it is stored; `vectors`: of each phrasing, None to
    do without meaning."""
    points, targets = _points(phrasings, vectors)
    solved = np.linalg.solve(points.gram + _RIDGE * np.eye(len(targets)), targets)
    return QuestionIndex(
        keys=tuple(phrasings),
        vocabulary=points.vocabulary,
        idf=points.idf,
        words=points.words.T.tocsr().astype(np.float16).astype(np.float32),
        meanings=points.meanings.astype(np.float16).astype(np.float32),
        centre=points.centre,
        pulls=solved.astype(np.float16).astype(np.float32),
    )


def left_out_scores(phrasings: Phrasings, vectors: Mapping[str, Floats] | None) -> Floats:
    """Scores of every phrasing by an index fitted without it: a row a phrasing, a column a
    question, in the order of `phrasings`. For choosing thresholds, in closed form."""
    points, targets = _points(phrasings, vectors)
    inverse = np.linalg.inv(points.gram + _RIDGE * np.eye(len(targets)))
    solved = inverse @ targets
    scores: Floats = (targets - solved / np.diag(inverse)[:, None]).astype(np.float32)
    return scores


@dataclass(frozen=True)
class _Points:
    words: csr_matrix
    meanings: Floats
    """Without columns when there are no vectors."""
    centre: Floats
    vocabulary: dict[str, int]
    idf: Floats

    @property
    def gram(self) -> Floats:
        """How near each phrasing is to each other."""
        return _nearness((self.words @ self.words.T).toarray() + self.meanings @ self.meanings.T)


def _nearness(shared: Floats) -> Floats:
    """From what points have in common (2: all words and the meaning) to 0.25 (nothing) … 1."""
    nearness: Floats = ((shared / 2 + 1) / 2) ** 2
    return nearness


def _points(
    phrasings: Phrasings, vectors: Mapping[str, Floats] | None
) -> tuple[_Points, NDArray[np.float64]]:
    texts = [text for each in phrasings.values() for text in each]
    owners = [i for i, each in enumerate(phrasings.values()) for _ in each]
    features = [question_features(text) for text in texts]
    vocabulary, idf = _vocabulary(features)
    rarity: list[float] = idf.tolist()
    rows = [_weigh(each, vocabulary, rarity) for each in features]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    words = csr_matrix(
        (np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows]), ends),
        shape=(len(texts), len(vocabulary)),
    )
    meanings, centre = np.zeros((len(texts), 0), np.float32), np.zeros(0, np.float32)
    if vectors is not None:
        raw = np.stack([vectors[text] for text in texts])
        centre = raw.mean(axis=0)
        meanings = _around(raw, centre)
    return _Points(words, meanings, centre, vocabulary, idf), np.eye(len(phrasings))[owners]


def _around(vectors: Floats, centre: Floats) -> Floats:
    """Vectors around the centre of the phrasings, of the length that their weight asks for."""
    moved = vectors - centre
    lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    result: Floats = (math.sqrt(MEANING) * moved / lengths).astype(np.float32)
    return result


def _vocabulary(all_features: Sequence[dict[str, Counter[str]]]) -> tuple[dict[str, int], Floats]:
    seen: Counter[str] = Counter()
    for features in all_features:
        for group, counts in features.items():
            seen.update(f"{group}:{name}" for name in counts)
    idf = [math.log((1 + len(all_features)) / (1 + count)) + 1 for count in seen.values()]
    unknown = math.log(1 + len(all_features)) + 1
    return {name: i for i, name in enumerate(seen)}, np.array([*idf, unknown], dtype=np.float32)


def _weigh(
    features: dict[str, Counter[str]], vocabulary: dict[str, int], idf: Sequence[float]
) -> tuple[NDArray[np.int64], Floats]:
    """Columns and values of one message; unknown features make the known ones count less."""
    columns: list[int] = []
    values: list[float] = []
    total = math.sqrt(sum(WEIGHTS[group] ** 2 for group, counts in features.items() if counts))
    for group, counts in features.items():
        found = [
            (vocabulary.get(f"{group}:{name}", -1), 1 + math.log(n)) for name, n in counts.items()
        ]
        weighed = [(column, value * idf[column]) for column, value in found]
        length = math.sqrt(sum(value * value for _, value in weighed)) * (total or 1.0)
        for column, value in weighed:
            if column >= 0:
                columns.append(column)
                values.append(WEIGHTS[group] * value / length)
    return np.array(columns, dtype=np.int64), np.array(values, dtype=np.float32)
