"""Whose home it is, asked for owner or tenant."""

from __future__ import annotations

import pytest

from bot.text.normalise import fold_text
from bot.text.own_home import is_anothers_home, owns_home


@pytest.mark.parametrize(
    "text",
    [
        "البيت بيتي",
        "بيتنا",
        "لا والله الشقة شقتي",
        "حقي البيت",
        "شريناها قبل سنة",
        "اشتريت الشقة قبل شهر",
        "its my house",
    ],
)
def test_own(text):
    assert owns_home(fold_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "البيت مو بيتي",
        "بيت ايجار",
        "مستأجر بيت اهلي",
        "ساكن عند ناس",
        "بيتي مأجره من مكتب",
        "ليش تسألون",
        "سكن عمل",
        "بيت أهلي",
    ],
)
def test_not_own(text):
    assert not owns_home(fold_text(text))


@pytest.mark.parametrize("text", ["سكن عمل", "بيت أهلي", "البيت لزوجي", "البيت حق الوالد"])
def test_anothers(text):
    assert is_anothers_home(fold_text(text))
    assert not owns_home(fold_text(text))


def test_a_kind_of_home_is_nobodys():
    assert not is_anothers_home(fold_text("سكن عائلي"))
