"""Short answers that steer: not so, any way, again, no more old mobile, the rest of a number."""

from __future__ import annotations

import pytest

from bot.updates import conversation as update
from bot.updates.heard import Heard
from bot.updates.steering import (
    is_not_so,
    left_out_in,
    lost_old_mobile,
    moves_on,
    takes_any_way,
    wants_code_again,
)
from tests.updates.conftest import NUMBER, TENANT, Person, to_identity


def heard(text: str) -> Heard:
    return Heard("web:1", "web:1:1", text, "inform", step="mobile")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((t, True) for t in ("لا مو كذا", "خطأ", "لا غلطت", "مب كذا", "ماهو كذا", "معليش غلط")),
        *((t, True) for t in ("لا مو هذا", "مب هذي")),
        *((t, False) for t in ("مو هذا الحساب", "لا هذا هو")),
        *((t, False) for t in ("لا", "مو لازم", "مو مالك", "غلط الرقم", "مو كذا الاسم نورة")),
    ],
)
def test_not_so(text, meant):
    assert is_not_so(heard(text)) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((t, True) for t in ("اي شي", "عادي اي شي", "ما يفرق", "على راحتكم", "اللي تبون", "كلها")),
        *((t, False) for t in ("رسالة", "ايميل", "كم فاتورتي")),
    ],
)
def test_any_way(text, meant):
    assert takes_any_way(heard(text)) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((t, True) for t in ("أعد إرساله", "ارسل مرة ثانية", "عيد الارسال", "send again")),
        *((t, True) for t in ("ماجاني شي", "لسا ما وصل", "ما استلمت الرمز", "didn't get it")),
        *((t, False) for t in ("عيد السؤال", "رسالة ثانية", "123456")),
        *((t, False) for t in ("ما وصلتني الفاتورة", "ما جاني احد", "ما عندي")),
    ],
)
def test_the_code_again(text, meant):
    assert wants_code_again(text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((t, True) for t in ("رقم جوالي القديم انحذف", "الشريحة القديمة ضاعت")),
        *((t, True) for t in ("لان جوالي القديم مو معي", "الرقم المسجل انفصل")),
        *((t, False) for t in ("القديم", "نفس الرقم القديم", "الرقم القديم ما ضاع")),
    ],
)
def test_the_old_mobile_is_gone(text, meant):
    assert lost_old_mobile(heard(text)) is meant


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("مالك بدون صك وما عندي ايميل", ["deed", "email"]),
        ("بدون صك 0551231010 ولا عندي ثاني", ["deed", "second_mobile"]),
        ("ما معي رقم العقد", ["ejar"]),
        ("عندي صك", []),
    ],
)
def test_what_is_left_out_beside_other_values(text, steps):
    assert left_out_in(text) == steps


def keys(person: Person) -> list[str]:
    assert person.last is not None
    return [key for key, _ in person.last.says]


