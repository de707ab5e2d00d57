"""Where the update used to lead nowhere: landlords, foreign mobiles, refusals, steps back."""

from __future__ import annotations

import pytest

from bot.updates import conversation as update
from bot.updates import draft as drafts
from tests.updates.conftest import NUMBER, Person, fill_owner, keys


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("المستأجر", "tenant"), ("هم اللي ساكنين", "tenant"), ("انا", "owner"), ("مالك", "owner")],
)
def test_a_landlord_is_asked_who_uses_the_supply(session, person, answer, kind):
    person.starts(f"حسابي {NUMBER}")
    person.says("انا صاحب العمارة ومأجرها")
    assert keys(person) == ["utter_update_landlord"] and person.step == "beneficiary"
    draft = drafts.load(session, person.conversation)
    assert draft.lets and "beneficiary" not in draft.values
    person.says(answer)
    assert person.step == "name"
    assert ("utter_update_tenants_details" in keys(person)) is (kind == "tenant")
    assert drafts.load(session, person.conversation).values["beneficiary"] == kind


def test_a_landlord_who_says_so_at_once_is_asked_too(person):
    person.starts(f"حسابي {NUMBER} انا المالك وعندي مستأجرين")
    assert person.step == "beneficiary" and "utter_update_landlord" in keys(person)


def to_mobile(person: Person) -> None:
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006"):
        person.says(answer)
    person.says("تخطي", "skip")
    assert person.step == "mobile"


@pytest.mark.parametrize(
    "text",
    [
        "رقمي كويتي ما عندي سعودي",
        "ما عندي رقم سعودي",
        "جوالي اماراتي",
        "رقمي مو سعودي",
        "رقمي دولي",
        "انا برا وجوالي من برا السعودية",
        "my number is not saudi",
        "+96599887766",
        "00971501234567",
        "+919876543210",
    ],
)
def test_who_has_no_saudi_mobile_is_told_what_can_be_done(person, text):
    to_mobile(person)
    person.says(text)
    assert keys(person)[0] == "utter_update_foreign_mobile" and person.step == "mobile"


def test_a_mistyped_saudi_mobile_is_no_foreign_one(person):
    to_mobile(person)
    person.says("050123456")
    assert keys(person)[0] == "utter_update_bad_mobile"


@pytest.mark.parametrize(
    "text",
    ["ما ودي اعطيكم ايميلي", "ماني معطيكم الايميل", "ما ابي اعطيكم ايميلي", "مب معطيتكم بريدي"],
)
def test_an_optional_value_that_is_withheld_early_is_left_out(session, person, text):
    to_mobile(person)
    person.says("0500000002")
    assert person.step == "mobile_code"
    person.says(text)
    assert keys(person) == ["utter_update_left_out"] and person.step == "mobile_code"
    assert "email" in drafts.load(session, person.conversation).skipped


@pytest.mark.parametrize("step", ["identity", "deed"])
def test_a_needed_value_that_is_withheld_is_explained_with_a_way_out(person, step):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("فهد سعد العتيبي")
    if step == "deed":
        person.says("2000000006")
    person.says("ماني معطيكم جوالي" if step == "deed" else "ماني معطيتكم الهويه", "deny")
    name = "mobile" if step == "deed" else "identity"
    assert keys(person) == [f"utter_update_why_{name}", "utter_update_cannot_skip"]
    assert person.step == step, "what was refused is another question's"


