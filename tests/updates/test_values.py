"""Who somebody is and which papers they have, out of turn and in plain words."""

from __future__ import annotations

import pytest

from tests.updates.conftest import NUMBER, keys, to_identity


@pytest.mark.parametrize("words", ["وريث", "انا من الورثة", "musta2jir"])
def test_heirs_own_and_latin_letters_are_read(person, words):
    person.starts(f"حسابي {NUMBER}")
    person.says(words, "nlu_fallback")
    kind = "tenant" if words == "musta2jir" else "owner"
    assert person.last.draft.values["beneficiary"] == kind


@pytest.mark.parametrize("words", ["اجار", "بالايجار", "البيت ايجار", "rent"])
def test_the_bare_word_rent_means_a_tenant(person, words):
    person.starts(f"حسابي {NUMBER}")
    person.says(words, "nlu_fallback")
    assert person.last.draft.values["beneficiary"] == "tenant"


@pytest.mark.parametrize("words", ["انا ساكن مع اهلي", "بيت ابوي", "عايشين في بيت جدي"])
def test_who_tells_where_they_live_hears_what_that_makes_them(person, words):
    person.starts(f"حسابي {NUMBER}")
    person.says(words, "goodbye")
    assert person.last.taken and keys(person) == ["utter_update_help_beneficiary"]
    assert person.step == "beneficiary"


def test_documents_named_out_of_turn_are_kept_and_are_no_account(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر وعقدي رقم 10000000077 ينتهي 2030-03-15")
    values = person.last.draft.values
    assert (values["account"], values["ejar"]) == (NUMBER, "10000000077")
    assert values["ejar_end"] == "2030-03-15"
    person.says("عقد الايجار غلط هو 10000000088 وهويتي 1000000008", "correct_detail")
    assert person.last.draft.values["ejar"] == "10000000088"
    assert person.last.draft.values["identity"] == "1000000008"
    assert person.last.draft.values["account"] == NUMBER


def test_a_deed_number_is_not_read_off_any_number_near_the_word(person):
    person.starts(f"حسابي {NUMBER} انا مالك والصك مو عندي هويتي 1000000008")
    assert "deed" not in person.last.draft.values
    assert person.last.draft.values["identity"] == "1000000008"


def test_values_in_what_sounds_like_a_question_are_taken(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("عقدي بمنصة ايجار رقمه 10000000077 وينتهي العقد 2030-03-15", "ask_question")
    values = person.last.draft.values
    assert (values["ejar"], values["ejar_end"]) == ("10000000077", "2030-03-15")


def test_an_identity_named_at_the_contract_question_is_the_identity(person):
    to_identity(person)
    person.says("2000000006")
    assert person.step == "ejar"
    person.says("الهوية غلط هي 1000000008", "correct_detail")
    assert person.last.draft.values["identity"] == "1000000008"
    assert person.step == "ejar"
