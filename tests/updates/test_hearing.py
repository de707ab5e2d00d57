"""The pending question decides together with the classifier; plain words correct what was given."""

from __future__ import annotations

import pytest

from bot.accounts.records import on_file
from bot.identity.links import identity_of, verify
from bot.updates import conversation as update
from bot.updates.heard import Heard
from bot.updates.hearing import is_for_update
from tests.updates.conftest import LANDLORD, NUMBER, TENANT, Person


def heard(text: str, step: str, intent: str, confidence: float = 1.0) -> Heard:
    return Heard("web:1", "web:1:1", text, intent, step=step, confidence=confidence)


@pytest.mark.parametrize(
    ("text", "step", "intent", "confidence"),
    [
        ("توكل على الله", "confirm", "goodbye", 0.9),
        ("لا والله", "second_mobile", "upset", 0.9),
        ("مب لازم", "deed", "complaint", 0.5),
        ("وداد القحطاني", "name", "greet", 0.6),
        ("اسم انا راجو كومار", "name", "ask_bot", 0.97),
        ("نعم", "old_mobile", "ask_bill", 0.9),
        ("وش السالفة", "name", "out_of_scope", 0.4),
    ],
)
def test_an_answer_is_taken_whatever_the_classifier_says(text, step, intent, confidence):
    assert is_for_update(heard(text, step, intent, confidence))


@pytest.mark.parametrize(
    ("text", "step", "intent"),
    [
        ("ما عندي كهرباء", "deed", "report_outage"),
        ("فيه شرار من العداد", "name", "danger"),
        ("ابي موظف", "name", "human"),
        ("كم سعر الذهب", "name", "out_of_scope"),
        ("ما وصلني الرمز", "name", "resend_code"),
        ("كم فاتورتي", "confirm", "ask_bill"),
    ],
)
def test_another_topic_is_left_to_its_own_rule(text, step, intent):
    assert not is_for_update(heard(text, step, intent))


def keys(person: Person) -> list[str]:
    assert person.last is not None
    return [key for key, _ in person.last.says]


