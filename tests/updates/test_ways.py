"""A way to be told that is named before it is asked for."""

from __future__ import annotations

import pytest

from bot.updates.draft import Draft
from bot.updates.ways import names_way_alone
from tests.updates.conftest import Person


def known(person: Person, text: str, step: str, **values: str) -> bool:
    person.step = step
    return names_way_alone(person.heard(text), Draft(values=dict(values)))


@pytest.mark.parametrize(
    "text",
    [
        "رسايل",
        "sms only sir",
        "تيليجرام احسن لي",
        "طيب اجل رسالة جوال",
        "بالايميل",
        "0532211009 fawaz@gmail.com رسايل",
        "بدون ايميل، رسايل",
        "٠٥٥٩٨٨٧٧٦٦ وما معي ايميل رسايل بس",
    ],
)
@pytest.mark.parametrize("step", ["mobile_code", "beneficiary", "ejar_end"])
def test_nothing_but_a_way(person: Person, text: str, step: str) -> None:
    assert known(person, text, step)


@pytest.mark.parametrize(
    "text", ["ليش رسايل", "رسايل البنك ما توصلني زين", "وين رسايلكم؟", "ايميل", "البريد الالكتروني"]
)
def test_no_way_is_chosen(person: Person, text: str) -> None:
    assert not known(person, text, "mobile_code")


def test_the_address_is_known_so_the_bare_word_is_the_way(person: Person) -> None:
    assert known(person, "البريد الإلكتروني", "mobile_code", email="a@example.com")
    assert not known(person, "b@example.com ايميل", "mobile_code", email="a@example.com")
