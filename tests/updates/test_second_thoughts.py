"""Wishes that change in the middle: more than a contact after all, or nothing after all."""

from __future__ import annotations

import pytest

from tests.updates.conftest import NUMBER, Person, fill_owner, keys


def to_old_mobile(person: Person) -> None:
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    assert person.step == "old_mobile"


@pytest.mark.parametrize(
    "text", ["طيب وابي اكتب انا مستاجر", "وسجلوني مستأجر بعد", "على فكرة انا مستأجر البيت"]
)
def test_a_role_given_beside_a_contact_makes_the_update_whole(person, text):
    to_old_mobile(person)
    person.says(text, "update_details")
    draft = person.last.draft
    assert draft.kind == "full" and draft.values["beneficiary"] == "tenant"
    assert draft.is_proved("mobile") and person.step == "name"
    assert keys(person) == ["utter_update_widened"]
    assert {"second_mobile", "email"} <= set(draft.skipped)


@pytest.mark.parametrize("text", ["مع المالك", "عند صاحب البيت", "مو معي"])
def test_who_holds_the_old_mobile_tells_no_role(person, text):
    to_old_mobile(person)
    person.says(text)
    assert person.last.draft.kind == "contact" and person.step == "confirm"


def test_all_of_the_data_after_all(person):
    person.starts("غيرت رقمي", kind="contact")
    person.says("ابي احدث كل بياناتي", "update_details")
    assert person.last.draft.kind == "full"


@pytest.mark.parametrize(
    "text",
    ["لا خلاص خل الايميل", "خلوا الايميل زي ما هو", "هونت عن الايميل", "لا تغيرون الايميل"],
)
def test_an_address_that_is_left_as_it_was(person, text):
    fill_owner(person)
    person.says("رسائل")
    assert person.step == "confirm"
    person.says("غير الايميل", "correct_detail")
    person.says("a@example.com")
    person.says("بعدين", "skip")
    assert person.last.draft.values["email"] == "a@example.com"
    person.says(text, "correct_detail")
    assert person.step == "confirm" and person.last.kept == ["email"]
    assert "email" not in person.last.draft.values


@pytest.mark.parametrize("text", ["لا خلاص", "خل الجوال زي ما هو", "خله"])
def test_a_value_that_was_to_be_corrected_and_stays(person, text):
    fill_owner(person)
    person.says("رسائل")
    before = person.last.draft.values["mobile"]
    person.says("غير الجوال", "correct_detail")
    assert person.step == "mobile"
    person.says(text, "deny")
    assert person.step == "confirm" and person.last.draft.values["mobile"] == before


def test_a_contact_update_of_two_that_leaves_one(person):
    person.starts("ابي اغير الجوال والايميل", kind="contact")
    person.says(NUMBER)
    person.says("لا خلاص خل الايميل", "correct_detail")
    assert person.last.draft.wanted == ["mobile"] and person.step == "mobile"


def test_leave_the_address_names_the_way_where_that_is_asked(person):
    fill_owner(person)
    assert person.step == "notice_channel"
    person.says("خل الايميل", "correct_detail")
    assert person.last.kept == []