def to_mobile(person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مالك بدون صك")
    for answer in ("نواف الحربي", "1000000008"):
        person.says(answer)
    assert person.step == "mobile", "the deed was left out in the first sentence"


def test_the_answer_before_is_mended_wherever_that_is_said(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("نواف الحربي")
    person.says("لا مو كذا", "deny")
    assert person.step == "name" and keys(person) == ["utter_update_mend_last"]


def test_a_number_may_come_in_two_messages(person):
    to_mobile(person)
    person.says("05 5123")
    assert person.step == "mobile"
    person.says("4567")
    assert person.last.draft.values["mobile"] == "+966551234567" and person.step == "mobile_code"


def test_a_whole_number_after_a_piece_stands_alone(person):
    to_mobile(person)
    person.says("05512")
    person.says("0500000002")
    assert person.last.draft.values["mobile"] == TENANT


def test_who_lost_the_old_mobile_is_not_asked_for_it(person):
    person.starts("غيرت رقمي", kind="contact")
    person.says("لان جوالي القديم انحذف", "change_contact")
    assert keys(person) == ["utter_update_old_mobile_gone"] and person.step == "account"
    person.says(NUMBER)
    person.says("0500000002")
    person.says(person.code())
    assert person.step == "confirm"


def test_a_mobile_after_no_deed_is_no_deed(person):
    person.starts(f"حسابي {NUMBER} مالك نواف الحربي 1000000008 بدون صك 0500000002 ولا عندي ثاني")
    draft = person.last.draft
    assert "deed" not in draft.values and draft.values["mobile"] == TENANT
    person.says(person.code())
    assert person.step == "email", "the second mobile was left out"


@pytest.mark.parametrize("answer", ["عادي اي شي", "ما يفرق معي", "بعدين"])
def test_any_way_of_notices_is_sms_and_is_said(person, answer):
    to_mobile(person)
    person.says("0500000002")
    person.says(person.code())
    person.says("لا", "deny")
    person.says("ما ابي ايميل", "deny")
    assert person.step == "notice_channel"
    person.says(answer, "skip" if answer == "بعدين" else "inform")
    assert person.last.draft.values["notice_channel"] == "sms"
    assert keys(person) == ["utter_update_notice_by_sms"] and person.step == "confirm"


def test_the_address_takes_the_notices_that_are_wanted_on_it(person):
    to_mobile(person)
    person.says("0500000002")
    person.says(person.code())
    person.says("لا", "deny")
    person.says("bandar@example.com وابي الاشعارات عليه")
    assert person.last.draft.values["notice_channel"] == "email"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("هويته ولا هويتي؟", "utter_update_whose_identity"),
        ("حق مين", "utter_update_whose_identity"),
        ("الهوية حقتي ولا حقته", "utter_update_whose_identity"),
    ],
)
def test_whose_value_is_meant_is_explained(person, text, key):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("نواف الحربي")
    person.says(text, "nlu_fallback")
    assert keys(person) == [key] and person.step == "identity"


def test_a_fuller_name_at_another_question_mends_the_name(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("نواف الحربي")
    person.says("نواف بن سعد الحربي")
    assert person.last.draft.values["name"] == "نواف بن سعد الحربي" and person.step == "identity"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((t, True) for t in ("كمل", "يلا نبدا", "طيب ابدا", "اللي بعده", "next")),
        *((t, False) for t in ("تمام", "كمل الكهرباء", "نكمل بكرة", "ايه")),
    ],
)
def test_only_going_on(text, meant):
    assert moves_on(heard(text)) is meant


def to_second_mobile(person: Person) -> None:
    to_mobile(person)
    person.says("0500000002")
    person.says(person.code())
    assert person.step == "second_mobile"


def test_going_on_leaves_an_optional_question(person):
    to_second_mobile(person)
    person.says("كمل", "affirm")
    assert person.step == "email"


