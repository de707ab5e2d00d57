"""Whose home it is, asked for owner or tenant."""

from __future__ import annotations

import pytest

from bot.text.normalise import fold_text
from bot.text.own_home import is_anothers_home, lives_in_anothers, owns_home


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
        "ورثته من ابوي الله يرحمه",
        "شاري البيت كاش",
        "بنيته بفلوسي",
        "بيتي انا ومحد شريكي فيه",
        "البيت حلالي",
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


def test_who_lives_where_another_owns():
    assert lives_in_anothers(fold_text("مالك الشقة سافر وانا الساكن"))
    assert not lives_in_anothers(fold_text("مالك الشقة سافر"))


@pytest.mark.parametrize(
    "text",
    [
        "البيت بيتي شاريه ابو محمد الله يطول بعمره وكاتبه باسمي",
        "البيت للبنك تمويل عقاري للحين اسدد",
    ],
)
def test_however_much_is_told_beside_it(text):
    assert owns_home(fold_text(text))


def test_a_story_of_rent_is_none_of_owning():
    assert not owns_home(fold_text("البيت بيتي ومأجره على ناس"))
