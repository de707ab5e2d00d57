from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from bot.text.normalise import normalise
from bot.text.tokens import split_clitics, words
from tests.text.test_normalise import ARABIC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ريال٥٠", ["ريال", "50"]),
        ("٥٠ريال", ["50", "ريال"]),
        ("50sar", ["50", "sar"]),
        ("لا,شكرا", ["لا", ",", "شكرا"]),
        ("ليش؟!", ["ليش", "?", "!"]),
        ("3ndna", ["3ndna"]),
        ("7sabi ma8too3", ["7sabi", "ma8too3"]),
        ("a.b@x.com ايميلي", ["a.b@x.com", "ايميلي"]),
        ("👍👍", ["👍", "👍"]),
        ("شهر7", ["شهر", "7"]),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert [w.text for w in words(text)] == expected


@given(ARABIC)
def test_tokens_are_in_order_apart_and_fold_to_their_text(text: str) -> None:
    found = words(text)
    for one, other in pairwise(found):
        # one ligature may hold the end of a token and the start of the next
        assert one.start <= other.start and one.end <= other.end
    for word in found:
        assert word.text in normalise(text).text
        assert 0 <= word.start < word.end <= len(text)


@pytest.mark.parametrize(
    ("word", "clitics", "rest"),
    [
        ("والكهرباء", ("و", "ال"), "كهرباء"),
        ("بالجوال", ("ب", "ال"), "جوال"),
        ("وبالبيت", ("و", "ب", "ال"), "بيت"),
        ("للحساب", ("ل", "ال"), "حساب"),
        ("فاتورتي", (), "فاتورتي"),
        ("وين", (), "وين"),
        ("بيت", (), "بيت"),
        ("ليش", (), "ليش"),
        ("وجوالي", ("و",), "جوالي"),
        ("بالواتس", ("ب", "ال"), "واتس"),
        ("الله", (), "الله"),
    ],
)
def test_clitics(word: str, clitics: tuple[str, ...], rest: str) -> None:
    assert split_clitics(word) == (clitics, rest)
