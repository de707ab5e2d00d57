"""Where a message may turn to something else."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.clauses import clauses, cuts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("الكهرباء طافية. كم فاتورتي", ["الكهرباء طافية", "كم فاتورتي"]),
        ("كم فاتورتي وبعدين ابي اغير جوالي", ["كم فاتورتي", "ابي اغير جوالي"]),
        ("كم فاتورتي وبالمرة غيروا جوالي", ["كم فاتورتي", "غيروا جوالي"]),
        ("هلا، كم فاتورتي", ["كم فاتورتي"]),
        ("", []),
    ],
)
def test_signs_and_words_like_also_part_a_message(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_an_and_or_the_beginning_of_a_request_may_part_a_clause() -> None:
    assert cuts("كم فاتورتي وغيروا رقم جوالي") == [("كم فاتورتي", "غيروا رقم جوالي")]
    assert cuts("الكهرباء طافية عندنا ابي موظف") == [("الكهرباء طافية عندنا", "ابي موظف")]


@pytest.mark.parametrize("text", ["كم فاتورتي", "وين وصل طلبي", "الكهرباء طافية من ساعة", ""])
def test_one_thing_has_no_cut(text: str) -> None:
    assert cuts(text) == []