def test_a_role_given_again_is_known(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("انا مستأجر")
    assert person.step == "name" and person.last.known == ["beneficiary"]


@pytest.mark.parametrize(
    "text",
    ["ما عندي هوية انا خليجية", "عندي جواز بس", "انا كويتي", "معي هوية قطرية", "رقم الجواز ينفع"],
)
def test_other_papers_are_left_to_a_person(session, person, text):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("نوف العجمي")
    assert person.step == "identity"
    person.says(text, "ask_why_details")
    assert keys(person) == ["utter_update_other_identity"]
    assert person.last.pauses and person.step is None


@pytest.mark.parametrize(
    "text", ["ما عندي حساب", "ما عندي رقم حساب", "مالي حساب عندكم", "i dont have account"]
)
def test_who_has_no_account_is_told_where_it_is(person, text):
    person.starts()
    person.says(f"{text} انا مستأجر جديد", "link_account")
    assert "utter_update_no_account" in keys(person) and person.step == "account"
    assert person.last.draft.values["beneficiary"] == "tenant"


@pytest.mark.parametrize(
    "text", ["يا ولدي انا شايب ما اعرف لهالسوالف", "ما اعرف اقرا ولا اكتب", "خطوة خطوة لو سمحت"]
)
def test_who_needs_time_is_taken_along(person, text):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says(text, "menu")
    assert keys(person) == ["utter_update_patience"] and person.step == "name"


@pytest.mark.parametrize("text", ["القديم ضايع", "ضاع القديم", "القديم راح علي"])
def test_the_old_mobile_is_lost_wherever_it_is_said(person, text):
    to_old_mobile(person)
    person.says("معي")
    assert person.step == "old_code"
    person.says(text, "nlu_fallback")
    assert person.step == "confirm" and person.last.draft.values["old_mobile"] == "no"


def test_the_old_mobile_is_lost_while_the_new_one_is_asked(person):
    person.starts("ابي اغير رقمي", kind="contact")
    person.says(NUMBER)
    person.says("القديم ضايع", "nlu_fallback")
    assert keys(person) == ["utter_update_old_mobile_gone"] and person.step == "mobile"


def test_a_contact_update_of_one_that_leaves_it_has_nothing_to_do(person):
    person.starts("ابي اغير الايميل", kind="contact")
    person.says(NUMBER)
    person.says("لا خلاص خل الايميل", "correct_detail")
    assert keys(person) == ["utter_general_cancelled"] and person.last.pauses


@pytest.mark.parametrize(
    "text", ["انا مالك ومستأجر", "بيتي ملك والشقة الثانية ايجار", "مستأجر شقة ومالك استراحة"]
)
def test_who_owns_one_home_and_rents_another_is_asked_for_this_one(person, text):
    person.starts(f"حسابي {NUMBER}")
    person.says(text)
    assert keys(person) == ["utter_update_both_roles"] and person.step == "beneficiary"
    person.says("مستأجر")
    assert person.last.draft.values["beneficiary"] == "tenant"


@pytest.mark.parametrize("text", ["انا مستأجر وصاحب البيت مسافر", "كنت مالك وصرت مستأجر"])
def test_a_landlord_beside_or_a_role_of_the_past_is_no_second_role(person, text):
    person.starts(f"حسابي {NUMBER}")
    person.says(text)
    assert person.last.draft.values["beneficiary"] == "tenant" and person.step == "name"


@pytest.mark.parametrize(
    "text", ["لا ابيكم تزعجوني بالايميل", "ما احب الايميلات", "لا ترسلون لي على الايميل"]
)
def test_an_address_that_is_refused(person, text):
    fill_owner(person)
    person.says("غير الايميل", "correct_detail")
    assert person.step == "email"
    person.says(text, "notice_settings", confidence=0.9)
    assert person.step != "email" and "email" in person.last.draft.skipped


def test_any_thing_is_no_address(person):
    fill_owner(person)
    person.says("غير الايميل", "correct_detail")
    person.says("اي شي", "nlu_fallback")
    assert person.step != "email"


def test_my_number_is_the_one_that_is_asked_for(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("نوف العجمي")
    person.says("ليش تبون رقمي", "ask_why_details")
    assert keys(person) == ["utter_update_why_identity"]
    person.says("ليش تبون رقم جوالي", "ask_why_details")
    assert keys(person) == ["utter_update_why_mobile"]


@pytest.mark.parametrize(
    "text", ["وش يضمن لي انكم مو نصابين", "كيف اتاكد انكم الشركة", "نصابين انتم"]
)
def test_who_fears_a_fraud_is_answered(person, text):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says(text, "ask_why_details")
    assert keys(person) == ["utter_update_trust"] and person.step == "name"


def test_anger_is_left_to_who_answers_anger(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("انتو نصابين وخدمتكم زفت", "upset")
    assert not person.last.taken


def test_no_saudi_mobile_in_a_question(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006"):
        person.says(answer)
    person.says("تخطي", "skip")
    person.says("طيب ما عندي رقم سعودي وش الحل", "ask_question", confidence=0.99)
    assert keys(person)[0] == "utter_update_foreign_mobile"


def test_a_foreign_name_that_sounds_like_a_wish_for_a_person(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("John Mathew", "human", confidence=0.44)
    assert person.step == "identity" and person.last.draft.values["name"] == "John Mathew"


def test_who_asks_for_a_person_gets_one(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("talk to agent", "human", confidence=0.44)
    assert not person.last.taken


def test_a_letter_among_the_digits_of_an_account(person):
    person.starts()
    person.says("300000000O1")
    assert person.last.draft.values["account"] == NUMBER and person.step == "beneficiary"


@pytest.mark.parametrize("text", ["owner not give me account number", "my owner refused"])
def test_an_owner_that_is_spoken_of_is_not_who_writes(person, text):
    person.starts(text)
    assert "beneficiary" not in person.last.draft.values


def test_a_home_of_the_familys_is_owned(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("ابوي المالك")
    assert person.last.draft.values["beneficiary"] == "owner"


def test_what_is_left_as_it_is_begins_no_update(person):
    person.starts("والايميل خلوه زي ماهو لا تغيرونه", kind="contact")
    assert person.last.kept == ["email"] and person.last.pauses
