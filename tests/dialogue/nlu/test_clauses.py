"""Where a message may turn to something else."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.clauses import clauses, cuts, without_asides


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


def test_no_request_begins_behind_a_wish() -> None:
    first, second = cuts("ابي احدث بياناتي وابي اشتكي على الفني")[0]
    assert (first, second) == ("ابي احدث بياناتي", "ابي اشتكي على الفني")


@pytest.mark.parametrize(
    ("part", "rest"),
    [
        ("ايه طافية حسابي 30000000001", "طافية"),
        ("طافية 30000000001", "طافية"),
        ("حسابي 30000000001", "حسابي 30000000001"),
        ("ايه", "ايه"),
    ],
)
def test_what_stands_beside_a_request_is_left_out(part: str, rest: str) -> None:
    assert without_asides(part) == rest
