"""Numbers of deeds and contracts, and what is no identity."""

from __future__ import annotations

from tests.updates.conftest import NUMBER, Person, keys, to_identity


def fill_to_code(person: Person) -> None:
    """An owner's update, up to the code of the new mobile."""
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006", "330115008822", "0507654321"):
        person.says(answer)
    assert person.step == "mobile_code"


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


def test_an_establishments_register_is_no_mistyped_identity(person: Person) -> None:
    person.starts()
    to_identity(person)
    person.says("السجل التجاري 1010456789")
    assert keys(person) == ["utter_update_bad_identity_register"]
