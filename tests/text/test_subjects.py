"""Words that name something else than electricity."""

from __future__ import annotations

import pytest

from bot.text.normalise import fold_text
from bot.text.subjects import SUBJECTS, subject_of


@pytest.mark.parametrize(
    ("word", "subject"),
    [("أبشر", "state"), ("بالراجحي", "bank"), ("والهلال", "sport"), ("للفندق", "travel")],
)
def test_a_word_with_or_without_clitics(word: str, subject: str) -> None:
    assert subject_of(fold_text(word)) == subject


@pytest.mark.parametrize("word", ["فاتورتي", "الكهرباء", "العداد", "بياناتي", "مستأجر", "شرار"])
def test_our_own_words_are_no_foreign_subject(word: str) -> None:
    assert subject_of(fold_text(word)) is None


def test_every_word_is_folded() -> None:
    words = [word for words in SUBJECTS.values() for word in words.split()]
    assert words == [fold_text(word) for word in words]
