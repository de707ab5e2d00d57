from __future__ import annotations

import pytest

from bot.dialogue.nlu.captions import read_caption

FILE = {"attachment": 7}


@pytest.mark.parametrize(
    ("intent", "probability", "then"),
    [
        ("inform", 0.97, "add_document"),
        ("out_of_scope", 0.6, "add_document"),
        ("ask_bill", 0.3, "add_document"),
        ("complaint", 0.8, "complaint"),
        ("danger", 0.9, "danger"),
    ],
)
def test_what_the_words_under_a_picture_mean(intent: str, probability: float, then: str) -> None:
    ranking = ((intent, probability), ("add_document", 1 - probability))
    assert read_caption(ranking, FILE)[0][0] == then
    assert read_caption(ranking, {})[0][0] == intent


def test_a_model_that_does_not_know_files_is_left_alone() -> None:
    assert read_caption((("inform", 0.9),), FILE) == (("inform", 0.9),)