def test_a_first_name_waits_for_the_rest(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("فواز")
    assert person.step == "name"
    person.says("العنزي")
    assert person.last.draft.values["name"] == "فواز العنزي" and person.step == "identity"


@pytest.mark.parametrize("text", ["مابه ايميل", "ما اعرف ايميلات", "معنديش ايميل"])
def test_no_address_in_every_dialect(person, text):
    to_second_mobile(person)
    person.says("لا", "deny")
    person.says(text, "ask_question")
    assert person.step == "notice_channel" and keys(person) == []


def test_the_main_mobile_is_put_right_while_a_second_is_asked_for(person):
    to_second_mobile(person)
    person.says("الجوال خله 0551234567", "correct_detail")
    assert person.last.draft.values["mobile"] == "+966551234567" and person.step == "mobile_code"


def test_a_value_is_taken_out_again(person):
    to_second_mobile(person)
    person.says("0551234567")
    person.says("s@example.com")
    person.says("شيل الجوال الثاني", "correct_detail")
    assert "second_mobile" not in person.last.draft.values and person.step == "email_code"
    assert keys(person) == ["utter_update_removed"]


def test_the_code_of_an_address_may_wait_and_the_next_answer_come_early(person):
    to_second_mobile(person)
    person.says("لا", "deny")
    person.says("s@example.com")
    person.says("تيليجرام")
    assert person.last.draft.values["notice_channel"] == "telegram"
    person.says("خل الرمز بعدين", "resend_code")
    assert person.step == "confirm"


def test_what_was_left_waits_for_the_answer_that_comes_first(session, person):
    person.starts(f"حسابي {NUMBER} انا مالك نواف الحربي 1000000008")
    assert person.step == "deed"
    person.step = None  # left the form
    outcome = person._went(update.begin(session, person.heard("طلع 123456789"), "full"))
    assert outcome.draft.values["deed"] == "123456789" and person.step == "mobile"


def test_another_account_in_the_middle(person):
    to_second_mobile(person)
    person.says("لا الحساب غلط", "correct_detail")
    assert person.step == "account"


def test_who_acts_for_somebody_is_asked_before_a_code_goes_to_the_old_mobile(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    person.says("هي معها القديم", "nlu_fallback")
    assert person.step == "old_mobile"
    assert keys(person) == ["utter_update_old_mobile_with_another"]
    person.says("ايه جنبي", "affirm")
    assert person.step == "old_code"


def test_what_follows_is_told(person):
    to_mobile(person)
    person.says("وش يصير بعدها", "outage_status")
    assert keys(person) == ["utter_update_what_follows"] and person.step == "mobile"


@pytest.mark.parametrize("text", ["صكي مع اخوي بسأله", "لحظة بجيب الصك", "انتظر بشوف"])
def test_a_moment_is_given(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك نواف الحربي 1000000008")
    person.says(text, "goodbye")
    assert keys(person) == ["utter_update_take_time"] and person.step == "deed"


def to_summary(person: Person) -> None:
    to_second_mobile(person)
    person.says("0551234567")
    person.says("لا", "deny")
    person.says("رسالة نصية")
    assert person.step == "confirm"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("خلاص سجله الله يرضى عليك", "thanks"),
        ("ارفع الطلب", "service_request"),
        ("اعتمد", "affirm"),
    ],
)
def test_the_summary_is_sent_in_other_words_than_yes(person, text, intent):
    to_summary(person)
    assert person.says(text, intent).reference


def test_two_edits_at_once_one_of_them_taking_out(person):
    to_summary(person)
    person.says("عدل الهوية 2000000006 والجوال الثاني شيله", "correct_detail")
    values = person.last.draft.values
    assert values["identity"] == "2000000006" and "second_mobile" not in values
    assert person.step == "confirm"


def test_a_documented_contract_is_no_identity(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("نواف الحربي")
    person.says("عقد ايجار موثق 2024112233")
    assert person.last.draft.values["ejar"] == "2024112233" and person.step == "identity"


def test_bills_on_the_address_are_no_wish_for_a_bill(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("s@example.com وارسلوا الفواتير عليه", "bill_pdf")
    values = person.last.draft.values
    assert values["email"] == "s@example.com" and values["notice_channel"] == "email"


def test_the_code_on_the_old_mobile_is_given_up(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    person.says("ايه معي", "affirm")
    assert person.step == "old_code"
    person.says("مو معي خلاص", "cancel")
    assert person.step == "confirm"


def test_what_was_given_is_not_asked_again(person: Person) -> None:
    person.starts()
    to_identity(person)
    person.says("1012345672")
    person.says("جوالي 0501234567")
    outcome = person.says("قلت لك الجوال من اول!!", "correct_detail")
    assert outcome.draft.values["mobile"] == "+966501234567"
    assert outcome.known == ["mobile"]


def test_what_was_given_wrongly_is_asked_again(person: Person) -> None:
    person.starts()
    to_identity(person)
    person.says("1012345672")
    person.says("جوالي 0501234567")
    outcome = person.says("كتبت لك الجوال غلط!", "correct_detail")
    assert "mobile" not in outcome.draft.values
