"""Unknown words are read as the known ones that were meant; known ones stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.nlu.known_words import END, START, KnownWords
from bot.dialogue.nlu.spelling import Speller

COUNTS = {
    "كم": 90.0, "فاتورتي": 80.0, "ابغي": 60.0, "احدث": 40.0, "بياناتي": 50.0, "لو": 30.0,
    "سمحت": 20.0, "الكهربا": 90.0, "طافيه": 40.0, "شعبان": 1.0, "المبلغ": 30.0, "ابي": 60.0,
    "باي": 30.0, "فاتوره": 40.0,
}  # fmt: skip
PAIRS = {
    (START, "كم"): 40.0, ("كم", "فاتورتي"): 40.0, ("فاتورتي", END): 40.0, (START, "ابي"): 50.0,
    ("ابي", "فاتورتي"): 50.0, (START, "باي"): 30.0, ("باي", END): 30.0, ("احدث", "بياناتي"): 20.0,
}  # fmt: skip
KNOWN = KnownWords(COUNTS, PAIRS, general=frozenset({"كلمة"}))


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("كمفاتورتي", "كم فاتورتي"),
        ("احدث بياناتتي", "احدث بياناتي"),
        ("احدث بيناتي", "احدث بياناتي"),
        ("احدث بايناتي", "احدث بياناتي"),
        ("الكهرباطافيه!", "الكهربا طافيه!"),
        ("abgha a7adeth byanati", "ابغي احدث بياناتي"),
        ("2bgha ahaddith bayanaaty", "ابغي احدث بياناتي"),
        ("km fatwrty", "كم فاتورتي"),
        ("كم فاوترتيي", "كم فاتورتي"),
        ("كك فاتورتي", "كم فاتورتي"),
        ("alkhrba tafyh", "الكهربا طافيه"),
    ],
)
def test_repairs(speller: Speller, text: str, meant: str) -> None:
    assert speller.repair(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "كم فاتورتي", "فاتورة شعبان", "وفاتورتي", "بياناتي 0551234567 s@x.com", "شي", "",
        "كَمْ فــاتورتي؟", "كلمة بعيدة جدا", "باي",
    ],
)  # fmt: skip
def test_leaves_alone_what_is_known_or_far(speller: Speller, text: str) -> None:
    assert speller.repair(text) == text


@given(st.text(alphabet="ابتفكم ورتيa7 1؟\u064e", max_size=60))
def test_never_fails(text: str) -> None:
    assert isinstance(Speller(KNOWN).repair(text), str)