def test_a_refusal_stays_with_the_update_whatever_the_classifier_takes_it_for(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("فهد سعد العتيبي")
    assert person.says("ماني معطيتكم الهويه", "ask_why_details").taken
    assert keys(person) == ["utter_update_why_identity", "utter_update_cannot_skip"]


@pytest.mark.parametrize(
    "text", ["ضاع جوالي", "انسرق جوالي", "جوالي مكسور", "طاح الجوال وانكسر", "i lost my phone"]
)
def test_a_lost_mobile_needs_no_worry_before_it_is_asked_for(person, text):
    person.starts()
    person.says(text)
    assert keys(person)[0] == "utter_update_old_mobile_gone" and person.step == "account"


def test_a_lost_account_number_is_no_lost_mobile(person):
    person.starts()
    person.says("رقم الحساب ضاع مني", "skip")
    assert "utter_update_old_mobile_gone" not in keys(person)


def test_the_named_field_is_no_suspected_danger(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006"):
        person.says(answer)
    assert person.step == "deed"
    assert person.says("الصك عند العيال", "danger", confidence=0.6).taken
    assert not person.says("فيه شرار من العداد", "danger", confidence=0.6).taken
    assert not person.says("الصك فيه شرار بالعداد", "danger", confidence=0.99).taken


@pytest.mark.parametrize("text", ["باسم مين اسجل", "اسم مين؟"])
def test_in_whose_name_is_answered_in_the_form(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says(text, "my_record")
    assert keys(person) == ["utter_update_whose_name"] and person.step == "name"


def test_an_account_named_in_another_topic_is_not_asked_for(session, person):
    person.starts()
    heard = person.heard(f"متى تجي الفاتورة حسابي {NUMBER}", "ask_question")
    assert not update.hear(session, heard).taken
    assert update.ask_again(session, heard).step == "beneficiary"


def test_an_old_mobile_that_is_gone_is_not_asked_for(session, person):
    person.starts(f"رقمي القديم ضاع وجوالي الجديد 0551230046 حسابي {NUMBER}", kind="contact")
    person.says(person.code())
    assert person.step == "confirm"


@pytest.mark.parametrize("text", ["طيب بدونها يمشي؟", "ينفع بدونها", "لازم يعني؟"])
def test_whether_it_goes_without_is_answered_at_the_question(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("فهد سعد العتيبي")
    assert person.says(text, "how_to_pay").taken
    assert keys(person)[0] == "utter_update_why_identity" and person.step == "identity"


@pytest.mark.parametrize("text", ["خله يجي هو يسجل", "اللي يسكن فيه يسجل", "خلوه يكتب اسمه"])
def test_what_somebody_else_is_to_do_is_no_name(session, person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says(text)
    assert person.step == "name"


def test_a_needed_value_not_at_hand_is_explained_before_it_is_asked(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("ما اعرف رقم هويته", "skip")
    assert keys(person) == ["utter_update_why_identity", "utter_update_cannot_skip"]
    assert person.step == "name"


@pytest.mark.parametrize(("text", "field"), [("وش صك", "deed"), ("ايش الهوية", "identity")])
def test_the_bare_name_of_a_field_is_asked_about(person, text, field):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says(text, "ask_question")
    assert keys(person) == [f"utter_update_what_{field}"] and person.step == "name"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("البيت باسم زوجي وانا اللي ادفع", "how_to_pay"),
        ("هو لأبوي", "inform"),
        ("حق الوالد", "ask_bill"),
    ],
)
def test_whose_home_it_is_stays_with_the_question(person, text, intent):
    person.starts(f"حسابي {NUMBER}")
    assert person.says(text, intent).taken
    assert keys(person) == ["utter_update_help_beneficiary"] and person.step == "beneficiary"


@pytest.mark.parametrize(
    "text", ["الكود عند زوجي وهو في الدوام", "الرمز راح جوال ولدي والجوال مع ولدي"]
)
def test_who_waits_for_somebody_elses_code_may_change_the_mobile(person, text):
    to_mobile(person)
    person.says("0500000002")
    person.says(text, "ask_question")
    assert keys(person) == ["utter_update_code_with_another"] and person.step == "mobile_code"


@pytest.mark.parametrize("text", ["كمل", "نفسه", "تمام", "خله زي ما هو", "لا"])
def test_back_to_the_account_which_stays_as_it_was(session, person, text):
    person.starts(f"حسابي {NUMBER}")
    person.says("ارجع", "go_back")
    assert person.step == "account" and keys(person) == ["utter_update_back_to"]
    person.says(text)
    assert person.step == "beneficiary"
    assert drafts.load(session, person.conversation).values["account"] == NUMBER


def test_the_next_answer_keeps_what_going_back_asked_again(session, person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    assert person.step == "name"
    person.says("ارجع", "go_back")
    person.says("ارجع", "go_back")
    assert person.step == "account"
    person.says("نورة سعد القحطاني")
    assert person.step == "beneficiary", "its own answer is asked again too"
    person.says("كمل")
    assert person.step == "identity"
    values = drafts.load(session, person.conversation).values
    assert (values["account"], values["beneficiary"]) == (NUMBER, "tenant")


def test_another_answer_takes_the_place_of_what_was_set_aside(session, person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("ارجع", "go_back")
    person.says("مالك")
    assert person.step == "name"
    draft = drafts.load(session, person.conversation)
    assert draft.values["beneficiary"] == "owner" and not draft.set_aside


@pytest.mark.parametrize(
    "text", ["ايميل ولدي يصلح؟", "ينفع ايميل زوجي", "عادي ايميل بنتي يصلح", "ايميل الشغل ينفع؟"]
)
def test_whether_somebody_elses_address_will_do_is_answered_anywhere(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006"):
        person.says(answer)
    assert person.step == "deed"
    person.says(text)
    assert keys(person) == ["utter_update_whose_email"] and person.step == "deed"


def test_how_much_is_left_when_nothing_is(person):
    fill_owner(person)
    person.says("رسالة نصية")
    assert person.step == "confirm"
    person.says("كم باقي")
    assert keys(person) == ["utter_update_left_confirm"] and person.step == "confirm"
