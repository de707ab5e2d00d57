"""Questions about a field are answered inside the form, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from bot.accounts.tables import BeneficiaryKind
from bot.updates.draft import Draft, steps
from bot.updates.explaining import explanation
from tests.project_files import domain
from tests.updates.conftest import NUMBER, TENANT, Person


def explained(person: Person, text: str, step: str = "deed", intent: str = "repeat") -> str | None:
    person.step = step
    return explanation(person.heard(text, intent))


@pytest.mark.parametrize("text", ["طيب وليه يعني", "ليه يعني", "وليش كذا؟", "why"])
def test_a_bare_why_is_about_the_question_that_was_asked(person, text):
    assert explained(person, text, step="account") == "utter_update_why_account"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("وش يعني صك؟", "what_deed"),
        ("ايش هو الصك", "what_deed"),
        ("وش الصك", "what_deed"),
        ("الصك وش هو", "what_deed"),
        ("wesh ya3ni sakk", "what_deed"),
        ("what is deed?", "what_deed"),
        ("من وين اجيب رقم الصك", "what_deed"),
        ("ايش المقصود بالمستفيد", "what_beneficiary"),
        ("وش الفرق بين المالك والمستأجر", "what_beneficiary"),
        ("وش يعني منصة ايجار", "what_ejar"),
        ("منين اطلع رقم العقد", "what_ejar"),
        ("وش تقصدون بالجوال", "what_mobile"),
        ("ايش المقصود بالايميل", "what_email"),
        ("ايش المقصود بطريقة الاشعارات", "what_notice_channel"),
        ("كيف اعرف رقم حسابي", "what_account"),
        ("where can i find the account number", "what_account"),
        ("وش الرمز هذا", "what_code"),
        ("كيف يوصلني الرمز", "what_code"),
        ("ليش تبون الهوية", "why_identity"),
        ("lesh tabon el hawiya", "why_identity"),
        ("why do you need my id", "why_identity"),
        ("وش تسوون برقم هويتي", "why_identity"),
        ("وش فايدة الجوال الثاني", "why_second_mobile"),
        ("لازم الايميل؟", "why_email"),
        ("الصك ضروري؟", "why_deed"),
    ],
)
def test_the_field_that_is_named_is_explained(person, text, answer):
    assert explained(person, text, step="mobile") == f"utter_update_{answer}"


@pytest.mark.parametrize(
    "text", ["ما فهمت السؤال", "مو فاهم عليك", "وش قصدك", "يعني ايش", "وش هذا", "من وين اجيبه"]
)
@pytest.mark.parametrize(("step", "answer"), [("deed", "deed"), ("mobile_code", "code")])
def test_no_field_named_means_the_one_that_was_asked(person, text, step, answer):
    assert explained(person, text, step) == f"utter_update_what_{answer}"


@pytest.mark.parametrize(
    "text",
    [
        "وش هو رقم جوال الشركة",
        "وش هو الجوال المسجل عندكم",
        "ليش فاتورتي عالية",
        "وين القى فاتورتي",
        "كيف اعرف كم فاتورتي",
        "ما فهمت ليش الفاتورة كذا",
        "ما عرفت ادفع",
        "ما هي حالة الطلب",
        "متى ترجع الكهرباء",
        "كيف احدث الايميل",
        "لا ما عندي صك",
        "مو لازم الصك",
        "ما ادري",
        "الصك غلط",
        "صك 123456789",
    ],
)
def test_other_questions_and_answers_are_left_alone(person, text):
    assert explained(person, text) is None


def test_danger_is_never_explained_away(person):
    assert explained(person, "وش هذا", intent="danger") is None


def test_every_question_of_the_update_has_its_explanation_and_its_reason():
    responses = domain()["responses"]
    kinds = [Draft(values={"beneficiary": kind.value}) for kind in BeneficiaryKind]
    asked = {step for draft in (*kinds, Draft(kind="contact")) for step in steps(draft)}
    fields = {step for step in asked if not step.endswith("_code")} | {"code"}
    missing = {f"utter_update_{k}_{f}" for k in ("what", "why") for f in fields} - set(responses)
    assert not missing


def test_the_question_goes_on_after_its_explanation_and_counts_as_no_miss(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    for answer in ("فهد سعد العتيبي", "2000000006"):
        person.says(answer)
    outcome = person.says("وش يعني صك؟", "repeat")
    assert outcome.taken and [key for key, _ in outcome.says] == ["utter_update_what_deed"]
    assert person.step == "deed" and outcome.draft.misses == 0
    assert outcome.draft.values["beneficiary"] == "owner"


def test_a_value_beside_the_question_is_kept(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    outcome = person.says("ليش تبون الاسم؟ جوالي 0500000002", "ask_why_details")
    assert [key for key, _ in outcome.says] == ["utter_update_why_name"]
    assert outcome.draft.values["mobile"] == TENANT and person.step == "name"


def test_asking_for_the_difference_chooses_neither(person):
    person.starts(f"حسابي {NUMBER}")
    person.says("وش الفرق بين المالك والمستأجر", "ask_question")
    assert person.step == "beneficiary"


@pytest.mark.parametrize("text", ["كم باقي", "باقي كثير؟", "كم سؤال باقي", "وش باقي"])
def test_who_asks_how_much_is_left_hears_it(person, text):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    for answer in ("سارة محمد الغامدي", "1000000008", "10000000077", "2030-03-15"):
        person.says(answer)
    outcome = person.says(text, "outage_status")
    assert outcome.says == [("utter_update_left", {"count": "4"})] and person.step == "mobile"


@pytest.mark.parametrize("text", ["كم باقي علي من الفاتورة", "كم فاتورتي", "وش صار على طلبي"])
def test_what_is_left_to_pay_is_another_matter(person, text):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    assert not person.says(text, "ask_bill").taken


def test_a_choice_about_the_pending_field_is_explained_before_it_is_another_topic(person):
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    outcome = person.says("الاسم يكون ثلاثي ولا رباعي؟", "my_record")
    assert [key for key, _ in outcome.says] == ["utter_update_what_name"]
    assert person.step == "name"


@pytest.mark.parametrize("text", ["انتظر", "لحظة اجيب البطاقة", "بسأل زوجي", "wait"])
def test_who_needs_a_moment_gets_it(person, text):
    person.starts(f"حسابي {NUMBER} انا مالك")
    outcome = person.says(text, "goodbye")
    assert outcome.says == [("utter_update_take_time", {})] and person.step == "name"
    assert outcome.draft.misses == 0


def test_a_moment_is_no_reason_to_miss_an_outage(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    assert not person.says("لحظة الكهرباء طفت", "report_outage").taken
    assert not person.says("انتظر فيه شرار", "danger").taken


def test_how_long_the_update_takes_is_told_by_what_is_left(person):
    person.starts(f"حسابي {NUMBER}")
    assert [key for key, _ in person.says("كم ياخذ وقت", "outage_status").says] == [
        "utter_update_left_many"
    ]
