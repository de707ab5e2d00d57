"""Part of a value put right while the update is open."""

from __future__ import annotations

import pytest

from bot.updates import draft as drafts
from tests.updates.conftest import NUMBER, Person, fill_owner, to_identity


def values(person: Person) -> dict[str, str]:
    draft = drafts.load(person.session, person.conversation)
    assert draft is not None
    return draft.values


def to_code(person: Person) -> None:
    to_identity(person)
    for answer in ("1000000008", "لا"):
        person.says(answer)
    person.says("0551234567")
    assert person.step == "mobile_code"


def test_the_last_digit_of_the_mobile_and_a_code_to_the_right_one(person: Person) -> None:
    to_code(person)
    outcome = person.says("لا آخر رقم ٨ مو ٧", "correct_detail")
    assert outcome.changed == ["mobile"] and person.step == "mobile_code"
    assert values(person)["mobile"] == "+966551234568"
    person.says(person.code())
    assert person.step == "second_mobile", "the code that went to the right mobile proves it"


def test_four_digits_put_right_are_no_code(person: Person) -> None:
    to_code(person)
    person.says("آخر اربع ارقام 4576 مو 4567", "correct_detail")
    assert values(person)["mobile"] == "+966551234576"


def test_a_named_field_is_put_right_while_another_is_asked(person: Person) -> None:
    to_identity(person)
    person.says("1000000008")
    person.says("12345678")
    person.says("رقم العقد آخر رقم ٩ مو ٨", "correct_detail")
    assert values(person)["ejar"] == "12345679" and person.step == "ejar_end"


def test_in_the_summary_the_only_number_that_it_fits(person: Person) -> None:
    fill_owner(person)
    person.says("رسائل")
    assert person.step == "confirm"
    person.says("٣ مو ٢ في آخر رقم", "correct_detail")
    assert values(person)["mobile"] == "+966500000003"
    assert values(person)["account"] == NUMBER and person.step == "mobile_code"


@pytest.mark.parametrize("text", ["آخر رقم ٩ مو ٨", "رقم الهوية آخر رقم ٩"])
def test_an_identity_that_would_not_be_one_is_asked_again(person: Person, text: str) -> None:
    to_identity(person)
    person.says("1000000008")
    person.says(text, "correct_detail")
    assert person.step == "identity" and "identity" not in values(person)


def test_digits_alone_answer_the_number_that_is_asked_for(person: Person) -> None:
    to_identity(person)
    person.says("آخر رقم 8")
    assert person.step == "identity"
    assert values(person)["account"] == NUMBER


def test_the_provider_of_the_address(person: Person) -> None:
    fill_owner(person)
    person.says("reem@hotmail.com")
    person.says("جيميل مو هوتميل", "correct_detail")
    assert values(person)["email"] == "reem@gmail.com"


def test_the_account_is_put_right_only_by_its_name(person: Person) -> None:
    fill_owner(person)
    person.says("رسائل")
    person.says("آخر رقم ٥ مو ١", "correct_detail")
    assert values(person)["account"] == NUMBER
    person.says("رقم الحساب آخره ٥ مو ١", "correct_detail")
    assert values(person)["account"] == f"{NUMBER[:-1]}5"


def test_who_wants_to_save_at_the_last_question_gets_the_summary(person: Person) -> None:
    fill_owner(person)
    person.says("خلاص احفظ", "affirm")
    assert person.step == "confirm" and values(person)["notice_channel"] == "sms"


def test_coming_back_to_go_on_undoes_no_answer(person: Person) -> None:
    fill_owner(person)
    person.says("رسائل")
    person.says("ارجع كمل", "go_back")
    assert person.step == "confirm" and values(person)["notice_channel"] == "sms"
