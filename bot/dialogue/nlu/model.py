"""A linear intent model over TF-IDF by group of features and a sentence vector.

Kept as plain NumPy arrays and a list of feature names, so that a model file is small, loads in
milliseconds and can run no code. A support vector machine scores each intent (see `training.py`);
a softmax turns the scores into probabilities, its temperature fitted to held-out scores, so that
0.8 means right four times in five.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.dialogue.nlu.encoder import SentenceEncoder
from bot.dialogue.nlu.features import GROUPS, Features
from bot.dialogue.nlu.known_words import KnownWords
from bot.dialogue.nlu.spelling import Speller
from bot.text.normalise import is_arabic

Floats = NDArray[np.float32]
_FILE = "intents.npz"
_NAMES = "features.txt"
_ENCODER = "encoder.npz"


@dataclass(frozen=True)
class Message:
    """What the model sees of a message: its features, and its text for the sentence encoder."""

    features: Features
    text: str
    copied: bool = False
    """A copy made for training only, spoilt or with an aside: it counts less than its example, and
    its words are not known ones."""


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
    """So many first columns of the vocabulary stand in messages that are no copies."""

    def probabilities(self, message: Message) -> Floats:
        """Probability of each of `labels`; they sum to one."""
        result: Floats = self.probabilities_of([message])[0]
        return result

    def probabilities_of(self, messages: Sequence[Message]) -> Floats:
        """The same of several messages, a row each; the encoder reads them together."""
        scores = np.array([self._scores(message.features) for message in messages])
        if self.encoder is not None:
            vectors = self.encoder.vectors([message.text for message in messages])
            meanings = centred(vectors, self.centre) * self.meaning
            scores += meanings @ self.coefficients[len(self.vocabulary) :]
        return softmax(scores, self.temperature)

    def read_meanings(self, texts: Sequence[str]) -> None:
        """Compute sentence vectors of texts that will be asked for: together takes half as long."""
        if self.encoder is not None:
            self.encoder.vectors(texts)

    def glances_of(self, several: Sequence[Features]) -> Floats:
        """Like `probabilities_of`, by the words alone: for a first look."""
        return softmax(np.array([self._scores(features) for features in several]), self.temperature)

    def _scores(self, features: Features) -> Floats:
        columns, values = weigh(features, self.vocabulary, self._rarity, self.weights)
        result: Floats = values @ self.coefficients[columns] + self.intercepts
        return result

    @cached_property
    def _rarity(self) -> list[float]:
        """`idf` as plain numbers: one by one they are read in a third of the time."""
        plain: list[float] = self.idf.tolist()
        return plain

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


def centred(vectors: Floats, centre: Floats) -> Floats:
    """Sentence vectors of unit length around the centre of the training data."""
    moved = vectors - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Floats = moved / np.maximum(lengths, 1e-9)
    return result


def weigh(
    features: Features, vocabulary: dict[str, int], idf: Sequence[float], weights: Sequence[float]
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


def softmax(scores: Floats, temperature: float) -> Floats:
    scaled = scores * temperature
    exponents = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return result
