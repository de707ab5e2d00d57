from __future__ import annotations

import pytest

from bot.text.slip_costs import OTHER, slip_cost
from bot.text.sounds import arabic_bones, latin_bones, sound_cost, units


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("a7adeth", "احدث"), ("ahaddith", "احدث"), ("fatorti", "فاتورتي"), ("fatwrty", "فاتورتي"),
        ("ma6foo2", "مطفوء"), ("'3ali", "غالي"), ("ghalyah", "غاليه"), ("kahraba2", "كهرباء"),
        ("bayanaty", "بياناتي"), ("i9la7", "اصلاح"),
    ],
)  # fmt: skip
def test_a_word_is_heard_in_its_spellings(latin: str, arabic: str) -> None:
    sounds = units(latin)
    assert latin_bones(sounds) == arabic_bones(arabic)
    assert sound_cost(sounds, arabic) < sound_cost(sounds, "مستحقات")


def test_a_closer_spelling_costs_less() -> None:
    heard = units("7sabi")
    assert sound_cost(heard, "حسابي") < sound_cost(heard, "حسبوا")


@pytest.mark.parametrize(
    ("near", "far", "meant"),
    [
        ("قاتورتي", "زاتورتي", "فاتورتي"),  # the key beside; any key
        ("فاتوررتي", "فاتورشتي", "فاتورتي"),  # twice; one too many
        ("فتورتي", "فاورتي", "فاتورتي"),  # a vowel left out; a consonant
        ("فاتروتي", "فاتصزتي", "فاتورتي"),  # swapped; two mistaken
        ("حظرت", "حبرت", "حضرت"),  # sounds alike
    ],
)
def test_likelier_slips_cost_less(near: str, far: str, meant: str) -> None:
    assert 0 < slip_cost(near, meant) < slip_cost(far, meant)
    assert slip_cost(meant, meant) == 0
    assert slip_cost(near, meant) <= OTHER
