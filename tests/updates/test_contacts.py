"""Mobiles, addresses and ways of notices, as people speak of them."""

from __future__ import annotations

import pytest

from bot.identity.links import identity_of
from bot.updates import draft as drafts
from tests.updates.conftest import NUMBER, TENANT, Person, fill_owner, keys


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


def test_a_new_mobile_at_the_question_for_the_way_of_notices_chooses_no_way(person):
    fill_owner(person)
    person.says("el jawal ghalat 0500000009", "correct_detail")
    assert "notice_channel" not in person.last.draft.values
    assert person.last.draft.values["mobile"] == "+966500000009" and person.step == "mobile_code"


def test_messages_in_latin_letters(person):
    fill_owner(person)
    person.says("rasayel", "nlu_fallback")
    assert person.last.draft.values["notice_channel"] == "sms"


def test_a_contact_update_takes_up_further_contacts(person):
    person.starts("غيرت رقمي", kind="contact")
    for answer in (NUMBER, "0500000002"):
        person.says(answer)
    person.says(person.code())
    person.says("وابي اغير الايميل بعد", "change_contact")
    assert person.step == "email"
    person.says("خلاص ما ابيه", "skip")
    assert person.step == "old_mobile" and person.last.draft.wanted == ["mobile"]


@pytest.mark.parametrize(
    ("words", "asked"), [("غيرت رقم جوالي", "mobile"), ("غيرت ايميلي", "email")]
)
def test_a_contact_update_without_its_only_contact_ends(session, person, words, asked):
    person.starts(words, kind="contact")
    person.says(NUMBER)
    assert person.step == asked
    person.says("خلها بعدين", "skip")
    assert person.last.pauses and keys(person) == ["utter_general_cancelled"]
    assert drafts.unfinished(session, person.conversation) is None


def test_a_mobile_proved_here_needs_no_second_code(session, person):
    identity_of(session, person.conversation).proved_mobile = TENANT
    person.starts("غيرت رقمي الى 0500000002", kind="contact")
    person.says(NUMBER)
    assert person.step == "old_mobile"


@pytest.mark.parametrize(
    ("words", "next_step"),
    [
        ("ايوه الرقم القديم رقمي", "old_code"),
        ("لسا معي", "old_code"),
        ("ضاع مني الجوال القديم", "confirm"),
        ("الرقم القديم ما عاد شغال", "confirm"),
        ("القديم مع اخوي", "confirm"),
        ("القديم عند ولدي", "confirm"),
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


@pytest.mark.parametrize("words", ["نفس الرقم المسجل", "الجوال نفسه اللي عندكم"])
def test_the_same_mobile_has_to_be_written_once(person, words):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006", "تخطي"):
        person.says(answer)
    assert person.step == "mobile"
    person.says(words, "my_record")
    assert person.last.taken and keys(person) == ["utter_update_bad_mobile_same"]


@pytest.mark.parametrize("words", ["جوال اخوي 0500000009", "0500000009 هذا رقم زوجتي"])
def test_a_relatives_mobile_is_the_second_once_the_own_is_known(person, words):
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    person.says(words)
    assert person.last.draft.values["mobile"] == TENANT
    assert person.last.draft.values["second_mobile"] == "+966500000009"


@pytest.mark.parametrize(
    "words",
    ["ابغى اضيف رقم زوجتي", "ضيفوا جوال ولدي معي", "زيدوا رقم اخوي", "add my wife's number"],
)
def test_a_mobile_that_is_added_leaves_the_main_one(person, words):
    person.starts(words, kind="contact")
    person.says(NUMBER)
    assert person.step == "second_mobile"
    person.says("0500000009")
    assert person.step == "old_mobile"  # whose account it is has to be proved all the same
    assert person.last.draft.values["second_mobile"] == "+966500000009"
    assert "mobile" not in person.last.draft.values


@pytest.mark.parametrize("words", ["ابغى اضيف جوالي", "ضيفوا رقمي الجديد"])
def test_the_own_mobile_that_is_added_is_the_main_one(person, words):
    person.starts(words, kind="contact")
    person.says(NUMBER)
    assert person.step in ("mobile", "contact_choice")


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


def test_the_second_mobile_mended_leaves_the_proved_one(person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مالك اسمي فهد سعد العتيبي هويتي 2000000006 بدون صك")
    person.says("0500000002")
    person.says(person.code())
    person.says("زوجتي 0561112223")
    assert person.step == "email"
    person.says("لا مو هذا", "deny")
    assert person.step == "second_mobile", "the address was not asked for in vain"
    person.says("0561112224")
    person.says("الثاني خله 0561112225")
    draft = drafts.load(person.session, person.conversation)
    assert draft is not None and person.step == "email"
    assert draft.values["mobile"] == "+966500000002" and draft.is_proved("mobile")
    assert draft.values["second_mobile"] == "+966561112225"


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("sms pls", "sms"),
        ("بالتلجرام لو سمحت", "telegram"),
        ("بالايميل", "email"),
        ("بالتلجرام لا خلوها sms", "sms"),
        ("ليش رسايل", None),
        ("الايميل", None),
    ],
)
def test_how_to_be_told_is_taken_before_it_is_asked(person, words, way):
    person.says(f"حسابي {NUMBER} مستأجر")
    assert person.step == "name"
    person.says(words, "notice_settings" if way else "inform")
    assert person.last.draft.values.get("notice_channel") == way
