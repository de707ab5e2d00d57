"""From the first sentence to the reference: what was said is not asked."""

from __future__ import annotations

from tests.actions.conftest import cases
from tests.actions.services.conftest import MOBILE, asked, card, prove, up_to_summary
from tests.actions.talk import Talk
from tests.outages.conftest import Town


def test_a_new_connection_from_the_first_sentence_to_the_reference(talk: Talk) -> None:
    said = talk.tell("service_request", "ابي عداد جديد لمزرعتي", key="m1")
    assert said == ["utter_services_welcome", "utter_services_question"]
    assert asked(talk).startswith("وين الموقع")  # the kind of premises was told
    talk.tell("inform", "القصيم جنب المطار")
    assert "أمبير" in asked(talk)
    assert talk.tell("inform", "200 امبير وجوالي 0501234567", number="200", mobile=MOBILE) == [
        "utter_services_noted",
        "utter_services_documents",
    ]
    assert talk.tell("skip", "بعدين") == ["utter_services_summary"]
    assert card(talk) == {
        "نوع العقار": "مزرعة أو استراحة",
        "الموقع": "القصيم جنب المطار",
        "قدرة القاطع": "200",
        "جوال التواصل": "0501234567",
        "المستندات": "ترسلها بعدين",
    }
    said = talk.tell("affirm", "ايه ارسله")
    assert said == ["utter_services_filed", "utter_services_next", "utter_services_papers_later"]
    (case,) = cases()
    assert talk.reply("utter_services_filed")["reference"] == case.reference
    assert case.reference.startswith("S") and case.kind == "service"
    assert case.category == "new_connection" and case.account_id is None
    assert case.text == "ابي عداد جديد لمزرعتي"
    assert case.details["ampere"] == "200"
    # 60 working days after Sunday 22 November 2026, Friday and Saturday left out.
    assert str(case.promised_on) == "2027-02-14"
    assert "20-60" in talk.reply("utter_services_next")["promise"]


def test_send_it_is_a_yes_whatever_it_sounds_like(talk: Talk) -> None:
    up_to_summary(talk)
    assert talk.tell("resend_code", "ارسله")[0] == "utter_services_filed"


def test_power_that_is_off_is_no_place(talk: Talk) -> None:
    talk.rules["report_outage"] = "action_small_talk"  # stands for the report
    talk.tell("service_request", "ابي عداد جديد لبيتي")
    talk.tell("report_outage", "الكهرباء طافية عندي", confidence=0.3)
    assert "وين الموقع" in asked(talk)


def test_the_confirmation_again_makes_no_second_request(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه", key="yes")
    first = cases()[0].reference
    talk.form = "service_form"  # as after a crash before the tracker was saved
    talk.tell("affirm", "ايه", key="yes")
    assert [case.reference for case in cases()] == [first]


def test_a_service_on_an_account_asks_for_proof_first(talk: Talk, town: Town) -> None:
    talk.tell("service_request", "ابي تقوية الى 200 امبير عشان المكيفات", number="200")
    assert talk.followed == ["identify_form"]
    assert talk.slots["after_identify"] == "action_service_request"
    prove(talk, town)
    talk._follow("action_service_request")  # what the proof goes on with
    assert talk.form == "service_form"
    assert asked(talk).startswith("على أي جوال")
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
    assert card(talk)["القدرة المطلوبة (أمبير)"] == "200"
    assert card(talk)["سبب الزيادة"] == "مكيفات أو أجهزة"
    said = talk.tell("affirm", "ايه")
    assert "utter_services_filed" in said
    assert cases()[0].account_id is not None
    assert cases()[0].promised_on is None  # no standard is known for it: no figure is said
    assert "المعاينة" in talk.reply("utter_services_next")["promise"]


def test_the_type_is_asked_and_the_proof_comes_in_between(talk: Talk) -> None:
    assert talk.tell("service_request", "ابي طلب خدمة") == ["utter_services_which"]
    assert len(talk.said[0]["buttons"]) == 12
    talk.tell("service_request", service_type="relocation")
    assert talk.followed == ["identify_form"]
    assert talk.form is None


def test_which_of_two_services(talk: Talk) -> None:
    talk.tell("service_request", "ابي طلب خدمة")
    said = talk.tell("inform", "عداد مؤقت للبناء")
    assert said == ["utter_services_retyped", "utter_services_noted", "utter_services_question"]
    assert asked(talk).startswith("وين الموقع")
    assert talk.tell("inform", "جدة") == ["utter_services_question"]
    assert talk.tell("inform", "بكرة ولمدة 6 شهور", number="6") == [
        "utter_services_noted",
        "utter_services_question",
    ]
    talk.tell("inform", "0501234567", mobile=MOBILE)
    talk.tell("skip", "بعدين")
    assert card(talk)["بداية الحاجة"] == "23 نوفمبر 2026"
    assert card(talk)["المدة"] == "6 أشهر"


def test_an_account_that_nobody_knows_is_left_out(talk: Talk) -> None:
    talk.tell("service_request", "ابي انقل العداد باسمي البيت شريته")
    assert "رقم الحساب" in asked(talk)
    talk.tell("inform", "الحساب القديم ما اعرفه")
    assert "الاسم الكامل" in asked(talk)  # who it is was told: the buyer


def test_a_second_request_for_the_same_is_asked_about(talk: Talk) -> None:
    up_to_summary(talk)
    talk.tell("affirm", "ايه")
    assert talk.tell("service_request", "ابي عداد جديد") == ["utter_services_open_already"]
    said = talk.tell("service_request", service_choice="new_connection")
    assert said[0] == "utter_services_welcome"
