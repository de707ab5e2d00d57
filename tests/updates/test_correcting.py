"""Plain words correct what was given, and only that."""

from __future__ import annotations

from bot.updates import conversation as update
from tests.updates.conftest import NUMBER, TENANT, fill_owner, keys, to_identity


def test_the_field_given_last_is_what_a_bare_denial_means(person):
    to_identity(person)
    person.says("لا غلط", "correct_detail")
    assert person.step == "name"


def test_a_new_name_in_a_correction_replaces_the_old_one(person):
    to_identity(person)
    person.says("غيره الى نواف سعد الحربي", "nlu_fallback")
    assert person.last.draft.values["name"] == "نواف سعد الحربي"
    assert person.last.changed == ["name"] and person.step == "identity"


def test_an_unsure_correction_without_a_word_of_change_is_none(person):
    to_identity(person)
    message = person.heard("بالاسم", "correct_detail", confidence=0.4)
    assert person._went(update.hear(person.session, message)).draft.values["name"] == "نواف الحربي"


def test_a_correction_of_a_later_field_says_that_it_comes(person):
    to_identity(person)
    person.says("غير الايميل", "correct_detail")
    assert keys(person) == ["utter_update_comes_later"] and person.step == "identity"


def test_a_skipped_field_is_asked_when_its_row_is_pressed(person):
    fill_owner(person)
    person.says("رسالة نصية")
    assert person.step == "confirm"
    person.says("/correct_detail", "correct_detail")
    assert person.last.draft.editing
    person.says("الايميل", "correct_detail")
    assert person.step == "email"


def test_a_yes_that_names_a_field_to_change_is_no_confirmation(person):
    fill_owner(person)
    person.says("رسالة نصية")
    person.says("ايه بس غير الجوال", "affirm")
    assert person.last.reference is None and person.step == "mobile"


def test_the_right_name_after_the_wrong_one(person):
    to_identity(person)
    person.says("ما اسمي كذا، اسمي عبدالرحمن العتيبي")
    assert person.last.draft.values["name"] == "عبدالرحمن العتيبي"


def test_the_summary_takes_the_right_name(person):
    fill_owner(person)
    person.says("رسالة نصية")
    assert person.step == "confirm"
    person.says("لا الاسم غلط هو نورة فهد القحطاني", "correct_detail")
    assert person.last.draft.values["name"] == "نورة فهد القحطاني"
    assert person.last.changed == ["name"] and person.step == "confirm"


def test_a_field_to_be_corrected_is_asked_before_what_comes_next(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("جوالي 0500000002 والثاني 0500000003")
    for answer in ("سارة محمد الغامدي", "1000000008"):
        person.says(answer)
    assert person.step == "ejar"
    person.says("عدل الجوال الثاني", "correct_detail")
    assert person.step == "second_mobile"
    person.says("0500000009")
    assert person.last.draft.values["second_mobile"] == "+966500000009"
    assert person.last.draft.values["mobile"] == TENANT and person.step == "ejar"


def test_doubt_about_the_pending_field_is_no_correction_of_another(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("مو متأكد من الاسم اللي في الصك", "correct_detail")
    assert keys(person)[0] == "utter_update_why_name" and person.step == "name"


def test_no_and_another_full_name_corrects_the_name_just_given(person):
    to_identity(person)
    person.says("لا نواف سعد الحربي", "deny")
    assert person.last.draft.values["name"] == "نواف سعد الحربي" and person.step == "identity"


def test_changing_everything_asks_what(person):
    to_identity(person)
    person.says("عدل كل شي", "correct_detail")
    assert keys(person) == ["utter_update_which_field"] and person.step == "identity"


def test_what_comes_next_anyway_is_not_put_off(person):
    person.starts(f"حسابي {NUMBER} انا مالك ايميلي s@example.com")
    person.says("عدل الايميل", "correct_detail")
    assert person.step == "email"
    person.says("الاسم", "correct_detail")
    assert keys(person) == [] and person.step == "name"


def test_a_code_that_is_at_hand_is_asked_before_a_field_to_be_corrected(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says("غير الايميل بعد", "correct_detail")
    assert person.step == "mobile_code" and keys(person) == []
    person.says(person.code())
    assert person.step == "email"


def test_wrong_and_the_right_name_is_no_complaint(person):
    to_identity(person)
    person.says("خطأ نواف سعد الحربي", "complaint")
    assert person.last.draft.values["name"] == "نواف سعد الحربي" and person.step == "identity"


def test_asking_whether_a_field_is_right_drops_nothing(person):
    to_identity(person)
    person.says("الاسم صح؟", "correct_detail")
    assert person.last.draft.values["name"] == "نواف الحربي" and person.step == "identity"


def test_going_back_to_a_named_field_asks_that_one(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر ايميلي s@example.com")
    person.says("نواف الحربي")
    person.says("ارجع لسؤال الايميل", "go_back")
    assert person.step == "email"
