from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalise import fold_text, normalise

ARABIC = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.sampled_from(
            " abcXYZ0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳\u200f\u200e\u200b\u2066\u2069\n.,@+-😡👍🏽"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("كهربااااء", "كهرباء"),
        ("أحمد إبراهيم آل ٱلله", "احمد ابراهيم ال الله"),
        ("فاتورةٌ مُرْتَفِعَة", "فاتوره مرتفعه"),
        ("مستأجر مؤجر رسائل", "مستاجر موجر رسايل"),
        ("على مستشفى", "علي مستشفي"),
        ("الـكـهـربـاء", "الكهرباء"),
        ("نعمممممم", "نعم"),
        ("الله", "الله"),
        ("٠٥٥١٢٣٤٥٦٧", "0551234567"),
        ("۰۵۵۱۲۳۴۵۶۷", "0551234567"),
        ("5555", "5555"),
        ("\u200fفاتورتي\u200e", "فاتورتي"),
        ("\u2066050\u2069", "050"),
        ("ﻛﻬﺮﺑﺎء ﻻ", "كهرباء لا"),
        ("کهربا پرنتر", "كهربا برنتر"),
        ("ليش؟ كذا، طيب؛", "ليش? كذا, طيب;"),
        ("OTP Update", "otp update"),
        ("كم\u00a0 فاتورتي", "كم فاتورتي"),
        ("👍🏽", "👍"),
        ("", ""),
    ],
)
def test_folds(written: str, folded: str) -> None:
    assert fold_text(written) == folded


@given(ARABIC)
def test_every_folded_character_points_into_the_original_in_order(text: str) -> None:
    folded = normalise(text)
    assert len(folded.text) == len(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)
    assert list(folded.origins) == sorted(folded.origins)


@given(ARABIC)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(ARABIC)
def test_no_mark_survives(text: str) -> None:
    assert not any(unicodedata.category(c) in ("Mn", "Cf") for c in normalise(text).text)


@given(st.text(alphabet="0123456789", min_size=1, max_size=20), st.sampled_from([0x660, 0x6F0]))
def test_digits_of_any_script_come_back(digits: str, zero: int) -> None:
    written = "".join(chr(zero + int(d)) for d in digits)
    assert normalise(written).text == digits


@given(ARABIC, st.data())
def test_a_span_covers_what_it_was_folded_from(text: str, data: st.DataObject) -> None:
    folded = normalise(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert first == folded.origins[start]
    assert folded.origins[end - 1] < last <= len(text)


def test_a_span_takes_the_marks_on_its_last_letter() -> None:
    folded = normalise("مالكٌ هنا")
    assert folded.span(0, 4) == (0, 5)


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(ValueError, match="empty span"):
        normalise("نعم").span(1, 1)
