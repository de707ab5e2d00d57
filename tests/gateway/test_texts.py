"""Typed text is data."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.gateway.texts import TEXT_LIMIT, TextTooLong, clean, never_a_command

_ODD = st.text(alphabet='/ \t\n\u200b\u200f\u2066\ufeff／⁄\u00a0abاب{}"0', max_size=30)


@given(st.one_of(_ODD, st.text(max_size=50)))
@example("/ask_bill")
@example(" \u200b/\u200b/ask_bill")
def test_no_text_begins_with_a_slash_whatever_is_stripped_later(text):
    escaped = never_a_command(clean(text))
    bare = "".join(c for c in escaped if unicodedata.category(c) not in ("Cf", "Cc")).strip()
    assert bare
    assert not unicodedata.normalize("NFKC", bare).startswith("/")


def test_a_slash_inside_stays():
    assert never_a_command("1/2 فاتورة") == "1/2 فاتورة"


@given(st.text(max_size=200))
def test_clean_is_stable_and_without_controls(text):
    once = clean(text)
    assert clean(once) == once
    assert not {"\x00", "\x1b", "\ud800"} & set(once)


def test_the_limit():
    assert clean("ا" * TEXT_LIMIT)
    with pytest.raises(TextTooLong):
        clean("ا" * (TEXT_LIMIT + 1))
