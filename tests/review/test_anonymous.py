from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.review.anonymous import apply, moved, swaps
from bot.review.words import words_of
from bot.text.digits import is_national_id
from bot.transcripts.masking import hidden_spans, mask_text


def clean(text: str, *names: str) -> str:
    return apply(text, swaps(text, names))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("جوالي 0551234567 عدلوه", "0551234567"),
        ("جوالي ٠٥٥١٢٣٤٥٦٧", "٠٥٥١٢٣٤٥٦٧"),
        ("رقمي 055 123 4567 هو", "123 4567"),
        ("هويتي 1023456789", "1023456789"),
        ("حسابي 30000000005 كم علي", "30000000005"),
        ("ايميلي saad.q@gmail.com", "saad.q"),
        ("رقم العقد 10234567890", "10234567890"),
        ("اسمي سعد القحطاني وابي احدث", "القحطاني وابي"),
        ("انا خالد صاحب الحساب", "خالد"),
        ("الحساب باسم ابوي خالد العتيبي", "العتيبي"),
    ],
)
def test_nothing_personal_is_left(text, gone):
    assert gone not in clean(text, "خالد العتيبي")


def test_what_is_not_personal_stays():
    for text in (
        "كم فاتورة شهر 7",
        "دفعت 350.75 ريال",
        "فاتورتي 2026-07-01 ليش غالية",
        "حي النرجس",
    ):
        assert clean(text, "خالد العتيبي") == text


def test_an_invented_value_is_of_the_same_kind():
    assert re.fullmatch(r"جوالي 05\d{8} عدلوه", clean("جوالي 0551234567 عدلوه"))
    assert re.fullmatch(r"جوالي [٠-٩]{10}", clean("جوالي ٠٥٥١٢٣٤٥٦٧"))
    identity = re.search(r"\d+", clean("هويتي 1023456789"))
    if is_national_id("1023456789"):
        assert identity and is_national_id(identity[0])
    assert clean("جوالي 0551234567") == clean("جوالي 0551234567")


def test_spans_move_with_what_is_replaced_before_them():
    text = "ايميلي someone.long@mail.example وجوالي 0551234567 هذا"
    found = swaps(text)
    for word in ("ايميلي", "هذا", "0551234567"):
        start = text.index(word)
        span = moved((start, start + len(word)), found)
        assert span
        now = apply(text, found)[slice(*span)]
        assert now == word or re.fullmatch(r"05\d{8}", now)
    cut = text.index("0551234567") + 3
    assert moved((cut, cut + 2), found) is None


@given(st.text(alphabet="اب دم05٥-./@ a.", max_size=40))
def test_words_show_nothing_that_is_hidden(text):
    words = words_of(text)
    shown = " ".join(word.shown for word in words)
    assert mask_text(shown) == shown
    assert all(text[word.start : word.end].strip() for word in words)
    for start, end in hidden_spans(text):
        assert any(word.start <= start and end <= word.end for word in words)


def test_hidden_spans_are_what_masking_hides():
    text = "جوالي 055 123 4567 وايميلي a.b@c.sa يوم 2026-07-01"
    spans = [text[slice(*span)] for span in hidden_spans(text)]
    assert spans == ["055 123 4567", "a.b@c.sa"]
