"""Left-to-right runs in right-to-left text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.bidi import LRI, PDI, direction, isolate, strip_isolates


@pytest.mark.parametrize(
    "run",
    [
        "1,234.50",
        "١٬٢٣٤٫٥٠",
        "+966 11 123 4567",
        "055-123-4567",
        "2026-11-22",
        "22/11/2026",
        "10:30",
        "15%",
        "100-200",
        "U1234567",
        "sara.q+1@example.com",
        "https://mushtarik.example/a?b=1&c=2",
        "SADAD 002",
        "iPhone",
        "@huda",
        "#302",
        "7",
    ],
)
def test_runs_are_isolated_whole(run):
    assert isolate(f"قيمة {run} هنا.") == f"قيمة {LRI}{run}{PDI} هنا."


def test_marks_round_a_run_stay_outside():
    assert isolate("(1234)، ثم 5.") == f"({LRI}1234{PDI})، ثم {LRI}5{PDI}."


def test_arabic_alone_is_untouched():
    assert isolate("السلام عليكم، كيف الحال؟") == "السلام عليكم، كيف الحال؟"


_TEXTS = st.text(alphabet=st.sampled_from(list("ابت ،.؟()-+:/@%,0189٠٩AZaz\n\u00a0•")), max_size=80)


@given(st.one_of(_TEXTS, st.text(max_size=60)))
def test_twice_is_once_and_nothing_is_lost(text):
    once = isolate(text)
    assert isolate(once) == once
    assert strip_isolates(once) == strip_isolates(text)


@given(_TEXTS)
def test_isolates_are_paired_and_hold_every_digit(text):
    outside, depth = [], 0
    for character in isolate(text):
        if character == LRI:
            depth += 1
        elif character == PDI:
            depth -= 1
        elif depth == 0:
            outside.append(character)
        assert depth in (0, 1)
    assert depth == 0
    assert not any(character.isdigit() for character in outside)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("@huda شوفي الرسالة", "rtl"),
        ("SMS ما وصلني", "rtl"),
        ("كم فاتورتي", "rtl"),
        ("my bill please", "auto"),
        ("0551234567", "auto"),
        ("", "auto"),
    ],
)
def test_any_arabic_reads_from_the_right(text, way):
    assert direction(text) == way
