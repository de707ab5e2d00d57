"""A way to be told that is named before it is asked for."""

from __future__ import annotations

import pytest

from bot.updates.draft import Draft
from bot.updates.ways import names_way_alone
from tests.updates.conftest import NUMBER, Person, keys, to_identity


def fill_to_code(person: Person) -> None:
    """An owner's update, up to the code of the new mobile."""
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006", "330115008822", "0507654321"):
        person.says(answer)
    assert person.step == "mobile_code"


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


def test_what_was_given_is_not_asked_again(person: Person) -> None:
    person.starts()
    to_identity(person)
    person.says("1012345672")
    person.says("جوالي 0501234567")
    outcome = person.says("قلت لك الجوال من اول!!", "correct_detail")
    assert outcome.draft.values["mobile"] == "+966501234567"
    assert outcome.known == ["mobile"]


def test_a_paper_and_its_number_however_much_is_told_between(person: Person) -> None:
    person.starts(f"ابغى احدث {NUMBER}")
    outcome = person.says("الصك عند ولدي بس مصورته لي 310112004567")
    assert outcome.draft.values["deed"] == "310112004567"


def test_the_second_of_two_pasted_numbers_is_the_papers(person: Person) -> None:
    person.starts()
    to_identity(person)
    outcome = person.says("1012345672 10876543210")
    assert outcome.draft.values["ejar"] == "10876543210"


def test_digits_of_a_deed_are_no_code(person: Person) -> None:
    fill_to_code(person)
    outcome = person.says("لا في الملخص غلطتين الصك آخره 8823 وليس 8822 والبريد", "correct_detail")
    assert "utter_identity_code_wrong" not in keys(person)
    assert outcome.step == "deed"
