"""Words that are surely a person's name, and words that only look like one."""

from __future__ import annotations

import pytest
import yaml

from bot.settings import ROOT
from bot.text.given_names import is_given_name, is_surely_name, looks_like_family, name_share
from bot.text.normalise import fold_text


@pytest.mark.parametrize(
    "text",
    [
        "نورة سعد القحطاني",
        "نوره سعد القحطاني",
        "عبدالإله بن محمد",
        "عبدالمنعم الزهراني",
        "فهد بن سعد بن محمد آل سعود",
        "Ahmed Khan",
        "سارة، محمد.",
    ],
)
def test_known_names_alone_are_surely_a_name(text):
    assert is_surely_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "نورة",  # one word may be anything
        "نورة رجعت",
        "رمضان كريم",
        "عيد سعيد",
        "القحطاني نورة",  # nobody begins with the family
        "عبد",
        "محمد الحالي",
        "راجعت الكهرباء",
        "",
    ],
)
def test_other_words_are_not(text):
    assert not is_surely_name(text)


def test_a_servant_of_god_needs_a_name_after_it():
    assert is_given_name("عبدالجبار") and not is_given_name("عبدك")


@pytest.mark.parametrize(
    ("word", "is_family"), [("الدوسري", True), ("الحالي", False), ("الغي", False), ("دوسري", False)]
)
def test_the_form_of_a_family_name(word, is_family):
    assert looks_like_family(word) is is_family


def test_links_do_not_count_in_the_share():
    assert name_share("محمد بن شيهان") == 0.5


def test_no_name_stands_in_the_list_twice():
    lists = yaml.safe_load((ROOT / "data/lookups/given_names.yml").read_text(encoding="utf-8"))
    names = [fold_text(name) for key in ("men", "women", "abroad") for name in lists[key]]
    assert sorted(names) == sorted(set(names))
