"""Unknown words are read as the known ones that were meant; known ones stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.nlu.spelling import Speller

COUNTS = {
    "كم": 90.0, "فاتورتي": 80.0, "ابغا": 60.0, "احدث": 40.0, "بياناتي": 50.0, "لو": 30.0,
    "سمحت": 20.0, "الكهربا": 90.0, "طافيه": 40.0, "شعبان": 1.0, "المبلغ": 30.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(COUNTS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("كمفاتورتي", "كم فاتورتي"),
        ("احدث بياناتتي", "احدث بياناتي"),
        ("احدث بيناتي", "احدث بياناتي"),
        ("احدث بايناتي", "احدث بياناتي"),
        ("الكهرباطافيه!", "الكهربا طافيه!"),
        ("abgha a7adeth byanati", "ابغا احدث بياناتي"),
    ],
)
def test_repairs(speller: Speller, text: str, meant: str) -> None:
    assert speller.repair(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "كم فاتورتي", "فاتورة شعبان", "وفاتورتي", "بياناتي 0551234567 s@x.com", "شي", "",
        "كَمْ فــاتورتي؟", "كلمة بعيدة جدا",
    ],
)  # fmt: skip
def test_leaves_alone_what_is_known_or_far(speller: Speller, text: str) -> None:
    assert speller.repair(text) == text


@given(st.text(alphabet="ابتفكم ورتيa7 1؟\u064e", max_size=60))
def test_never_fails_and_repairs_once(text: str) -> None:
    speller = Speller(COUNTS)
    assert speller.repair(speller.repair(text)) == speller.repair(text)