def to_identity(person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("نواف الحربي")
    assert person.step == "identity"


def test_the_field_given_last_is_what_a_bare_denial_means(person):
    to_identity(person)
    person.says("لا غلط", "correct_detail")
    assert person.step == "name"


def test_a_new_name_in_a_correction_replaces_the_old_one(person):
    to_identity(person)
    person.says("غيره الى نواف سعد الحربي", "nlu_fallback")
    assert person.last.draft.values["name"] == "نواف سعد الحربي"
    assert person.last.changed == ["name"] and person.step == "identity"


def test_someone_with_one_name_is_asked_once_more_and_then_believed(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("سوهارتو", "inform")
    assert person.step == "name" and keys(person)[0] == "utter_update_help_name"
    person.says("سوهارتو", "inform")
    assert person.last.draft.values["name"] == "سوهارتو" and person.step == "identity"


def test_the_name_is_found_inside_a_long_sentence(person):
    person.starts(f"حسابي {NUMBER} وانا المالك اسمي فهد القحطاني ورقم جوالي 0500000002")
    assert person.last.draft.values["name"] == "فهد القحطاني"


def test_an_identity_named_at_the_contract_question_is_the_identity(person):
    to_identity(person)
    person.says("2000000006")
    assert person.step == "ejar"
    person.says("الهوية غلط هي 1000000008", "correct_detail")
    assert person.last.draft.values["identity"] == "1000000008"
    assert person.step == "ejar"


def test_an_unsure_correction_without_a_word_of_change_is_none(person):
    to_identity(person)
    message = person.heard("بالاسم", "correct_detail", confidence=0.4)
    assert person._went(update.hear(person.session, message)).draft.values["name"] == "نواف الحربي"


def test_a_correction_of_a_later_field_says_that_it_comes(person):
    to_identity(person)
    person.says("غير الايميل", "correct_detail")
    assert keys(person) == ["utter_update_comes_later"] and person.step == "identity"


def fill_owner(person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    for answer in ("فهد سعد العتيبي", "2000000006", "مب لازم"):
        person.says(answer)
    person.says(person.code())
    person.says("ما عندي", "skip")
    person.says("ما ابي", "deny")
    assert person.step == "notice_channel"


def test_a_skipped_field_is_asked_when_its_row_is_pressed(person):
    fill_owner(person)
    person.says("رسالة نصية")
    assert person.step == "confirm"
    person.says("/correct_detail", "correct_detail")
    assert person.last.draft.editing
    person.says("الايميل", "correct_detail")
    assert person.step == "email"


@pytest.mark.parametrize(
    "words", ["بالجوال", "رساله", "على الجوال", "بالرسايل", "مسج", "مسجات", "رسايل مو ايميل"]
)
def test_the_mobile_as_a_way_of_notices_means_messages(person, words):
    fill_owner(person)
    person.says(words, "correct_detail")
    assert person.last.draft.values["notice_channel"] == "sms"
    assert person.last.draft.values["mobile"] == TENANT


def test_notices_by_email_need_an_address_and_without_one_another_way(person):
    fill_owner(person)
    person.says("ايميل")
    assert keys(person) == ["utter_update_notice_needs_email"] and person.step == "email"
    person.says("ما عندي", "skip")
    assert person.step == "notice_channel"


@pytest.mark.parametrize("words", ["واتساب", "واتس", "رسايل واتس", "whatsapp"])
def test_whatsapp_is_named_and_the_other_ways_offered(person, words):
    fill_owner(person)
    person.says(words)
    assert "notice_channel" not in person.last.draft.values
    assert keys(person) == ["utter_update_bad_notice_channel"]


@pytest.mark.parametrize("words", ["وريث", "انا من الورثة", "musta2jir"])
def test_heirs_own_and_latin_letters_are_read(person, words):
    person.starts(f"حسابي {NUMBER}")
    person.says(words, "nlu_fallback")
    kind = "tenant" if words == "musta2jir" else "owner"
    assert person.last.draft.values["beneficiary"] == kind


def test_a_yes_that_names_a_field_to_change_is_no_confirmation(person):
    fill_owner(person)
    person.says("رسالة نصية")
    person.says("ايه بس غير الجوال", "affirm")
    assert person.last.reference is None and person.step == "mobile"


def test_a_contact_update_takes_up_further_contacts_and_nothing_hidden(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002 وانا مستأجر"):
        person.says(answer)
    assert "beneficiary" not in person.last.draft.values
    person.says(person.code())
    person.says("وابي اغير الايميل بعد", "change_contact")
    assert person.step == "email"
    person.says("خلاص ما ابيه", "skip")
    assert person.step == "old_mobile" and person.last.draft.wanted == ["mobile"]


def test_a_mobile_proved_here_needs_no_second_code(session, person):
    identity_of(session, person.conversation).proved_mobile = TENANT
    person.starts("غيرت رقمي الى 0500000002", kind="contact")
    person.says(NUMBER)
    assert person.step == "old_mobile"


def test_the_update_applied_and_said_again_is_the_same_request(session, person, account):
    verify(session, person.conversation, NUMBER)
    person.starts("غيرت ايميلي", kind="contact")
    person.says("s@example.com")
    person.says(person.code())
    first = person.says("نعم", "affirm")
    assert first.applied and on_file(account)["mobile"] == LANDLORD
    again = Person(session, person.conversation, count=50)
    again.starts("غيرت ايميلي الى s@example.com", kind="contact")
    again.says("بعدين", "skip")
    outcome = again.says("نعم", "affirm")
    assert outcome.reference == first.reference
    assert [key for key, _ in outcome.says] == ["utter_update_same_request"]


def test_after_danger_the_question_comes_with_a_word(session, person):
    to_identity(person)
    outcome = update.ask_again(session, person.heard("فيه شرار", "danger"))
    assert outcome.says == [("utter_update_when_safe", {})] and outcome.step == "identity"


def test_starting_over_forgets_all_but_the_account(person):
    to_identity(person)
    person.says("ابي ابدأ من جديد", "update_details")
    assert keys(person) == ["utter_update_restarted"]
    assert person.last.draft.values == {"account": NUMBER} and person.step == "beneficiary"


@pytest.mark.parametrize(
    ("words", "next_step"),
    [
        ("ايوه الرقم القديم رقمي", "old_code"),
        ("لسا معي", "old_code"),
        ("ضاع مني الجوال القديم", "confirm"),
        ("الرقم القديم ما عاد شغال", "confirm"),
        ("القديم مع اخوي", "confirm"),
        ("الشريحة ضاعت", "confirm"),
        ("الجوال القديم مقفل", "confirm"),
        ("ما عاد معي", "confirm"),
        ("معي ما ضاع", "old_code"),
    ],
)
def test_the_old_mobile_is_here_or_gone_in_plain_words(person, words, next_step):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    person.says(words, "change_contact")
    assert person.step == next_step


@pytest.mark.parametrize("words", ["مابي اعطيها", "ما راح اعطيكم", "لا", "ما عندي"])
def test_who_refuses_what_is_needed_hears_why_and_what_can_be_done(person, words):
    to_identity(person)
    person.says(words, "deny")
    assert keys(person) == ["utter_update_why_identity", "utter_update_cannot_skip"]


@pytest.mark.parametrize("words", ["نفس الرقم المسجل", "الجوال نفسه اللي عندكم"])
def test_the_same_mobile_has_to_be_written_once(person, words):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006", "تخطي"):
        person.says(answer)
    assert person.step == "mobile"
    person.says(words, "my_record")
    assert person.last.taken and keys(person) == ["utter_update_bad_mobile_same"]


def test_the_right_name_after_the_wrong_one(person):
    to_identity(person)
    person.says("ما اسمي كذا، اسمي عبدالرحمن العتيبي")
    assert person.last.draft.values["name"] == "عبدالرحمن العتيبي"


@pytest.mark.parametrize("words", ["الايميل غلط خله aa@example.com", "عدل الايميل aa@example.com"])
def test_the_address_put_right_is_no_way_of_notices(person, words):
    fill_owner(person)
    person.says(words, "correct_detail")
    assert person.last.draft.values["email"] == "aa@example.com"
    assert "notice_channel" not in person.last.draft.values


@pytest.mark.parametrize("words", ["ايميل مو رسايل", "على ايميلي aa@example.com", "ابي الايميل بس"])
def test_notices_by_email_are_still_chosen(person, words):
    fill_owner(person)
    person.says(words, "inform")
    assert person.last.draft.values["notice_channel"] == "email"


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("بشاير الفدعان", "danger", 0.6),
        ("Priya Nair", "danger", 0.6),
        ("نورة سعد القحطاني", "power_restored", 0.99),
        ("منيف بن لافي", "report_outage", 0.5),
        ("Yohannes Tesfaye", "out_of_scope", 0.55),
        ("ismi Noura Saad", "greet", 0.9),
    ],
)
def test_a_name_is_taken_whatever_else_it_sounds_like(person, text, intent, confidence):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person._went(update.hear(person.session, person.heard(text, intent, confidence=confidence)))
    assert person.last.draft.values.get("name") == text.removeprefix("ismi ")
    assert person.step == "identity"


@pytest.mark.parametrize(
    "text",
    [
        "خلاص هونت الغي الطلب",
        "كنسل العملية",
        "وقفوا التحديث",
        "ابي موظف",
        "خدمتكم زفت",
        "تاخرتوا علي",
        "لا ابيه ولا طلبكم",
        "وش يعني الاسم الكامل",
        "الاسم بالعربي ولا انجليزي",
        "اسم مين اكتب",
        "كم باقي سؤال",
        "cancel my request",
        "full name or first",
        "wesh tabon bel ism",
        "يا شيخ خلصنا",
        "ثواني بس",
        "نفس المسجل عندكم",
    ],
)
def test_no_wish_or_question_becomes_a_name_even_if_taken_for_an_answer(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for intent in ("nlu_fallback", "inform"):
        person.says(text, intent)
        assert "name" not in person.last.draft.values


def test_a_suspected_danger_is_answered_even_where_a_name_was_asked():
    assert not is_for_update(heard("التيار يلمس", "name", "danger", 0.6))


def test_the_summary_takes_the_right_name(person):
    fill_owner(person)
    person.says("رسالة نصية")
    assert person.step == "confirm"
    person.says("لا الاسم غلط هو نورة فهد القحطاني", "correct_detail")
    assert person.last.draft.values["name"] == "نورة فهد القحطاني"
    assert person.last.changed == ["name"] and person.step == "confirm"


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


def test_a_new_mobile_at_the_question_for_the_way_of_notices_chooses_no_way(person):
    fill_owner(person)
    person.says("el jawal ghalat 0500000009", "correct_detail")
    assert "notice_channel" not in person.last.draft.values
    assert person.last.draft.values["mobile"] == "+966500000009" and person.step == "mobile_code"


def test_messages_in_latin_letters(person):
    fill_owner(person)
    person.says("rasayel", "nlu_fallback")
    assert person.last.draft.values["notice_channel"] == "sms"


def test_who_would_leave_out_the_code_of_the_mobile_hears_why(person):
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    for answer in ("فهد سعد العتيبي", "2000000006", "مب لازم"):
        person.says(answer)
    assert person.step == "mobile_code"
    person.says("خله بعدين", "skip")
    assert keys(person) == ["utter_update_why_mobile_code", "utter_update_cannot_skip"]


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


def test_what_is_left_out_before_it_is_asked_is_not_asked(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("ما عندي ايميل ارسلوها رسايل", "skip")
    assert person.step == "name" and "email" in person.last.draft.skipped
    assert person.last.draft.values["notice_channel"] == "sms"


def test_doubt_about_the_pending_field_is_no_correction_of_another(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("مو متأكد من الاسم اللي في الصك", "correct_detail")
    assert keys(person)[0] == "utter_update_why_name" and person.step == "name"


@pytest.mark.parametrize("words", ["جوال اخوي 0500000009", "0500000009 هذا رقم زوجتي"])
def test_a_relatives_mobile_is_the_second_once_the_own_is_known(person, words):
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    person.says(words)
    assert person.last.draft.values["mobile"] == TENANT
    assert person.last.draft.values["second_mobile"] == "+966500000009"


def test_the_same_mobile_is_no_second_one(person):
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    for answer in ("فهد سعد العتيبي", "2000000006", "مب لازم"):
        person.says(answer)
    person.says(person.code())
    assert person.step == "second_mobile"
    person.says("نفس الرقم", "upset")
    assert keys(person) == ["utter_update_bad_second_mobile_same"]


@pytest.mark.parametrize("words", ["غلط غلط", "الرقم غلط", "wrong number"])
def test_a_mistyped_mobile_is_asked_again_where_its_code_is_awaited(person, words):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    assert person.step == "mobile_code"
    person.says(words, "deny")
    assert person.step == "mobile"


def test_a_question_about_the_old_mobile_answers_nothing(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    person.says("what happens next", "skip")
    assert person.step == "old_mobile" and "old_mobile" not in person.last.draft.values
    person.says("ايش المقصود بالجوال القديم", "ask_question")
    assert keys(person) == ["utter_update_what_old_mobile"]
    person.says("i lost the old one", "nlu_fallback")
    assert person.step == "confirm"


def test_the_name_before_other_values_is_taken(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("محمد بن سلمان العنزي وهويتي 1000000008")
    assert person.last.draft.values["name"] == "محمد بن سلمان العنزي"
    assert person.last.draft.values["identity"] == "1000000008"


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


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("مستأجر، فهد العتيبي، 1000000008، 0500000009", "فهد العتيبي"),
        ("مستأجر فهد العتيبي 1000000008 جوال 0500000009", "فهد العتيبي"),
        ("سعد الدوسري", "سعد الدوسري"),
    ],
)
def test_a_known_name_among_other_values_is_taken(person, words, name):
    person.starts(f"حسابي {NUMBER}")
    person.says(words)
    assert person.last.draft.values["name"] == name


def test_a_value_with_no_known_name_gives_none(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("مستأجر، بيت كبير، 1000000008")
    assert "name" not in person.last.draft.values


def test_only_the_same_word_said_again_is_believed_to_be_a_name(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("سوهارتو")
    person.says("الاثنين")
    assert "name" not in person.last.draft.values
    person.says("الاثنين")
    assert person.last.draft.values["name"] == "الاثنين"


def test_an_establishment_is_called_as_it_is_written(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    message = person.heard("شركة الرواد للمقاولات", "out_of_scope", confidence=0.6)
    person._went(update.hear(person.session, message))
    assert person.last.draft.values["name"] == "شركة الرواد للمقاولات"


@pytest.mark.parametrize("words", ["اجار", "بالايجار", "البيت ايجار", "rent"])
def test_the_bare_word_rent_means_a_tenant(person, words):
    person.starts(f"حسابي {NUMBER}")
    person.says(words, "nlu_fallback")
    assert person.last.draft.values["beneficiary"] == "tenant"


def test_values_in_what_sounds_like_a_question_are_taken(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("عقدي بمنصة ايجار رقمه 10000000077 وينتهي العقد 2030-03-15", "ask_question")
    values = person.last.draft.values
    assert (values["ejar"], values["ejar_end"]) == ("10000000077", "2030-03-15")


def test_a_code_that_is_at_hand_is_asked_before_a_field_to_be_corrected(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says("غير الايميل بعد", "correct_detail")
    assert person.step == "mobile_code" and keys(person) == []
    person.says(person.code())
    assert person.step == "email"


def test_a_known_single_name_said_again_is_believed_whatever_it_is_taken_for(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    for _ in range(2):
        person.says("منى", "repeat")
    assert person.last.draft.values["name"] == "منى"


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
